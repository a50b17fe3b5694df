"""Reading passages: a small network that looks at neighbouring sentences together and finds the one that answers."""
