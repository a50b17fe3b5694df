"""Who said what: quotations with their speakers, found when an article is taken in."""
