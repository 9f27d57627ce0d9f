"""What the office does with a report: hold, hand over, duplicate, not reportable, and back again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Grade, Harm, Kind, PsychologicalHarm, grade_from_merp
from zhian.check.incidents.models import Incident
from zhian.engines.workflow import Refused
from zhian.kernel.moment import now, today
from zhian.kernel.notices.models import Notice
from zhian.kernel.records.models import LinkKind
from zhian.kernel.records.services import edit


def test_what_is_on_hold_comes_back_on_its_day(nina, quinn):
    fall = given.a_fall(by=nina)
    with pytest.raises(Refused, match="must lie ahead"):
        incidents.hold(fall, actor=quinn, note="The police are asked", until=today())
    incidents.hold(fall, actor=quinn, note="The police are asked", until=today() + timedelta(days=9))
    assert (fall.state, fall.due_at.date() - today()) == ("on_hold", timedelta(days=9))
    assert incidents.resume(fall, actor=quinn).state == "reported"
    assert fall.held_until is None


def test_whoever_confirms_looks_after_it(nina, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    assert fall.officer == quinn
    assert [turn.person for turn in fall.turns.all()] == [quinn]


def test_it_is_handed_over_to_a_colleague_who_hears_of_it(nina, quinn, olga):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    due = fall.due_at
    incidents.reassign(fall, actor=quinn, note="Holiday", officer=olga)
    assert (fall.state, fall.officer, fall.due_at) == ("acting", olga, due)
    assert [turn.person for turn in fall.turns.all()] == [olga]
    assert Notice.objects.filter(person=olga, news__record=fall, news__step="reassign").exists()


def test_an_officer_who_left_has_no_turn_any_more(nina, quinn, olga):
    fall = given.a_fall(by=nina)
    incidents.reassign(fall, actor=quinn, note="Yours", officer=olga)
    olga.is_active = False
    olga.save()
    incidents.send_back(fall, actor=quinn, note="Which room?")
    incidents.resubmit(fall, actor=nina, note="Room 12")
    assert {turn.role for turn in fall.turns.all()} == {"quality_office", "safety_office"}


def test_only_the_office_of_the_place_looks_after_it(nina, hugo, quinn, oscar):
    fall = given.a_fall(by=nina)
    for outsider in (hugo, oscar):
        with pytest.raises(Refused, match="not of the quality or safety office"):
            incidents.reassign(fall, actor=quinn, note="Yours", officer=outsider)
    with pytest.raises(Refused, match="another department, or who"):
        incidents.reassign(fall, actor=quinn, note="Yours")


def test_it_goes_to_another_department_but_stays_in_the_house(nina, quinn, wards, oscar):
    fall = given.a_fall(by=nina)
    incidents.reassign(fall, actor=quinn, note="It was in their corridor", department=wards)
    assert fall.department == wards
    assert {turn.department for turn in fall.turns.all()} == {wards}
    with pytest.raises(Refused, match="stays with its hospital"):
        incidents.reassign(fall, actor=quinn, note="Theirs", department=oscar.department)


def test_a_duplicate_points_to_what_came_first(nina, quinn):
    first, second = given.a_fall(by=nina), given.a_fall(by=nina)
    incidents.mark_duplicate(second, actor=quinn, original=first)
    assert (second.state, second.is_closed, second.duplicate_of) == ("duplicate", True, first)
    assert second.links.get().kind == LinkKind.DUPLICATE
    incidents.confirm(first, actor=quinn, grade=Grade.NO_HARM, harm=Harm.NONE)
    incidents.close(first, actor=quinn, feedback="The light is mended", no_lesson="Known")
    assert Incident.objects.get(pk=second.pk).outcome() == "The light is mended"
    assert Notice.objects.filter(person=nina, news__record=second, news__what="feedback").count() == 1


def test_a_duplicate_of_itself_or_of_a_duplicate_or_from_elsewhere_is_refused(nina, quinn, oscar):
    first, second, third = (given.a_fall(by=nina) for _ in range(3))
    with pytest.raises(Refused, match="of itself"):
        incidents.mark_duplicate(first, actor=quinn, original=Incident.objects.get(pk=first.pk))
    with pytest.raises(Refused, match="another hospital"):
        incidents.mark_duplicate(first, actor=quinn, original=given.a_fall(by=oscar))
    incidents.mark_duplicate(second, actor=quinn, original=first)
    with pytest.raises(Refused, match=f"{second.number} is marked as a duplicate of this one"):
        incidents.mark_duplicate(first, actor=quinn, original=second)
    with pytest.raises(Refused, match=f"is itself a duplicate, of {first.number}"):
        incidents.mark_duplicate(third, actor=quinn, original=second)
    incidents.mark_not_reportable(third, actor=quinn, note="An order for the workshop")
    with pytest.raises(Refused, match="found not reportable"):
        incidents.mark_duplicate(first, actor=quinn, original=third)


def test_nobody_ends_their_own_report(quinn, olga):
    own, other = given.a_fall(by=quinn), given.a_fall(by=olga)
    with pytest.raises(PermissionDenied):
        incidents.mark_duplicate(own, actor=quinn, original=other)
    with pytest.raises(PermissionDenied):
        incidents.mark_not_reportable(own, actor=quinn, note="Nothing")


def test_why_it_is_not_reportable_is_the_answer(nina, quinn):
    fall = given.a_fall(by=nina)
    with pytest.raises(Refused, match="say why"):
        incidents.mark_not_reportable(fall, actor=quinn)
    incidents.mark_not_reportable(fall, actor=quinn, note="It is the natural course of the disease. Thank you.")
    assert fall.outcome() == "It is the natural course of the disease. Thank you."


@pytest.mark.parametrize("end", ["closed", "duplicate", "not_reportable"])
def test_it_is_reopened_from_each_of_its_ends(end, nina, hugo, quinn):
    first, fall = given.a_fall(by=nina), given.a_fall(by=nina)
    if end == "closed":
        fall = given.a_closed_fall(by=nina, head=hugo, office=quinn)
    elif end == "duplicate":
        incidents.mark_duplicate(fall, actor=quinn, original=first)
    else:
        incidents.mark_not_reportable(fall, actor=quinn, note="Nothing")
    incidents.reopen(fall, actor=quinn, note="We were wrong")
    assert fall.state == ("acting" if end == "closed" else "reported")
    assert (fall.is_closed, fall.duplicate_of, fall.no_lesson) == (False, None, "")
    assert not fall.links.exists()


def test_what_is_still_to_be_put_right_keeps_it_from_ending(nina, quinn):
    fall, other = given.a_confirmed_fall(by=nina, confirmed_by=quinn), given.a_fall(by=nina)
    finding = fall.findings.get()
    for end in (
        lambda: incidents.close(fall, actor=quinn, feedback="Thank you", no_lesson="Known"),
        lambda: incidents.mark_duplicate(fall, actor=quinn, original=other),
        lambda: incidents.mark_not_reportable(fall, actor=quinn, note="Nothing"),
    ):
        with pytest.raises(Refused, match=finding.number):
            end()


def test_closing_wants_a_lesson_or_why_there_is_none(nina, quinn):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn, finding="")
    with pytest.raises(Refused, match="nothing to learn"):
        incidents.close(fall, actor=quinn, feedback="Thank you", no_lesson=" ")


GRADES = [  # grade, body, mind, whether they fit
    (Grade.SENTINEL, Harm.DEATH, "none", True),
    (Grade.SENTINEL, Harm.SEVERE, "unknown", True),
    (Grade.SENTINEL, Harm.NONE, "severe", True),
    (Grade.SENTINEL, Harm.MODERATE, "none", False),
    (Grade.SENTINEL, Harm.NONE, "none", False),
    (Grade.ADVERSE, Harm.LOW, "none", True),
    (Grade.ADVERSE, Harm.NONE, "moderate", True),
    (Grade.ADVERSE, Harm.DEATH, "none", False),
    (Grade.ADVERSE, Harm.NONE, "unknown", False),
    (Grade.NO_HARM, Harm.LOW, "low", True),
    (Grade.NO_HARM, Harm.NONE, "none", True),
    (Grade.NO_HARM, Harm.NONE, "moderate", False),
    (Grade.NEAR_MISS, Harm.NONE, "none", True),
    (Grade.NEAR_MISS, Harm.LOW, "none", False),
    (Grade.NEAR_MISS, Harm.NONE, "low", False),
    *((grade, Harm.UNKNOWN, "none", False) for grade in Grade),
]


@pytest.mark.parametrize(("grade", "harm", "mind", "fits"), GRADES)
def test_a_grade_fits_the_harm(grade, harm, mind, fits, nina, quinn):
    fall = given.a_fall(by=nina)
    told = {"grade": grade, "harm": harm, "psychological_harm": PsychologicalHarm(mind)}
    if fits:
        assert incidents.confirm(fall, actor=quinn, **told).grade == grade
    else:
        with pytest.raises(ValidationError, match=r"Change one of them|settle the harm first"):
            incidents.confirm(fall, actor=quinn, **told)


def test_good_care_needs_no_grade_and_anything_else_does(nina, quinn):
    good = given.a_fall(by=nina, event_kind=Kind.GOOD_CARE, harm=Harm.NONE)
    incidents.confirm(good, actor=quinn, grade=None, harm=Harm.NONE)
    assert incidents.close(good, actor=quinn, feedback="Well done", no_lesson="Known").state == "closed"
    with pytest.raises(Refused, match="only good care has none"):
        incidents.confirm(given.a_fall(by=nina), actor=quinn, grade=None, harm=Harm.NONE)


def test_the_page_asks_of_good_care_neither_harm_nor_grade(nina, quinn, signed_in):
    good = given.a_fall(by=nina, event_kind=Kind.GOOD_CARE, harm=Harm.NONE)
    page = signed_in(quinn).get(f"/incidents/{good.number}/steps/confirm/").content.decode()
    assert 'name="grade"' not in page
    assert signed_in(quinn).post(f"/incidents/{good.number}/steps/confirm/", {"note": ""}).status_code == 302
    asked = signed_in(quinn).post(f"/incidents/{given.a_fall(by=nina).number}/steps/confirm/", {"note": ""})
    assert asked.status_code == 422


def test_a_medication_error_suggests_its_grade():
    assert [grade_from_merp(category) for category in "ABCDEFGHI"] == [4, 4, 3, 3, 2, 2, 1, 1, 1]
    assert grade_from_merp(" e ") == 2
    assert grade_from_merp("Z") is None


@pytest.mark.parametrize("occurred_at", [now() + timedelta(hours=2), now().replace(year=1989)])
def test_an_impossible_time_is_refused(occurred_at, nina):
    with pytest.raises(ValidationError, match=r"in the future|too long ago"):
        given.a_fall(by=nina, occurred_at=occurred_at)


@pytest.mark.parametrize("end", ["duplicate", "not_reportable"])
def test_an_ended_report_is_changed_by_nobody(end, nina, quinn, program):
    first, fall = given.a_fall(by=nina), given.a_fall(by=nina)
    if end == "duplicate":
        incidents.mark_duplicate(fall, actor=quinn, original=first)
    else:
        incidents.mark_not_reportable(fall, actor=quinn, note="Nothing")
    with pytest.raises(Refused, match="is closed"):
        edit(fall, actor=quinn, version=fall.version, changes={"place": "Elsewhere"})
    told = {"place": "Elsewhere", "version": fall.version}
    answered = program(quinn).patch(f"/api/incidents/{fall.number}", told, content_type="application/json")
    assert answered.status_code == 409
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.filter(pk=fall.pk).update(place="Elsewhere")


def test_a_duplicate_is_named_by_a_number_that_the_person_may_read(nina, quinn, oscar, signed_in):
    fall, abroad = given.a_fall(by=nina), given.a_fall(by=oscar)
    for number in (abroad.number, "AE-2020-00001", "nonsense"):
        page = signed_in(quinn).post(f"/incidents/{fall.number}/steps/mark_duplicate/", {"original": number})
        assert page.status_code == 422
        assert "may not read it" in page.content.decode()
