"""When it happened: dates that sentences name, resolved against the day on which their article came out."""
