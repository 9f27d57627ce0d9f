"""The month's returns: typed in by one, reviewed by another, and nothing counts before."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

import given
from zhian.check.indicators import facts
from zhian.check.indicators.models import MonthlyReturn
from zhian.check.indicators.services import returns
from zhian.engines.workflow import Refused
from zhian.kernel.moment import today
from zhian.kernel.months import Months, later, month_of
from zhian.kernel.records.services import Conflict

LAST = later(month_of(today()), -1)


def published(hospital):
    return list(facts.entries(hospital, Months(LAST, LAST)))


def test_nothing_counts_before_a_second_person_has_reviewed_it(icu, hospital, hugo, quinn):
    monthly = given.fill(given.a_return(icu), by=hugo)
    assert published(hospital) == []
    returns.hand_in(monthly, actor=hugo)
    assert published(hospital) == []
    returns.review(monthly, actor=quinn)
    assert published(hospital) == [
        {
            "indicator": "NUR-01",
            "edition": "2020",
            "department": "ICU",
            "entered_for": LAST,
            "numerator": 12,
            "denominator": 30,
        }
    ]


def test_what_is_reopened_counts_no_longer_until_it_is_reviewed_again(icu, hospital, hugo, quinn):
    monthly = given.fill(given.a_return(icu), by=hugo)
    returns.hand_in(monthly, actor=hugo)
    returns.review(monthly, actor=quinn)
    returns.reopen(monthly, actor=quinn, note="A nurse too many")
    assert published(hospital) == []
    given.fill(monthly, by=hugo, numerator="11")
    returns.hand_in(monthly, actor=hugo)
    returns.review(monthly, actor=quinn)
    assert [row["numerator"] for row in published(hospital)] == [11]


def test_reopening_needs_a_reason(icu, hugo, quinn):
    monthly = given.fill(given.a_return(icu), by=hugo)
    returns.hand_in(monthly, actor=hugo)
    returns.review(monthly, actor=quinn)
    with pytest.raises(Refused):
        returns.reopen(monthly, actor=quinn, note=" ")


def test_who_typed_in_a_number_does_not_review_it(icu, quinn, olga):
    monthly = given.fill(given.a_return(icu), by=quinn)
    returns.hand_in(monthly, actor=olga)
    for person in (quinn, olga):
        with pytest.raises(PermissionDenied):
            returns.review(monthly, actor=person)


def test_what_was_handed_in_is_not_changed(icu, hugo):
    monthly = given.fill(given.a_return(icu), by=hugo)
    returns.hand_in(monthly, actor=hugo)
    with pytest.raises(Refused, match="sent back"):
        given.fill(monthly, by=hugo, numerator="13")


def test_an_empty_line_is_handed_in_only_with_a_remark(icu, hugo):
    monthly = given.a_return(icu)
    with pytest.raises(Refused, match="Fill in these"):
        returns.hand_in(monthly, actor=hugo)
    returns.fill_in(monthly, {"NUR-01@2020": {"remark": "No roster"}}, actor=hugo, version=monthly.version)
    returns.hand_in(monthly, actor=hugo)
    assert monthly.state == "review"
    assert monthly.lines.get().numerator is None


@pytest.mark.parametrize("cell", ["twelve", "-1", "1e99", "nan", "inf"])
def test_what_is_no_count_is_refused_and_nothing_is_kept(icu, hugo, cell):
    monthly = given.a_return(icu)
    with pytest.raises(ValidationError) as wrong:
        given.fill(monthly, by=hugo, numerator=cell)
    assert list(wrong.value.message_dict) == ["NUR-01@2020.numerator"]
    assert not monthly.lines.exists()


def test_a_share_has_no_more_above_than_below(icu, hugo):
    monthly = given.a_return(icu, code="CORE-05")
    with pytest.raises(ValidationError, match="More in the numerator"):
        given.fill(monthly, by=hugo, numerator="31", denominator="30")


def test_commas_between_thousands_are_read(icu, hugo):
    monthly = given.fill(given.a_return(icu), by=hugo, denominator="12,345")
    assert monthly.lines.get().denominator == 12345


def test_two_people_at_once_do_not_overwrite_each_other(icu, hugo, quinn):
    monthly = given.a_return(icu)
    mine = MonthlyReturn.objects.get(pk=monthly.pk)
    given.fill(monthly, by=quinn, numerator="9")
    with pytest.raises(Conflict):
        returns.fill_in(
            mine, {"NUR-01@2020": {"numerator": "8", "denominator": "30"}}, actor=hugo, version=mine.version - 1
        )
    assert monthly.lines.get().numerator == 9


def test_on_the_sheet_both_numbers_stand_after_a_conflict(icu, hugo, quinn, signed_in):
    monthly = given.a_return(icu)
    stale = monthly.version
    given.fill(monthly, by=quinn, numerator="9")
    told = {"version": stale, "NUR-01@2020.numerator": "8", "NUR-01@2020.denominator": "30"}
    answer = signed_in(hugo).post(f"/indicators/returns/{monthly.number}/sheet/", told)
    assert answer.status_code == 409
    assert "Somebody else typed in 9 / 30" in answer.content.decode()
    assert 'value="8"' in answer.content.decode()


def test_the_worker_opens_last_months_returns_once(icu, wards):
    given.entrusted(icu)
    returns.open_all()
    returns.open_all()
    assert [(each.place, each.month, each.state) for each in MonthlyReturn.objects.all()] == [(icu, LAST, "filling")]


def test_a_return_is_due_on_the_tenth_and_its_department_is_asked(icu, hugo):
    monthly = given.a_return(icu)
    assert monthly.due_on == later(LAST, 1).replace(day=10)
    assert [turn.person for turn in monthly.turns.all()] == [hugo]


def test_a_month_that_has_not_begun_cannot_be_opened(icu):
    given.entrusted(icu)
    with pytest.raises(Refused):
        returns.open_return(icu, later(LAST, 2), actor=None)


def table(*lines):
    return [list(returns.TITLES), *[line.split("|") for line in lines]]


def test_a_table_is_taken_in_as_drafts(icu, hugo):
    given.entrusted(icu)
    taken = returns.take_in(table(f"ICU|{LAST:%Y-%m}|NUR-01|12|30|"), actor=hugo)
    assert taken.kept == 1
    assert MonthlyReturn.objects.get().lines.get().numerator == 12


def test_a_table_with_one_wrong_line_is_not_taken_in_at_all(icu, wards, hugo):
    given.entrusted(icu)
    lines = table(f"ICU|{LAST:%Y-%m}|NUR-01|12|30|", f"ORTHOPAEDICS|{LAST:%Y-%m}|NUR-01|1|2|", "ICU|May|NUR-01|1|2|")
    with pytest.raises(returns.WrongLines) as wrong:
        returns.take_in(lines, actor=hugo)
    assert [number for number, _sentence in wrong.value.lines] == [3, 4]
    assert not MonthlyReturn.objects.exists()


def test_only_what_people_type_in_can_be_entrusted(icu, quinn):
    with pytest.raises(ValidationError):
        returns.entrust(icu, "NCIS-DEATH", actor=quinn)
    assert returns.entrust(icu, "NUR-01", actor=quinn).pk


def test_the_head_of_another_department_does_not_see_the_return(icu, wards, signed_in):
    other = given.a_person("wanda", wards, "head")
    monthly = given.a_return(icu)
    assert signed_in(other).get(monthly.get_absolute_url()).status_code == 404
    assert signed_in(other).get(f"/indicators/returns/{monthly.number}/sheet/").status_code == 404
