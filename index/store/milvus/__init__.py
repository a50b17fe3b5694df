"""Sentences found by Milvus: one collection for the shared documents, and one for each owner's own.

The tables are the truth. What is to be found is noted in them by the transaction that stores it, and told to Milvus
once that is stored; what a killed process left untold is told by whoever writes or opens the index next.
"""
