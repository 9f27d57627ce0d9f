"""One adverse event all the way round: reported, confirmed, put right, verified by somebody else, closed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Grade, Harm
from zhian.check.incidents.models import Incident
from zhian.engines.workflow import Refused
from zhian.kernel.loop import services as loop
from zhian.kernel.moment import today
from zhian.kernel.records.models import Record
from zhian.kernel.records.services import CHECKS, TAKEN_BY


def test_the_whole_loop(nina, hugo, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    finding = fall.findings.get()
    with pytest.raises(Refused, match=finding.number):
        incidents.close(fall, actor=quinn, feedback="Thank you", no_lesson="Known")

    rails = {"what": "Bed rails up", "owner": nina, "due_on": today() + timedelta(days=3)}
    loop.plan(finding, actor=hugo, actions=[rails])
    with pytest.raises(Refused, match="1 actions still lack"):
        loop.report_done(finding, actor=hugo)
    loop.complete(finding.actions.get(), actor=nina, evidence="All rails are up, photo attached")
    loop.report_done(finding, actor=hugo)
    loop.accept(finding, actor=quinn)
    incidents.close(fall, actor=quinn, feedback="The rails are up in all rooms. Thank you.", no_lesson="Known")

    fall.refresh_from_db()
    assert fall.state == "closed"
    assert fall.is_closed
    assert fall.grade == Grade.ADVERSE
    assert [decided.step for decided in fall.transitions.all()] == ["file", "confirm", "close"]
    assert [decided.step for decided in finding.transitions.all()] == ["file", "plan", "report_done", "accept"]
    assert not fall.turns.exists()


def test_nobody_confirms_their_own_report(quinn, olga):
    own = given.a_fall(by=quinn)
    with pytest.raises(PermissionDenied):
        incidents.confirm(own, actor=quinn, grade=Grade.NO_HARM, harm=Harm.NONE)
    assert incidents.confirm(own, actor=olga, grade=Grade.NO_HARM, harm=Harm.NONE).state == "acting"


def test_nobody_verifies_their_own_repair(nina, hugo, quinn, olga):
    finding = given.a_confirmed_fall(by=nina, confirmed_by=quinn).findings.get()
    given.a_repaired_finding(finding, by=hugo, owner=quinn)
    with pytest.raises(PermissionDenied):
        loop.accept(finding, actor=quinn)
    assert loop.accept(finding, actor=olga).state == "closed"


def test_nobody_of_another_hospital_and_nobody_who_left_is_made_responsible(nina, hugo, quinn, oscar):
    finding = given.a_confirmed_fall(by=nina, confirmed_by=quinn).findings.get()
    with pytest.raises(Refused, match="Oscar does not work at this hospital"):
        given.a_planned_finding(finding, by=hugo, owner=oscar)
    nina.is_active = False
    with pytest.raises(Refused, match="does not work at this hospital"):
        given.a_planned_finding(finding, by=hugo, owner=nina)
    assert not oscar.has_perm("findings.read", finding)


def test_a_rejected_repair_opens_its_actions_again(nina, hugo, quinn):
    finding = given.a_confirmed_fall(by=nina, confirmed_by=quinn).findings.get()
    given.a_repaired_finding(finding, by=hugo, owner=nina)
    with pytest.raises(Refused, match="say why"):
        loop.reject(finding, actor=quinn)
    loop.reject(finding, actor=quinn, note="Two rails are loose again")
    assert finding.state == "acting"
    assert not finding.actions.exclude(done_on=None).exists()


def test_sending_back_wants_a_reason(nina, quinn):
    fall = given.a_fall(by=nina)
    with pytest.raises(Refused, match="say why"):
        incidents.send_back(fall, actor=quinn)
    fall.refresh_from_db()
    assert fall.state == "reported"
    incidents.send_back(fall, actor=quinn, note="Which room?")
    assert incidents.resubmit(fall, actor=nina, note="Room 12").state == "reported"


def test_a_grade_without_harm_is_refused(nina, quinn):
    fall = given.a_fall(by=nina)
    with pytest.raises(ValidationError, match="never reached the patient"):
        incidents.confirm(fall, actor=quinn, grade=Grade.NEAR_MISS, harm=Harm.SEVERE)
    fall.refresh_from_db()
    assert (fall.state, fall.grade) == ("reported", None)


def test_closing_wants_an_answer_for_the_reporter(nina, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn, finding="")
    with pytest.raises(Refused, match="what became of the report"):
        incidents.close(fall, actor=quinn, feedback="  ", no_lesson="Known")


def test_a_list_shows_just_what_may_be_read(nina, hugo, quinn, olga, oscar):
    fall = given.a_fall(by=nina)
    for person in (nina, hugo, quinn, olga, oscar):
        listed = Incident.objects.filter(Incident.visible_to(person)).contains(fall)
        assert listed == person.has_perm("incidents.read", fall), person


def test_every_step_has_a_function_and_a_permission():
    import rules

    for model in Record.kinds.values():
        for name in model.workflow.steps:
            assert rules.perm_exists(f"{model.workflow.name}.{name}"), name
            if name != "file":
                assert (model.workflow.name, name) in TAKEN_BY
                assert (model.workflow.name, name) in CHECKS
