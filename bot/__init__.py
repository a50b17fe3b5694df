"""Every surface that people touch: Discord and the terminal. Knows the coverage only through ``index``."""
