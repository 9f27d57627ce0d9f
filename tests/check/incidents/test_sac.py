"""The SAC: by the matrix as it was published, kept with its version, and edited by the hospital."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Frequency, Grade, Harm, Severity
from zhian.check.incidents.models import Incident, SacMatrix, matrix_of
from zhian.check.incidents.scales import shipped_matrix
from zhian.kernel.moment import now

PUBLISHED = """
极高 极高 高 中 中 低
极高 极高 高 中 低 低
极高 高 高 中 低 低
极高 高 中 低 低 低
高 中 中 低 低 低
"""
WORDS = {"极高": 1, "高": 2, "中": 3, "低": 4}


def test_it_is_the_matrix_as_published():
    rows = [[WORDS[word] for word in line.split()] for line in PUBLISHED.split("\n") if line]
    matrix = shipped_matrix()
    assert [[matrix.level(often, bad) for bad in Severity] for often in Frequency] == rows


def test_confirming_settles_it_with_its_version(nina, quinn):
    fall = given.a_fall(by=nina)
    told = {"grade": Grade.ADVERSE, "harm": Harm.LOW, "sac_severity": "severe", "sac_frequency": "months"}
    incidents.confirm(fall, actor=quinn, **told)
    assert (fall.sac, fall.sac_version) == (2, "cn-1")
    assert abs(now() - fall.graded_at) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ({"sac_severity": "severe"}, "say both"),
        ({"sac_frequency": "weeks"}, "say both"),
        ({"sac_severity": "none", "sac_frequency": "weeks"}, "milder than the harm"),
    ],
)
def test_half_of_it_or_milder_than_what_happened_is_refused(told, complaint, nina, quinn):
    fall = given.a_fall(by=nina)
    with pytest.raises(ValidationError, match=complaint):
        incidents.confirm(fall, actor=quinn, grade=Grade.ADVERSE, harm=Harm.LOW, **told)
    fall.refresh_from_db()
    assert fall.state == "reported"


def test_without_it_there_is_none(nina, quinn):
    assert given.a_confirmed_fall(by=nina, confirmed_by=quinn).sac is None


def test_the_hospital_s_own_matrix_holds_from_then_on_and_old_cases_keep_theirs(nina, quinn, hospital, oscar):
    told = {"grade": Grade.ADVERSE, "harm": Harm.LOW, "sac_severity": "severe", "sac_frequency": "months"}
    before = incidents.confirm(given.a_fall(by=nina), actor=quinn, **told)
    levels = {often.value: [1] * 6 for often in Frequency}
    incidents.change_matrix(hospital, actor=quinn, levels=levels, source="Resolution 7")
    after = incidents.confirm(given.a_fall(by=nina), actor=quinn, **told)
    assert (after.sac, after.sac_version) == (1, "own-1")
    assert matrix_of(hospital, before.sac_version) == shipped_matrix()
    assert matrix_of(oscar.department.hospital) == shipped_matrix()


@pytest.mark.parametrize("row", [[1, 1, 1], [1, 1, 1, 1, 1, 9], []])
def test_an_impossible_matrix_is_refused(row, quinn, hospital):
    levels = {**{often.value: [1] * 6 for often in Frequency}, "weeks": row}
    with pytest.raises(ValidationError, match="weeks"):
        incidents.change_matrix(hospital, actor=quinn, levels=levels, source="Resolution 7")


def test_only_the_hospital_s_own_office_changes_it(hugo, oscar, hospital):
    levels = {often.value: [1] * 6 for often in Frequency}
    for outsider in (hugo, oscar):
        with pytest.raises(PermissionDenied):
            incidents.change_matrix(hospital, actor=outsider, levels=levels, source="Resolution 7")


def test_the_office_changes_it_on_a_page(quinn, hugo, signed_in):
    office = signed_in(quinn)
    assert "SAC 2" in office.get("/incidents/sac/").content.decode()
    cells = {f"{often.value}_{bad.value}": 3 for often in Frequency for bad in Severity}
    assert office.post("/incidents/sac/", {**cells, "source": ""}).status_code == 422
    assert office.post("/incidents/sac/", {**cells, "source": "Resolution 7"}).status_code == 302
    assert SacMatrix.objects.get().levels["rarely"] == [3] * 6
    assert signed_in(hugo).get("/incidents/sac/").status_code == 403


@pytest.mark.parametrize(
    ("years_ago", "suggested"),
    [
        ([], Frequency.RARELY),
        ([4], Frequency.FIVE_YEARS),
        ([1.5], Frequency.TWO_YEARS),
        ([0.1, 0.5], Frequency.MONTHS),
        ([0.1] * 12, Frequency.WEEKS),
    ],
)
def test_how_often_is_suggested_by_what_was_reported(years_ago, suggested, nina, oscar):
    for years in years_ago:
        given.a_fall(by=nina, occurred_at=now() - timedelta(days=365 * years))
    given.a_fall(by=oscar)
    given.a_fall(by=nina, category="MED")
    assert incidents.suggested_frequency(given.a_fall(by=nina)) == suggested


def test_the_page_shows_it(nina, quinn, signed_in):
    fall = given.a_fall(by=nina)
    told = {"grade": 2, "harm": "low", "sac_severity": "severe", "sac_frequency": "months"}
    page = signed_in(quinn).get(f"/incidents/{fall.number}/steps/confirm/").content.decode()
    assert "How often the like happens" in page
    signed_in(quinn).post(f"/incidents/{fall.number}/steps/confirm/", told)
    assert "SAC 2 · high" in signed_in(nina).get(f"/incidents/{fall.number}/").content.decode()
    assert Incident.objects.get(pk=fall.pk).sac_frequency == "months"
