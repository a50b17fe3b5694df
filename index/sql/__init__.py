"""Tables: in a SQLite file on one machine, or in PostgreSQL where several machines share them.

Statements are written once, in what both understand: ``?`` stands for a value, ``RETURNING`` for a new row's number,
``ON CONFLICT`` for "insert or replace", ``true`` for a condition that always holds, an alias for every query in
``FROM``. ``IS ?`` compares where a value may be NULL: SQLite has that, and the connection to PostgreSQL says it as
``IS NOT DISTINCT FROM``, which SQLite knows only since 3.39. Numbers come out as ``int`` and ``float``, blobs as
``bytes``, and truth values are stored as 0 and 1.
"""
