"""Every model of the program is watched, unless it says `audited = False`."""

from auditlog.registry import auditlog
from django.apps import apps
from django.db.models import Model

from zhian.kernel.encryption import EncryptedTextField

OURS = "zhian."
MASK = "zhian.kernel.encryption.mask"
SECRET = ("password", "sessions_key")


def watch_all_models() -> None:
    for model in apps.get_models():
        if model.__module__.startswith(OURS) and getattr(model, "audited", True):
            own = [field.name for field in model._meta.concrete_fields]  # not what other models point at it with
            auditlog.register(model, include_fields=own, mask_fields=_confidential_fields(model), mask_callable=MASK)


def _confidential_fields(model: type[Model]) -> list[str]:
    """Fields whose content must not stand in the log in clear."""
    fields = model._meta.concrete_fields
    return [field.name for field in fields if isinstance(field, EncryptedTextField) or field.name in SECRET]


watch_all_models()
