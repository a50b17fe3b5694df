"""The coverage: from an article to a cited answer. Knows nothing of Discord."""
