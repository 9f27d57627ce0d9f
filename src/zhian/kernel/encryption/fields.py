"""A text column that is ciphertext in the database and plain in the program."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression

from .values import decrypt, encrypt


class EncryptedTextField(models.TextField):
    """Encrypted at rest and bound to its model and name: copied to another column it cannot be read.

    It cannot be searched or sorted by; keep a `blind_index` beside it where it must be found.
    """

    description = "Encrypted text"

    @property
    def context(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        return encrypt(str(value), self.context)

    def from_db_value(self, value: str | None, _expression: Expression, _connection: BaseDatabaseWrapper) -> str | None:
        return None if value is None else decrypt(value, self.context)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is a value: anything else would compare with ciphertext and quietly find nothing."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, _lookup_name: str) -> None:
        return None
