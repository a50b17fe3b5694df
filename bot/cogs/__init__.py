"""What people can ask for on Discord, one file per group of commands."""
