"""The marts in PostgreSQL: published by generation, read through views, each office its own rows."""
