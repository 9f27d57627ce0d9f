"""What figures may know of an incident. No reporter, no name, no words."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, Role, User
from zhian.kernel.records.models import Authorship

from ..codes import Category, Grade, Harm, Kind, Reporter
from ..workflow import UNCOUNTED
from .detail import follow_answers

HOUR, DAY = 3600, 86400  # seconds

# The first that a person holds says what they report as.
REPORTERS = {
    Role.HEAD: Reporter.HEAD,
    Role.HEAD_NURSE: Reporter.HEAD,
    Role.DEPARTMENT_QUALITY: Reporter.HEAD,
    Role.QUALITY_OFFICE: Reporter.OFFICE,
    Role.SAFETY_OFFICE: Reporter.OFFICE,
    Role.DOCTOR: Reporter.DOCTOR,
    Role.NURSE: Reporter.NURSE,
}


class Fact(models.Model):
    """One incident as figures count it, written whenever the incident is, in the same transaction."""

    audited = False  # follows from the incident

    incident = models.OneToOneField("incidents.Incident", models.CASCADE, primary_key=True, related_name="fact")
    hospital = models.ForeignKey(Department, models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField(_("month"))  # its first day
    weekday = models.PositiveSmallIntegerField(_("weekday"))  # 1 is Monday, 7 Sunday
    hour = models.PositiveSmallIntegerField(_("hour"), null=True)  # only where it is known that well
    category = models.CharField(_("category"), max_length=4, choices=Category)
    kind = models.CharField(_("what kind of event"), max_length=20, choices=Kind)
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade, null=True)
    harm = models.CharField(_("harm"), max_length=10, choices=Harm)
    way = models.CharField(_("way of reporting"), max_length=10, choices=Authorship, default=Authorship.NAMED)
    reporter = models.CharField(_("reported by"), max_length=10, choices=Reporter, blank=True)  # only where named
    is_closed = models.BooleanField(_("closed"), default=False)
    triaged_in = models.PositiveIntegerField(_("hours to triage"), null=True)
    closed_in = models.PositiveIntegerField(_("days to closing"), null=True)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        indexes = [  # the first holds all that is counted, so that counting reads nothing but it
            models.Index(
                fields=[
                    "hospital", "month", "kind", "grade", "harm", "is_closed", "department", "category", "weekday",
                    "hour", "way", "reporter", "triaged_in", "closed_in",
                ],
                name="fact_of_hospital",
            ),
            models.Index(fields=["department", "month"], name="fact_of_department"),
            models.Index(fields=["weekday", "hour", "month"], name="fact_of_hour"),  # for the list of an hour
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.category} {self.month:%Y-%m}"


def follow(incident: Any) -> None:
    """Write down what the incident says now; one that turned out to be none is not counted."""
    if incident.state in UNCOUNTED:
        Fact.objects.filter(pk=incident.pk).delete()
        return
    known = not incident.is_new and Fact.objects.filter(pk=incident.pk).values("reporter", "triaged_in").first()
    fact = fact_of(incident, **(known or {"reporter": reporter_of(incident), "triaged_in": None}))
    fact.save(force_insert=not known, force_update=bool(known))
    if not (known or incident.is_new):
        follow_answers(incident.pk, incident.answers.select_related("edition"))


def fact_of(incident: Any, *, reporter: str, triaged_in: int | None) -> Fact:
    """What it says now. As what somebody reported, and how long the triage took, stays as it was first written down."""
    occurred = localtime(incident.occurred_at)
    return Fact(
        incident_id=incident.pk,
        hospital_id=incident.hospital_id,
        department_id=incident.department_id,
        month=date(occurred.year, occurred.month, 1),
        weekday=occurred.isoweekday(),
        hour=None if way_of(incident) == Authorship.ANONYMOUS else occurred.hour,
        category=incident.category,
        kind=incident.event_kind,
        grade=incident.grade,
        harm=incident.harm,
        way=way_of(incident),
        reporter=reporter,
        is_closed=incident.is_closed,
        triaged_in=triaged_in if triaged_in is not None else _triaged_in(incident),
        closed_in=_days(incident.created_at, incident.closed_at),
    )


def way_of(incident: Any) -> str:
    """How its reporter chose to be known, whatever became of the seal since."""
    return Authorship.SEALED if incident.authorship == Authorship.DESTROYED else incident.authorship


def reporter_of(incident: Any) -> str:
    """What the reporter is; of those who did not give their name nothing is kept."""
    return _reports_as(incident.author) if incident.author else ""


def _triaged_in(incident: Any) -> int | None:
    """Hours until the office first did something with it; while that is being done, until now."""
    if incident.state == incident.workflow.start:
        return None
    first = incident.transitions.filter(before=incident.workflow.start).values_list("at", flat=True).first()
    return _whole((first or now()) - incident.created_at, HOUR)


def _reports_as(person: User) -> str:
    return next((said for role, said in REPORTERS.items() if role in person.roles), Reporter.OTHER)


def _days(begin: datetime, end: datetime | None) -> int | None:
    return _whole(end - begin, DAY) if end else None


def _whole(time: timedelta, unit: int) -> int:
    """In whole units, never less than none: the times of a report that was taken in later can be out of order."""
    return max(0, round(time.total_seconds() / unit))
