"""The world of a test, built in words: `given.a_fall(by=nina)`."""

from datetime import timedelta

from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Category, Grade, Harm
from zhian.check.incidents.models import Factor, Incident, Recommendation
from zhian.check.incidents.services import analysis as analyses
from zhian.check.indicators.models import Alert, Entrusted, Measured, OwnIndicator
from zhian.check.indicators.services import own, returns
from zhian.kernel.loop import services as loop
from zhian.kernel.moment import now, today
from zhian.kernel.months import Months, later, month_of
from zhian.kernel.people.models import Department, DepartmentKind, Duty, User
from zhian.kernel.records import seals
from zhian.kernel.records import services as records


def a_hospital(name="Test hospital", code="TEST", under=None):
    return Department.objects.create(name=name, code=code, kind=DepartmentKind.HOSPITAL, parent=under)


def a_department(name, *, under, code=""):
    return Department.objects.create(name=name, code=code or name[:12].upper(), parent=under)


def a_person(username, department, role="", *, over=None):
    """A person of a department, with a duty over it, or over another place."""
    person = User.objects.create(username=username, name=username.title(), department=department)
    if role:
        a_duty(person, role, over or department)
    return person


def a_duty(person, role, department):
    return Duty.objects.create(person=person, role=role, department=department)


def anew(person):
    """The same person as the next request sees them, with duties read anew."""
    return User.objects.get(pk=person.pk)


def a_fall(*, by, department=None, title="Fall from bed", hours_ago=2, is_sealed=False, **facts):
    """A report of a fall, just filed; under seal, nothing says by whom."""
    told = {
        "category": Category.FALL,
        "occurred_at": now() - timedelta(hours=hours_ago),
        "account": "Found on the floor beside the bed at 03:10.",
        "harm": Harm.LOW,
        **facts,
    }
    incident = Incident(title=title, department=department or by.department, **told)
    if is_sealed:
        seals.seal(incident, by)
    return incidents.report(incident, actor=by)


def a_confirmed_fall(*, by, confirmed_by, finding="Bed rails were down", **facts):
    fall = a_fall(by=by, **facts)
    return incidents.confirm(fall, actor=confirmed_by, grade=Grade.ADVERSE, harm=Harm.LOW, finding=finding)


def confirm(incident, *, by):
    """Taken up by the office: nobody was harmed, nothing is to be put right."""
    return incidents.confirm(incident, actor=by, grade=Grade.NEAR_MISS, harm=Harm.NONE)


def edit(record, *, by, **changes):
    """Some of its facts changed, as it stands now."""
    return records.edit(record, actor=by, version=record.version, changes=changes)


def a_planned_finding(finding, *, by, owner, days=5, what="Repair the bed rails"):
    action = {"what": what, "owner": owner, "due_on": today() + timedelta(days=days)}
    return loop.plan(finding, actor=by, actions=[action])


def a_repaired_finding(finding, *, by, owner):
    """Planned, done, and reported as done."""
    a_planned_finding(finding, by=by, owner=owner)
    for action in finding.actions.all():
        loop.complete(action, actor=owner, evidence="Rails repaired, see the photo.")
    finding.refresh_from_db()
    return loop.report_done(finding, actor=by)


def a_closed_fall(*, by, head, office):
    """The whole loop, to its end."""
    fall = a_confirmed_fall(by=by, confirmed_by=office)
    finding = fall.findings.get()
    a_repaired_finding(finding, by=head, owner=head)
    loop.accept(finding, actor=office)
    return incidents.close(fall, actor=office, feedback="The rails are repaired. Thank you.", no_lesson="Known")


def an_analysis(fall, *, by, lead=None, **facts):
    """The analysis of a confirmed report, planned."""
    told = {"method": "rca", "question": "Why could he fall?", "frame": "six_m", **facts}
    days = {"begin_by": today() + timedelta(days=3), "finish_by": today() + timedelta(days=45)}
    return analyses.analyse(fall, actor=by, told={"lead": lead or by, **days, **told})


def a_factor(analysis, *, by, code="team.handover"):
    return analyses.add_part(analysis, Factor(code=code), actor=by)


def a_recommendation(analysis, *, by, what="Repair within a day", strength="strong", **facts):
    told = {"what": what, "strength": strength, "department": analysis.department, **facts}
    return analyses.add_part(analysis, Recommendation(**told), actor=by)


def reachable(person):
    """The person has a mailbox."""
    person.email = f"{person.username}@hospital.example"
    person.save()
    return person


AN_INDICATOR = """
code: OWN-LONG
edition: "1"
names: {zh: 长住院患者比例, en: Long stays}
type: ratio
grain: stay
of: stay
numerator: "days >= 15"
unit: {symbol: "%", factor: 100, decimals: 1}
direction: lower
"""


def an_own_indicator(*, by, place=None, code="OWN-LONG", edition="1"):
    """The hospital's own indicator, being written."""
    text = AN_INDICATOR.replace("OWN-LONG", code).replace('edition: "1"', f'edition: "{edition}"')
    return own.write(OwnIndicator(definition=text, department=place or by.department), actor=by)


def entrusted(place, code="NUR-01"):
    """A department that types in an indicator each month."""
    return Entrusted.objects.get_or_create(department=place, indicator=code)[0]


def a_return(place, *, month=None, code="NUR-01"):
    """The return of last month, just opened."""
    entrusted(place, code)
    return returns.open_return(place, month or later(month_of(today()), -1), actor=None)


def fill(monthly, *, by, numerator="12", denominator="30", version=None):
    """Every line with the same numbers; as it was read at `version`, unless it was read just now."""
    lines = {asked.key: {"numerator": numerator, "denominator": denominator} for asked in returns.asked_in(monthly)}
    return returns.fill_in(monthly, lines, actor=by, version=version or monthly.version)


def measured(place, values, *, code="NUR-07", edition="2020", until=None, denominator=1000):
    """Values of consecutive months, the last of them last month: numerators over the same denominator."""
    last = until or later(month_of(today()), -1)
    months = Months(later(last, 1 - len(values)), last)
    return Measured.objects.bulk_create(
        Measured(
            department=place, indicator=code, edition=edition, month=month, numerator=value,
            denominator=denominator if value is not None else None,
            value=None if value is None else 1000 * value / denominator,
            reason="no_facts" if value is None else "",
        )
        for month, value in zip(months, values, strict=True)
    )  # fmt: skip


def an_alert(place, *, code="NUR-07", edition="2020"):
    """The nightly watch saw that a department's falls are more than they were."""
    month = later(month_of(today()), -1)
    said = {"points": 3, "observed": 30, "expected": 14.5, "value": 10.0, "usual": 4.8, "counted": True}
    alert = Alert(
        title="住院患者跌倒发生率", department=place, indicator=code, edition=edition, began=month, last=month, side=1,
        evidence=0.9999, chance=0.0001, said=said,
    )  # fmt: skip
    return records.file(alert, actor=None)
