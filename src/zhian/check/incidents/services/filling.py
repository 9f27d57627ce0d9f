"""Filling up the table of facts: for a register that is older than the table, or than one of its columns."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from zhian.kernel.moment import now

from ..models import Detail, Fact, Filling, Incident
from ..models.detail import details_of
from ..models.fact import fact_of, reporter_of
from ..workflow import UNCOUNTED

COLUMNS = 2  # goes up when the facts say more: 1 the facts themselves, 2 answers to key questions
PORTION = 200  # incidents in one transaction
AT_ONCE = timedelta(seconds=50)  # then the worker may do something else


def fill_facts() -> int:
    """Go on where it was left; returns how many incidents were looked at. What is there already stays as it is."""
    filling, _is_new = Filling.objects.get_or_create(columns=COLUMNS, defaults={"last": _newest()})
    begun, looked_at = now(), 0
    while filling.done_at is None and now() - begun < AT_ONCE:
        looked_at += _fill_next(filling)
    return looked_at


def unfinished() -> Filling | None:
    """The filling that is under way, for whoever shows figures meanwhile."""
    return Filling.objects.filter(columns=COLUMNS, done_at=None).first()


@transaction.atomic
def _fill_next(filling: Filling) -> int:
    """The next portion. The incidents are locked, since whoever changes one writes its fact too."""
    filling.refresh_from_db(from_queryset=Filling.objects.select_for_update())
    waiting = Incident.objects.filter(pk__gt=filling.up_to, pk__lte=filling.last).order_by("pk")
    incidents = list(waiting.select_for_update()[:PORTION])
    if incidents:
        _write(incidents)
        filling.up_to = incidents[-1].pk
    else:
        filling.done_at = now()
    filling.save()
    return len(incidents)


def _write(incidents: list[Incident]) -> None:
    counted = {incident.pk: incident for incident in incidents if incident.state not in UNCOUNTED}
    known = set(Fact.objects.filter(pk__in=counted).values_list("pk", flat=True))
    missing = [incident for pk, incident in counted.items() if pk not in known]
    Fact.objects.bulk_create(fact_of(each, reporter=reporter_of(each), triaged_in=None) for each in missing)
    for pk, incident in counted.items():
        for answers in incident.answers.select_related("edition"):  # type: ignore[attr-defined]
            Detail.objects.bulk_create(details_of(pk, answers), ignore_conflicts=True)


def _newest() -> int:
    return Incident.objects.aggregate(newest=Max("pk"))["newest"] or 0
