"""How the reader's weights are learned. ``python -m index.training --help`` makes them again; see README.md here."""
