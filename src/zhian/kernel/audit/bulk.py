"""Many rows at once, each with its entry: Django's own `bulk_create` tells nobody."""

from collections.abc import Iterable
from typing import TypeVar

from auditlog.diff import model_instance_diff
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from .acting import present_actor
from .models import Entry

BATCH = 500

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def create_all(model: type[M], rows: Iterable[M]) -> list[M]:
    """Create the rows and their entries in the log, in a few statements."""
    created = model._base_manager.bulk_create(rows, batch_size=BATCH)
    kind = ContentType.objects.get_for_model(model)
    Entry.objects.bulk_create((_entry(row, kind) for row in created), batch_size=BATCH)
    return created


def _entry(row: models.Model, kind: ContentType) -> Entry:
    return Entry(
        content_type=kind,
        object_pk=row.pk,
        object_id=row.pk,
        object_repr=str(row),
        action=Entry.Action.CREATE,
        changes=model_instance_diff(None, row, use_json_for_changes=True),
        actor=present_actor(),
    )
