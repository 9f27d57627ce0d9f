"""The tables of facts: their columns, types and codes, read from `tables.yaml`."""

from .tables import Code, Column, Table, codes, edition, table, tables

__all__ = ["Code", "Column", "Table", "codes", "edition", "table", "tables"]
