"""Every model of the program is watched, unless it says `audited = False`, but for its `unaudited_fields`."""

from auditlog.registry import auditlog
from django.apps import apps
from django.db.models import Field, Model

from zhian.kernel.encryption import EncryptedTextField

OURS = "zhian."
MASK = "zhian.kernel.encryption.mask"
SECRET = ("password", "sessions_key")


def watch_all_models() -> None:
    for model in apps.get_models():
        if model.__module__.startswith(OURS) and getattr(model, "audited", True):
            auditlog.register(
                model,
                include_fields=[field.name for field in audited_fields(model)],
                mask_fields=[field.name for field in audited_fields(model) if _is_confidential(field)],
                mask_callable=MASK,
            )


def audited_fields(model: type[Model]) -> list[Field]:
    """Its columns; not what other models point at it with."""
    unaudited = getattr(model, "unaudited_fields", ())
    return [field for field in model._meta.concrete_fields if field.name not in unaudited]


def _is_confidential(field: Field) -> bool:
    """Whether its content must not stand in the log in clear."""
    return isinstance(field, EncryptedTextField) or field.name in SECRET


watch_all_models()
