"""Every model of the program is watched, unless it says `audited = False`."""

from auditlog.registry import auditlog
from django.apps import apps
from django.db.models import Field, Model

OURS = "zhian."


def watch_all_models() -> None:
    for model in apps.get_models():
        if model.__module__.startswith(OURS) and getattr(model, "audited", True):
            auditlog.register(model, mask_fields=_confidential_fields(model))


def _confidential_fields(model: type[Model]) -> list[str]:
    """Fields whose content must not stand in the log in clear: they say so themselves, with `is_confidential`."""
    return [field.name for field in model._meta.get_fields() if isinstance(field, Field) and _is_confidential(field)]


def _is_confidential(field: Field) -> bool:
    return getattr(field, "is_confidential", False) or field.name == "password"
