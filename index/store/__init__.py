"""Where documents and vectors live: the protocol, and the embedded store (SQLite and FAISS)."""
