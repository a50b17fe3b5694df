"""Feeds: what is read from them, what is remembered of them, and how coverage follows them."""
