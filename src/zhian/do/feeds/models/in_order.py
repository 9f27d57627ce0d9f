"""A JSON object that comes back in the order in which it was written."""

from typing import Any

from django.db import models


class InOrder(models.JSONField):
    """Kept as pairs: PostgreSQL's jsonb sorts the names of an object. What was kept before as an object is read too."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        return dict(found) if isinstance(found, list) else found

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        pairs = [list(pair) for pair in value.items()] if isinstance(value, dict) else value
        return super().get_db_prep_value(pairs, connection, prepared)
