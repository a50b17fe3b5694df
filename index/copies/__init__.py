"""Which articles are copies of one report, and which sentence of an answer is therefore said only once."""
