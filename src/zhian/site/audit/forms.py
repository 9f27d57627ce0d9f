"""What to look for in the log."""

from datetime import date, datetime, time, timedelta
from typing import Any

from auditlog.registry import auditlog
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhian.kernel.audit.events import Event
from zhian.kernel.audit.models import Entry
from zhian.kernel.web.forms import LocalDateField


class LogForm(forms.Form):
    """Whose deeds, from when to when, of which kind."""

    person = forms.CharField(label=_("Staff number"), required=False, max_length=30)
    since = LocalDateField(label=_("From"), required=False)
    until = LocalDateField(label=_("Until"), required=False)
    kind = forms.ChoiceField(label=_("Kind of entry"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models = sorted((str(model._meta.verbose_name), model._meta.label_lower) for model in auditlog.get_models())
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("everything")),
            (_("Comings and goings"), [(f"event:{event.value}", event.label) for event in Event]),
            (_("Changes of"), [(f"model:{label}", name) for name, label in models]),
        ]

    def found_in(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The entries that fit; all of them while what is asked makes no sense."""
        if not self.is_valid():
            return entries
        asked = self.cleaned_data
        if asked["person"]:
            entries = entries.filter(actor__username=asked["person"].strip())
        if asked["since"]:
            entries = entries.filter(timestamp__gte=_midnight(asked["since"]))
        if asked["until"]:
            entries = entries.filter(timestamp__lt=_midnight(asked["until"] + timedelta(days=1)))
        return _of_kind(entries, asked["kind"])


def _of_kind(entries: QuerySet[Entry], kind: str) -> QuerySet[Entry]:
    what, _colon, name = kind.partition(":")
    if what == "event":
        return entries.filter(action=Entry.Action.ACCESS, additional_data__event=name)
    if what == "model":
        return entries.filter(content_type=ContentType.objects.get_by_natural_key(*name.split(".")))
    return entries


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
