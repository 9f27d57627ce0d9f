"""Indicators by department and month beside hand-written queries: DuckDB, Polars, pandas, PostgreSQL, Spark."""
