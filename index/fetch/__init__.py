"""Pages and feeds from the web, through a guard that lets nobody in: see docs/fetching.md."""
