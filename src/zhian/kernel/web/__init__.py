"""Pages, forms, tables, exports: what every module shows itself with."""
