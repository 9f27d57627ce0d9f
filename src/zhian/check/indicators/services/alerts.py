"""Early warning: which charts speak beyond chance, one alert for each episode, looked into by an owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from zhian.engines.indicators.definition import Definition
from zhian.engines.spc.chart import Chart
from zhian.engines.spc.evidence import YEAR
from zhian.engines.spc.warning import QUIET, Episode, State, Verdict, Watch, Watched, watch
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.loop.models import Finding
from zhian.kernel.loop.services import raise_finding, require_all_closed
from zhian.kernel.months import later
from zhian.kernel.people.models import Department, DepartmentKind, User
from zhian.kernel.records.services import file, lock, require, require_open, step

from ..models import Alert, Budget, Measuring
from ..models.budget import budget_of
from ..workflow import ALERT
from .charts import until_month
from .definitions import definition_of, name_of
from .drawing import Drawing
from .saying import count, month_said, said

SHARES = ("p", "pp")  # kinds of charts
COUNTED = (*SHARES, "u", "up", "c")
MOSTLY = 0.5
LOOKED_BACK = 3  # months


@dataclass(frozen=True)
class Told:
    """A chart under watch with what it is about."""

    department: Department
    drawing: Drawing

    @property
    def is_of_department(self) -> bool:
        return self.department.kind == DepartmentKind.DEPARTMENT

    @property
    def newest_events(self) -> tuple[float | None, ...]:
        """The numerators of the last year: whoever counts the same ones speaks of the same events."""
        return tuple(row.numerator if row else None for row in self.drawing.rows[-YEAR:])


def look_out(hospital: Department, charts: Iterable[tuple[Department, Drawing]], month: date) -> Watch:
    """Judge all charts that reach to about this month together, and raise, extend or end alerts."""
    found, warned = judged(hospital, charts, month)
    seen = {_raise(told, verdict, found).pk for told, verdict in warned}
    Alert.objects.filter(hospital=hospital, is_closed=False, is_over=False).exclude(pk__in=seen).update(is_over=True)
    return found


def judged(
    hospital: Department, charts: Iterable[tuple[Department, Drawing]], month: date
) -> tuple[Watch, list[tuple[Told, Verdict]]]:
    """What the watch over all charts that reach to about this month says, and of which it warns, each change once."""
    fresh = [Told(*each) for each in charts if _is_fresh(each[1], month) and _varies(each[1])]
    named = {f"{place}": told for place, told in enumerate(fresh)}
    found = watch(
        [
            Watched(name, told.drawing.chart, told.drawing.rule_set, told.drawing.direction)
            for name, told in named.items()
        ],
        budget=budget_of(hospital),
    )
    warned = [(named[verdict.name], verdict) for verdict in found.verdicts if verdict.state is State.WARNING]
    return found, _not_told_twice(warned)


def _is_fresh(drawing: Drawing, month: date) -> bool:
    """What ended long ago does not warn."""
    return drawing.last is not None and drawing.months[drawing.last] >= later(month, -QUIET)


def _varies(drawing: Drawing) -> bool:
    """Measured values of which most are the same, such as nought, have no spread by which others could be judged."""
    if drawing.chart.kind.code in COUNTED:
        return True
    there = drawing.chart.value[~np.isnan(drawing.chart.value)]
    return bool(np.mean(there == np.median(there)) < MOSTLY)


def look_back(hospital: Department, charts: Iterable[tuple[Department, Drawing]], month: date) -> None:
    """On the first run: what the watch would have seen in the months before, one after the other."""
    charts = list(charts)
    for ago in range(LOOKED_BACK, 0, -1):
        then = later(month, -ago)
        look_out(hospital, as_of(charts, then), then)


def as_of(charts: Iterable[tuple[Department, Drawing]], month: date) -> list[tuple[Department, Drawing]]:
    """The same charts as they were when this was the last month."""
    return [(place, until_month(drawing, month)) for place, drawing in charts]


def _not_told_twice(warned: Iterable[tuple[Told, Verdict]]) -> list[tuple[Told, Verdict]]:
    """Each change once, by the chart that shows it best.

    Several editions and sets count the same events over denominators of their own, and the whole hospital's chart says
    nothing new where a department's says the same. The strongest evidence comes first.
    """
    warned = [(told, verdict) for told, verdict in warned if verdict.episode]
    first: dict[tuple, tuple[Told, Verdict]] = {}
    for told, verdict in warned:
        first.setdefault((told.department.pk, _side(verdict), told.newest_events), (told, verdict))
    of_departments = {
        (told.drawing.definition.code, _side(verdict)) for told, verdict in warned if told.is_of_department
    }
    return [
        (told, verdict)
        for told, verdict in first.values()
        if told.is_of_department or (told.drawing.definition.code, _side(verdict)) not in of_departments
    ]


def _side(verdict: Verdict) -> int:
    assert verdict.episode
    return verdict.episode.side


@transaction.atomic
def _raise(told: Told, verdict: Verdict, found: Watch) -> Alert:
    """The alert of the episode: the one that is there already, or a new one."""
    episode, evidence = verdict.episode, verdict.evidence
    assert episode and evidence
    months, definition = told.drawing.months, told.drawing.definition
    began, last = months[episode.start], months[episode.end]
    facts = {
        "edition": definition.edition,
        "last": last,
        "evidence": 1 - evidence.chance,
        "chance": evidence.chance,
        "said": {
            "points": evidence.points,
            "observed": evidence.observed,
            "expected": evidence.expected,
            "rules": list(episode.rules),
            "value": _value(told.drawing, episode.end),
            "usual": _usual(told.drawing.chart, episode),
            "charts": found.charts,
            "counted": told.drawing.chart.kind.code in COUNTED,
            "missed": told.drawing.chart.kind.code in SHARES and episode.side < 0,
        },
        "is_over": False,
    }
    same = {"department": told.department, "indicator": definition.code, "side": episode.side}
    known = Alert.objects.select_for_update().filter(**same, last__gte=began).order_by("-pk").first()
    if known is None:
        return _file(told, began, {**same, **facts})
    if not known.is_closed:
        for name, value in facts.items():
            setattr(known, name, value)
        known.save()
    return known


def _file(told: Told, began: date, facts: dict) -> Alert:
    with translation.override("zh-hans"):
        title = name_of(told.drawing.definition)[:200]
    alert = Alert(title=title, began=began, **facts)
    return file(alert, actor=None)


def _usual(chart: Chart, episode: Episode) -> float:
    """The level before the change: the centre line already holds the change itself."""
    before = (chart.phase == chart.phase[episode.end]) & chart.counted & ~np.isnan(chart.value)
    before[episode.start :] = False
    if not before.any():
        return float(chart.centre[episode.end])
    return float(np.average(chart.value[before], weights=chart.points.size[before]))


def _value(drawing: Drawing, place: int) -> float | None:
    row = drawing.rows[place]
    return row.value if row else None


def reason(alert: Alert) -> str:
    """Why it warned, in a sentence."""
    definition = definition_of(alert.hospital, alert.indicator, alert.edition)
    if definition is None:
        return ""
    told = alert.said
    facts = {
        "place": alert.department,
        "since": month_said(alert.began),
        "value": said(definition, told.get("value")),
        "usual": said(definition, told.get("usual", told.get("centre"))),  # older alerts told the centre line
        "month": month_said(alert.last),
        "points": told.get("points"),
    }
    sentences = [
        _("Since %(since)s %(place)s is not what it was: %(value)s in %(month)s, where %(usual)s was usual.") % facts
    ]
    if told.get("counted"):
        counts = {
            "n": facts["points"],
            "observed": count(told.get("observed")),
            "expected": f"{told.get('expected', 0):.1f}",
        }
        sentences.append((_missed() if told.get("missed") else _seen()) % counts)
    sentences.append(_chance_said(alert.chance))
    return " ".join(sentences)


def _seen() -> str:
    return _("%(observed)s were seen in the last %(n)s months, where %(expected)s were to be expected.")


def _missed() -> str:
    """Too few that were treated are counted as too many that were not."""
    return _("In the last %(n)s months it was missed in %(observed)s, where %(expected)s were to be expected.")


def _chance_said(chance: float) -> str:
    if chance < 1e-6:
        return _("Chance alone would do this less than once in a million.")
    return _("Chance alone would do this about once in %(n)s.") % {"n": count(round(1 / chance))}


@step(ALERT)
def acknowledge(alert: Alert, *, actor: User, note: str) -> None:
    """Say that one looks into it."""
    alert.owner = actor


@step(ALERT)
def hand_over(alert: Alert, *, actor: User, note: str, owner: User) -> None:
    """Let somebody else look into it."""
    alert.owner = owner


@step(ALERT, require_all_closed)
def close(alert: Alert, *, actor: User, note: str) -> None:
    """Say what it was: the note is the explanation."""


@step(ALERT)
def reopen(alert: Alert, *, actor: User, note: str) -> None:
    """Look at it once more."""


@deed
def raise_from(
    alert: Alert, *, actor: User, title: str, detail: str = "", department: Department | None = None
) -> Finding:
    """Open a finding on the alert; its effect shows in the alert's indicator."""
    lock(alert)
    require(actor, "alerts.raise_finding", alert)
    require_open(alert)
    definition = definition_of(alert.hospital, alert.indicator, alert.edition)
    place = department or alert.department
    if place.kind != DepartmentKind.DEPARTMENT:
        raise Refused(_("Choose the department that puts it right."))
    finding = raise_finding(alert, title=title, detail=detail, department=place, actor=actor)
    finding.effect_indicator = alert.indicator if definition is None else definition.code
    finding.save(update_fields=["effect_indicator"])
    return finding


@deed
def set_budget(hospital: Department, *, actor: User, alarms: float) -> Budget:
    """Say how many false alarms a month one is ready to look into."""
    require(actor, "indicators.set_budget", hospital)
    budget = Budget.objects.filter(hospital=hospital).first() or Budget(hospital=hospital)
    budget.alarms = alarms
    budget.full_clean()
    budget.save()
    return budget


def about(alert: Alert) -> Definition | None:
    return definition_of(alert.hospital, alert.indicator, alert.edition)


def last_watch(hospital: Department) -> Measuring | None:
    """The last run that watched the charts."""
    return Measuring.objects.filter(hospital=hospital, watched__gt=0).exclude(finished_at=None).first()
