"""The just-culture guide: a few questions to a fair end, and only the office sees it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

import given
from zhian.check.incidents.scales.just_culture import GUIDE, FairOutcome, walk
from zhian.check.incidents.services.fairness import weigh
from zhian.engines.workflow import Refused

SYSTEM = {"meant": "no", "unwell": "no", "rule": "no", "others": "yes"}
ENDS = [
    ({"meant": "yes"}, FairOutcome.OUTSIDE),
    ({"meant": "no", "unwell": "yes"}, FairOutcome.SUPPORT),
    ({"meant": "no", "unwell": "no", "rule": "yes", "usual": "yes"}, FairOutcome.SYSTEM),
    ({"meant": "no", "unwell": "no", "rule": "yes", "usual": "no", "aware": "yes"}, FairOutcome.TALK),
    ({"meant": "no", "unwell": "no", "rule": "yes", "usual": "no", "aware": "no"}, FairOutcome.COACHING),
    (SYSTEM, FairOutcome.SYSTEM),
    ({**SYSTEM, "others": "no", "prepared": "yes"}, FairOutcome.COACHING),
    ({**SYSTEM, "others": "no", "prepared": "no"}, FairOutcome.SYSTEM),
]


@pytest.mark.parametrize(("answers", "outcome"), ENDS)
def test_the_answers_come_to_a_fair_end(answers, outcome):
    asked, end = walk(answers)
    assert (asked, end) == (list(answers), outcome)


def test_every_question_leads_somewhere():
    for question in GUIDE.values():
        for leads in (question.yes, question.no):
            assert leads in GUIDE or leads in FairOutcome.values
    assert {outcome for _answers, outcome in ENDS} == set(FairOutcome)


def test_a_half_walked_way_is_not_kept(nina, quinn):
    with pytest.raises(Refused, match="still open"):
        weigh(given.a_fall(by=nina), actor=quinn, answers={"meant": "no"})


def test_only_the_way_that_was_walked_is_kept(nina, quinn):
    kept = weigh(given.a_fall(by=nina), actor=quinn, answers={"meant": "yes", "unwell": "no", "nonsense": "x"})
    assert (kept.answers, kept.outcome) == ({"meant": "yes"}, "outside")


def test_nobody_but_the_office_weighs_and_nobody_the_own_report(nina, hugo, quinn, oscar):
    fall, own = given.a_fall(by=nina), given.a_fall(by=quinn)
    for person, report in ((nina, fall), (hugo, fall), (oscar, fall), (quinn, own)):
        with pytest.raises(PermissionDenied):
            weigh(report, actor=person, answers=SYSTEM)


def test_nobody_but_the_office_sees_it_anywhere(nina, hugo, quinn, hospital, icu, signed_in, program):
    leader = given.a_person("lena", icu, "leader", over=hospital)
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    weigh(fall, actor=quinn, answers=SYSTEM, note="The canary sings")
    here = f"/incidents/{fall.number}"
    assert "The canary sings" in signed_in(quinn).get(f"{here}/").content.decode()
    for person in (nina, hugo, leader):
        browser, client = signed_in(person), program(person)
        for page in (f"{here}/", f"{here}/print/", "/incidents/export.csv", "/search/?q=canary"):
            assert "canary sings" not in browser.get(page).getvalue().decode()
        assert browser.get(f"{here}/fairness/").status_code == 403
        assert client.get(f"/api{here}/fairness").status_code == 403
        for page in (f"/api{here}", f"/api{here}/history"):
            answered = client.get(page).content.decode()
            assert "canary" not in answered
            assert "weigh" not in answered


def test_what_was_weighed_is_never_changed(nina, quinn):
    kept = weigh(given.a_fall(by=nina), actor=quinn, answers=SYSTEM)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(kept).objects.filter(pk=kept.pk).update(outcome="talk")


def test_the_page_asks_one_question_after_the_other(nina, quinn, signed_in):
    fall, office = given.a_fall(by=nina), signed_in(quinn)
    here = f"/incidents/{fall.number}/fairness/"
    first = office.get(here).content.decode()
    assert 'name="meant"' in first
    assert 'name="unwell"' not in first
    second = office.post(here, {"asked": "1", "meant": "no"}).content.decode()
    assert 'name="unwell"' in second
    assert 'name="keep"' not in second
    last = office.post(here, {"asked": "1", **SYSTEM}).content.decode()
    assert 'name="keep"' in last
    assert office.post(here, {**SYSTEM, "keep": "1", "note": "Light"}).status_code == 302
    assert fall.weighings.get().outcome == "system"


def test_by_program(nina, quinn, program):
    fall, office = given.a_fall(by=nina), program(quinn)
    here = f"/api/incidents/{fall.number}/fairness"
    open_end = office.post(here, {"answers": {"meant": "no"}}, content_type="application/json")
    assert open_end.status_code == 409
    kept = office.post(here, {"answers": SYSTEM}, content_type="application/json")
    assert (kept.status_code, kept.json()["outcome"]) == (201, "system")
    assert [each["outcome"] for each in office.get(here).json()] == ["system"]
