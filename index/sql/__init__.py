"""Tables: in a SQLite file on one machine, or in PostgreSQL where several machines share them.

Statements are written once, in what both understand: ``?`` stands for a value, ``RETURNING`` for a new row's number,
``ON CONFLICT`` for "insert or replace", ``IS NOT DISTINCT FROM`` where a value may be NULL.
"""
