"""What the bot remembers between restarts: answers that it gave, what people thought of them, servers' settings."""
