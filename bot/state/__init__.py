"""What the bot remembers between restarts: answers that it gave, opinions of them, servers' settings, previews."""
