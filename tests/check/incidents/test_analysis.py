"""Analysing an incident: who may, what must be there to finish, how two work at once, and what goes to the loop."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.models import Analysis, Cause, Factor, Happening, Member, RootCause, Why
from zhian.check.incidents.services import analysis as analyses
from zhian.check.incidents.services.analysis_reading import whole
from zhian.check.incidents.terms.analysis import FACTORS, FRAMES, SHIPPED, STRENGTHS
from zhian.engines.workflow import Refused
from zhian.kernel.moment import now, today
from zhian.kernel.records.services import Conflict

JSON = "application/json"


@pytest.fixture
def fall(nina, quinn):
    return given.a_confirmed_fall(by=nina, confirmed_by=quinn, finding="")


@pytest.fixture
def analysis(fall, quinn):
    return given.an_analysis(fall, by=quinn)


@pytest.fixture
def going(analysis, quinn):
    return analyses.begin(analysis, actor=quinn)


def test_an_analysis_is_planned_once_and_only_after_the_report_is_confirmed(nina, quinn, fall):
    with pytest.raises(Refused, match="Confirm and grade"):
        given.an_analysis(given.a_fall(by=nina), by=quinn)
    first = given.an_analysis(fall, by=quinn)
    with pytest.raises(Refused, match=first.number):
        given.an_analysis(fall, by=quinn)


def test_a_nurse_cannot_plan_one_but_her_head_can(nina, hugo, fall):
    with pytest.raises(PermissionDenied):
        given.an_analysis(fall, by=nina)
    assert given.an_analysis(fall, by=hugo).lead == hugo


def test_it_waits_for_its_lead_until_the_day_by_which_it_must_begin(analysis, quinn):
    assert [turn.person for turn in analysis.turns.all()] == [quinn]
    assert analysis.due_at.date() == analysis.begin_by
    analyses.begin(analysis, actor=quinn)
    assert analysis.due_at.date() == analysis.finish_by


@pytest.mark.parametrize(("sac", "method", "days"), [(1, "rca", 45), (2, "mini_rca", 45), (4, "aggregate", 90)])
def test_how_soon_follows_from_the_severity(sac, method, days):
    asked = SHIPPED.target(sac)
    assert (asked.method, asked.finish_by(today()) - today()) == (method, timedelta(days=days))
    assert asked.begin_by(today()) > today()


def test_the_team_may_work_on_it_and_others_may_not_know_of_it(nina, oscar, quinn, going, signed_in):
    page = going.get_absolute_url()
    assert signed_in(nina).get(page).status_code == 404
    analyses.add_part(going, Member(person=nina, task="Saw it"), actor=quinn)
    analyses.add_part(going, Cause(bone="people", text="One nurse for 38 patients"), actor=given.anew(nina))
    assert signed_in(nina).get(page).status_code == 200
    assert Analysis.objects.filter(Analysis.visible_to(given.anew(nina))).get() == going
    assert signed_in(oscar).get(page).status_code == 404


def test_nobody_from_another_hospital_comes_into_the_team(going, oscar, quinn):
    with pytest.raises(Refused, match="Oscar"):
        analyses.add_part(going, Member(person=oscar), actor=quinn)


def test_the_page_never_says_who_reported(going, nina, hugo, signed_in):
    assert nina.name not in signed_in(hugo).get(going.get_absolute_url()).content.decode()


def test_the_timeline_keeps_its_order_and_can_be_put_right(going, quinn):
    late, early, unknown = (
        analyses.add_part(going, Happening(what=what, at=at, precision=precision), actor=quinn)
        for what, at, precision in [
            ("fell", now() - timedelta(hours=1), "exact"),
            ("came back", now() - timedelta(hours=5), "about"),
            ("lamp broke", None, "unknown"),
        ]
    )
    assert [row.what for row in going.happenings.all()] == ["came back", "fell", "lamp broke"]
    analyses.move(unknown, actor=quinn, earlier=True)
    assert [row.what for row in going.happenings.all()] == ["came back", "lamp broke", "fell"]
    analyses.move(early, actor=quinn, earlier=True)
    analyses.move(late, actor=quinn, earlier=False)
    assert [row.what for row in going.happenings.all()] == ["came back", "lamp broke", "fell"]


@pytest.mark.parametrize(("told", "sentence"), [({"precision": "exact"}, "Say when"), ({"at": "tomorrow"}, "future")])
def test_an_impossible_time_is_refused(going, quinn, told, sentence):
    told = {name: now() + timedelta(days=1) if value == "tomorrow" else value for name, value in told.items()}
    with pytest.raises(ValidationError, match=sentence):
        analyses.add_part(going, Happening(what="fell", **told), actor=quinn)


def test_whys_form_a_tree_without_circles_of_at_most_seven(going, quinn):
    above = None
    for depth in range(7):
        above = analyses.add_part(going, Why(text=f"why {depth}", above=above), actor=quinn)
    with pytest.raises(ValidationError, match="Seven"):
        analyses.add_part(going, Why(text="one more", above=above), actor=quinn)
    first = going.whys.first()
    with pytest.raises(ValidationError, match="explain itself"):
        analyses.change_part(first, actor=quinn, version=1, changes={"above": above})
    with pytest.raises(Refused, match="remove them first"):
        analyses.remove_part(first, actor=quinn)
    assert len(whole(going).whys) == 1


def test_a_thirteenth_cause_on_a_bone_is_refused(going, quinn):
    for at in range(12):
        analyses.add_part(going, Cause(bone="people", text=f"cause {at}"), actor=quinn)
    with pytest.raises(ValidationError, match="twelve"):
        analyses.add_part(going, Cause(bone="people", text="one more"), actor=quinn)
    analyses.add_part(going, Cause(bone="methods", text="elsewhere"), actor=quinn)


def test_causes_survive_a_change_of_the_frame(going, quinn):
    analyses.add_part(going, Cause(bone="people", text="Night shift"), actor=quinn)
    going.frame = "london"
    assert "Night shift" in whole(going).drawing


def test_two_who_change_the_same_row_both_keep_their_words(going, quinn, hugo, signed_in):
    cause = analyses.add_part(going, Cause(bone="people", text="as it was"), actor=quinn)
    page = f"{going.get_absolute_url()}parts/fishbone/{cause.pk}/"
    told = {"bone": "people", "version": 1}
    assert signed_in(quinn).post(page, {**told, "text": "the quicker"}).status_code == 302
    slower = signed_in(hugo).post(page, {**told, "text": "the slower"})
    assert slower.status_code == 409
    assert "the quicker" in slower.content.decode()
    assert "the slower" in slower.content.decode()
    cause.refresh_from_db()
    assert cause.text == "the quicker"
    with pytest.raises(Conflict):
        analyses.change_part(cause, actor=hugo, version=1, changes={"text": "x"})


def test_finishing_needs_a_cause_and_a_recommendation_or_a_reason(going, quinn):
    with pytest.raises(Refused, match="root cause or contributing factor"):
        analyses.finish(going, actor=quinn, conclusion="Nothing")
    analyses.add_part(going, RootCause(text="Because of A …"), actor=quinn)
    with pytest.raises(Refused, match="say why"):
        analyses.finish(going, actor=quinn, conclusion="Nothing")
    going.refresh_from_db()
    assert analyses.finish(going, actor=quinn, conclusion="Done", why_no_action="The ward is closed").is_closed


def test_a_marked_why_counts_as_a_root_cause(going, quinn):
    analyses.add_part(going, Why(text="Nobody told him", is_root=True), actor=quinn)
    given.a_recommendation(going, by=quinn)
    assert analyses.finish(going, actor=quinn, conclusion="Told now").state == "finished"


def test_a_finished_analysis_does_not_change_until_it_is_taken_up_again(going, quinn):
    factor = given.a_factor(going, by=quinn)
    given.a_recommendation(going, by=quinn)
    analyses.finish(going, actor=quinn, conclusion="Done")
    with pytest.raises(Refused, match="closed"):
        analyses.add_part(going, Factor(code="team.written"), actor=quinn)
    with pytest.raises(Refused, match="closed"):
        analyses.remove_part(factor, actor=quinn)
    analyses.resume(going, actor=quinn, note="A witness came")
    analyses.remove_part(factor, actor=quinn)


def test_an_incident_is_not_closed_before_its_analysis(going, fall, quinn):
    with pytest.raises(Refused, match=going.number):
        incidents.close(fall, actor=quinn, feedback="Thank you", no_lesson="Known")
    analyses.drop(going, actor=quinn, note="Joined with another case")
    incidents.close(fall, actor=quinn, feedback="Thank you", no_lesson="Known")
    assert fall.is_closed


def test_a_recommendation_becomes_a_planned_finding_once(going, fall, hugo, quinn):
    told = {"owner": hugo, "due_on": today() + timedelta(days=9)}
    recommendation = given.a_recommendation(going, by=quinn, **told)
    finding = analyses.act_on(recommendation, actor=quinn)
    assert (finding.source_id, finding.state) == (fall.pk, "acting")
    assert finding.actions.get().owner == hugo
    with pytest.raises(Refused, match=finding.number):
        analyses.act_on(recommendation, actor=quinn)
    with pytest.raises(Refused, match="withdraw"):
        analyses.remove_part(recommendation, actor=quinn)


def test_without_a_name_the_department_plans_it(going, quinn):
    assert analyses.act_on(given.a_recommendation(going, by=quinn), actor=quinn).state == "open"
    with pytest.raises(ValidationError, match="neither"):
        given.a_recommendation(going, by=quinn, owner=quinn)


def test_the_pages_show_everything_and_print_it(going, quinn, signed_in):
    given.a_factor(going, by=quinn)
    given.a_recommendation(going, by=quinn, what="Mend within a day")
    analyses.add_part(going, Happening(what="He fell", should="Rails up", at=now(), precision="about"), actor=quinn)
    analyses.add_part(going, Why(text="<b>Nobody</b> told him"), actor=quinn)
    browser = signed_in(quinn)
    for address in (going.get_absolute_url(), f"{going.get_absolute_url()}print/"):
        page = browser.get(address).content.decode()
        assert all(words in page for words in ("Mend within a day", "Rails up", "<svg", "&lt;b&gt;Nobody"))
    assert going.number in browser.get(going.case.get_absolute_url()).content.decode()
    assert browser.get(f"{going.case.get_absolute_url()}analysis/new/").status_code == 302


def test_each_part_can_be_added_changed_and_removed_on_the_page(going, quinn, icu, signed_in):
    browser, page = signed_in(quinn), going.get_absolute_url()
    told = {
        "team": {"person": quinn.username},
        "timeline": {"what": "He fell", "precision": "unknown"},
        "fishbone": {"bone": "people", "text": "Night"},
        "whys": {"text": "Nobody told him"},
        "factors": {"code": "team.handover"},
        "root-causes": {"text": "Because of A"},
        "recommendations": {"what": "Mend it", "strength": "strong", "department": icu.pk},
    }
    for part, facts in told.items():
        assert browser.post(f"{page}parts/{part}/new/", facts).status_code == 302, part
        assert browser.post(f"{page}parts/{part}/new/", {"note": "-"}).status_code == 422, part
    rows = [going.members, going.happenings, going.causes, going.whys, going.factors, going.rootcauses]
    for part, row in zip(told, [rows.get() for rows in [*rows, going.recommendations]], strict=True):
        address = f"{page}parts/{part}/{row.pk}/"
        assert browser.get(address).status_code == 200
        assert browser.post(address, {**told[part], "version": 1}).status_code == 302, part
        assert browser.post(f"{address}remove/").status_code == 302, part
    assert browser.get(f"{page}parts/nothing/new/").status_code == 404


def test_programs_do_the_same(fall, quinn, icu, program):
    client = program(quinn)
    days = {"begin_by": "2026-12-01", "finish_by": "2027-01-01"}
    told = {"method": "rca", "question": "Why?", "frame": "london", "lead": quinn.username, **days}
    planned = client.post(f"/api/incidents/{fall.number}/analysis", told, content_type=JSON)
    assert planned.status_code == 201, planned.content
    here = f"/api/incidents/analyses/{planned.json()['number']}"
    cause = client.post(f"{here}/fishbone", {"bone": "task", "text": "No rule"}, content_type=JSON).json()
    assert client.post(f"{here}/fishbone", {"bone": "people", "text": "x"}, content_type=JSON).status_code == 422
    row = f"{here}/fishbone/{cause['id']}"
    assert client.patch(row, {"text": "A rule", "version": 1}, content_type=JSON).json()["text"] == "A rule"
    contested = client.patch(row, {"text": "Other", "version": 1}, content_type=JSON)
    assert (contested.status_code, contested.json()["current"]["text"]) == (409, "A rule")
    assert client.patch(here, {"question": "How?", "version": 1}, content_type=JSON).json()["question"] == "How?"
    assert client.get(here).json()["fishbone"][0]["text"] == "A rule"
    assert client.delete(row).status_code == 204


def test_every_term_is_said_in_chinese_and_has_a_code_of_its_own():
    bones = [bone.code for frame in FRAMES for bone in frame.terms]
    factors = [factor.code for group in FACTORS for factor in group.terms]
    assert len({*bones}) == len(bones)
    assert len({*factors}) == len(factors)
    assert all(term.example for term in STRENGTHS)
