"""What a hospital has entered of its own is read once by each process, and again as soon as anybody has changed it."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from .models import Department

T = TypeVar("T")
Read = Callable[[int | None], T]
Told = Callable[[Department | None], T]


def of_house(model: type[Model]) -> Callable[[Read[T]], Told[T]]:
    """Keep what is read from the rows of this model that belong to a hospital.

    Every change of such a row gives the hospital a new key, in the same transaction. Whoever reads the hospital anew
    sees that what this process kept under the old key is out of date. Rows must not be changed in bulk: that sends
    no signal. Without a hospital nothing is kept.
    """

    def decorate(read: Read[T]) -> Told[T]:
        kept: dict[int, tuple[str, T]] = {}

        @wraps(read)
        def told(hospital: Department | None) -> T:
            if hospital is None:
                return read(None)
            known = kept.get(hospital.pk)
            if known is None or known[0] != hospital.house_key:
                known = kept[hospital.pk] = hospital.house_key, read(hospital.pk)
            return known[1]

        def forget(instance: Any, **_kwargs: Any) -> None:
            kept.pop(instance.hospital_id, None)
            Department.objects.filter(pk=instance.hospital_id).update(house_key=secrets.token_hex(16))

        post_save.connect(forget, sender=model, weak=False)
        post_delete.connect(forget, sender=model, weak=False)
        return told

    return decorate
