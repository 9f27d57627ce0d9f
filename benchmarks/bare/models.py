"""The tables of an adverse event as the database describes them, without what the program knows of them."""

from typing import Any

from django.db import connection, models


def model_of(table: str) -> type[models.Model]:
    """A model with the columns of the table."""
    introspection = connection.introspection
    with connection.cursor() as cursor:
        columns = introspection.get_table_description(cursor, table)
        key = introspection.get_primary_key_column(cursor, table)
    fields = {column.name: _field(column, is_key=column.name == key) for column in columns}
    meta = type("Meta", (), {"managed": False, "db_table": table, "app_label": "bare"})
    return type(table.title().replace("_", ""), (models.Model,), {**fields, "Meta": meta, "__module__": __name__})


def _field(column: Any, *, is_key: bool) -> models.Field:
    kind = connection.introspection.get_field_type(column.type_code, column)
    name, options = kind if isinstance(kind, tuple) else (kind, {})
    if is_key:
        return models.BigAutoField(primary_key=True) if column.name == "id" else _plain(name, primary_key=True)
    return _plain(name, null=column.null_ok, **options)


def _plain(name: str, **options: Any) -> models.Field:
    if name == "CharField":
        options = {"max_length": 500, **options}
    return getattr(models, name)(**options)
