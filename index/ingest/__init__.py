"""From a source to the store: read articles, split them, encode them, put them in one transaction."""
