"""The world of a test, built in words: `given.a_fall(by=nina)`."""

from datetime import timedelta

from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Category, Grade, Harm
from zhian.check.incidents.models import Factor, Incident, Recommendation
from zhian.check.incidents.services import analysis as analyses
from zhian.kernel.loop import services as loop
from zhian.kernel.moment import now, today
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
