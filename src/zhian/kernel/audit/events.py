"""Entries about what happened without changing a row: signing in, being refused, reading, exporting."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, TextChoices
from django.utils.translation import gettext_lazy as _

from .models import Entry


class Event(TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    REFUSED = "refused", _("was refused at the door")
    SECOND_FACTOR = "second_factor", _("changed a second factor")
    EXPORTED = "exported", _("exported a list")
    PRINTED = "printed", _("made a document")
    READ_ROWS = "read_rows", _("read the records behind a number")


def note(event: str, about: Model, *, actor: Any = None, **told: Any) -> Entry:
    """Leave an entry that this happened."""
    return Entry.objects.create(
        content_type=ContentType.objects.get_for_model(about),
        object_pk=str(about.pk),
        object_id=about.pk,
        object_repr=str(about),
        action=Entry.Action.ACCESS,
        actor=actor,
        additional_data={"event": str(event), **told},
    )
