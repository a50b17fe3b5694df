"""The labelled pairs of articles, and how they are made."""
