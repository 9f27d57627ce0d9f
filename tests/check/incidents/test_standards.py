"""A hospital's own standard of analysis: how soon by severity, and which factors are offered; dated, in versions."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

import given
from zhian.check.incidents.models import AnalysisStandard, standard_of
from zhian.check.incidents.services.analysis import target_of
from zhian.check.incidents.services.standards import change_standard
from zhian.check.incidents.terms.analysis import SHIPPED, Target
from zhian.kernel.moment import at, now, today

HERE = "/incidents/analysis-standard/"
OURS = [("Team", ["Handover", "The night bell is not heard"])]


def change(hospital, by, *, factors=OURS, valid_from=None, finish_days=20):
    targets = {**SHIPPED.targets, 1: Target("rca", 2, finish_days)}
    told = {"source": "Committee of 12 March", "valid_from": valid_from or today()}
    return change_standard(hospital, actor=by, targets=targets, factors=factors, **told)


def test_what_comes_with_the_program_holds_until_the_hospital_has_its_own(quinn, hospital, oscar):
    assert standard_of(hospital) == SHIPPED
    change(hospital, quinn)
    ours = standard_of(hospital)
    assert (ours.version, ours.target(1).finish_days, ours.target(4), ours.is_verified) == (
        1,
        20,
        SHIPPED.target(4),
        True,
    )
    assert standard_of(oscar.department.hospital) == SHIPPED


def test_it_holds_from_its_day_on(quinn, hospital):
    change(hospital, quinn, valid_from=today() + timedelta(days=10))
    assert standard_of(hospital) == SHIPPED
    with at(now() + timedelta(days=10)):
        assert standard_of(hospital).version == 1


def test_an_incident_is_due_by_it(nina, quinn, hospital):
    change(hospital, quinn)
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    fall.sac = 1
    assert target_of(fall) == Target("rca", 2, 20)


def test_known_factors_keep_their_code_and_new_ones_get_their_own(quinn, hospital):
    change(hospital, quinn)
    (team,) = standard_of(hospital).factors
    assert [term.code for term in team.terms] == ["team.handover", "own1.3"]
    change(hospital, quinn, factors=[("Team", ["The night bell is not heard", "Nobody was called"])])
    (team,) = standard_of(hospital).factors
    assert [term.code for term in team.terms] == ["own1.3", "own2.3"]


def test_a_factor_that_is_no_longer_offered_stays_readable(nina, quinn, hospital):
    change(hospital, quinn)
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    factor = given.a_factor(given.an_analysis(fall, by=quinn), by=quinn, code="own1.3")
    change(hospital, quinn, factors=[("Team", ["Handover"])])
    assert str(factor) == "The night bell is not heard"


@pytest.mark.parametrize("factors", [[], [("Team", ["Handover", "Handover"])], [("", ["Handover"])]])
def test_a_list_without_words_or_with_the_same_twice_is_refused(factors, quinn, hospital):
    if factors == [("", ["Handover"])]:
        factors = [("Handover", ["Handover"])]
    with pytest.raises(ValidationError, match="named once"):
        change(hospital, quinn, factors=factors)
    assert not AnalysisStandard.objects.exists()


def test_only_the_office_of_the_hospital_changes_it(nina, hugo, oscar, hospital):
    for person in (nina, hugo, oscar):
        with pytest.raises(PermissionDenied):
            change(hospital, person)


def test_the_office_changes_it_on_a_page(quinn, hugo, signed_in):
    office = signed_in(quinn)
    page = office.get(HERE)
    assert "to be verified" in page.content.decode()
    told = {name: field.initial for name, field in page.context["form"].fields.items() if name.startswith("sac")}
    told |= {"sac1_finish_days": 30, "factors": "Team\n- Handover\n- Bell", "source": "Us", "valid_from": f"{today()}"}
    assert office.post(HERE, {**told, "factors": "- Handover"}).status_code == 422
    assert office.post(HERE, told).status_code == 302
    page = office.get(HERE).content.decode()
    assert "to be verified" not in page and "- Bell" in page
    assert signed_in(hugo).get(HERE).status_code == 403


def test_a_program_reads_and_changes_it(quinn, program):
    api = program(quinn, "analysis-standard:write")
    told = api.get("/api/analysis-standard").json()
    assert (told["version"], told["is_verified"], len(told["targets"])) == (0, False, 5)
    ours = {"targets": told["targets"], "factors": told["factors"][:1], "source": "Us", "valid_from": f"{today()}"}
    kept = api.put("/api/analysis-standard", ours, content_type="application/json").json()
    assert (kept["version"], kept["factors"]) == (1, told["factors"][:1])
