"""What can be said in the language of indicators, and what is answered to what cannot."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhian.engines.indicators.language import FUNCTIONS, Fault, check, columns, read
from zhian.engines.indicators.language.faults import sentences

UNDERSTOOD = [
    "leaving = 'died'",
    "not leaving in ('died', 'against_advice') and age between 18 and 64",
    "readmission_planned is null or not readmission_planned",
    "any(diagnosis, in_group(code, 'I21', 'C00-C97') and on_admission = 'absent')",
    "count(procedure, started_at >= '2026-01-01' and stay.age < 1) >= 2",
    "hours(admitted_at, first(procedure, started_at)) <= 24",
    "days(discharged_at, next_admitted_at) <= 31 and first_letters(principal, 5) = first_letters(next_principal, 5)",
    "cost / days - -1.5 * (2 + age) > 0",
    "coalesce(route, 'other') = 'other'",
    "if(age < 1, age_days, age * 365) > 28",
    "principal between 'C00' and 'C97.9'",
]
# What is typed, the sentence that answers, and the words that it points at.
REFUSED = [
    ("", "empty", ""),
    ("leavin = 'died'", "unknown_column", "leavin"),
    ("leaving = 'dead'", "unknown_word", "'dead'"),
    ("leaving = 5", "unlike", "leaving = 5"),
    ("age", "wants", "age"),
    ("hours(age, admitted_at) > 1", "wants", "age"),
    ("hours(admitted_at) > 1", "arguments", "hours(admitted_at"),
    ("hour(discharged_at) > 1 and days(1) > 1", "arguments", "days(1"),
    ("sex < 'male'", "wants", "sex"),
    ("read_csv('/etc/passwd')", "unknown_function", "read_csv('/etc/passwd'"),
    ("age in (select 1)", "not_understood", "1"),
    ("age = 1; drop table stay", "not_understood", "stay"),
    ("age = 1; true", "not_offered", ";"),
    ("age = 1 -- and more", "not_understood", "and"),
    ("age % 2 = 1", "not_offered", "age % 2"),
    ("age = 1)", "not_understood", ")"),
    ("age = ", "incomplete", ""),
    ("leaving = 'died", "not_closed", "leaving = 'died"),
    ("age::text = '1'", "not_understood", ":"),
    ("age = null", "compared_with_null", "age"),
    ("cost / 0 > 1", "divided_by_zero", "0"),
    ("cost / (3 - 3) > 1", "divided_by_zero", "3 - 3"),
    ("age > 12345678901234567890", "number_too_long", "12345678901234567890"),
    ("in_group(principal, 'Krebs')", "not_a_group", "'Krebs'"),
    ("in_group(principal, 'I25-I20')", "not_a_group", "'I25-I20'"),
    ("in_group(leaving, 'I21')", "wants", "leaving"),
    ("in_group(principal, principal)", "wants", "principal"),
    ("any(bed_day, true)", "not_reached", "bed_day"),
    ("any(beds, true)", "unknown_table", "beds"),
    ("any('diagnosis', true)", "table_first", "any('diagnosis'"),
    ("any(diagnosis, any(procedure, true))", "nested", "any(procedure"),
    ("diagnosis.code = 'I21'", "not_reached", "diagnosis.code"),
    ("a.b.c = 1", "not_offered", "a.b.c"),
    ("admitted_at > 'yesterday'", "not_a_moment", "'yesterday'"),
    ("(" * 60 + "true" + ")" * 60, "too_deep", None),
    ("1" + " + 1" * 300 + " > 1", "too_deep", None),
    ("true or " * 1000 + "true", "too_long", None),
]


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_an_indicator_counts_can_be_said(text):
    assert check(text, "stay") is None


@pytest.mark.parametrize(("text", "key", "shown"), REFUSED, ids=[key for _, key, _ in REFUSED])
def test_a_fault_says_what_is_wrong_and_where(text, key, shown):
    fault = check(text, "stay")
    assert fault is not None
    assert fault.key == key
    assert shown is None or text[fault.start : fault.end].rstrip(")") == shown.rstrip(")")
    assert "{" not in fault.said_in("zh") + fault.said_in("en")


def test_the_word_that_was_meant_is_named():
    assert check("leavin = 'died'", "stay").said_in("en").endswith("Did you mean leaving?")
    assert check("leaving = 'dead'", "stay").said_in("zh").endswith("是否指 died？")
    assert check("hour_s(admitted_at, discharged_at) > 1", "stay").said_in("en").endswith("Did you mean hours?")


def test_a_fault_in_the_second_line_is_found_there():
    text = "leaving = 'died'\n  and sex = 'fmale'"
    fault = check(text, "stay")
    assert text[fault.start : fault.end] == "'fmale'"


def test_a_long_list_of_conditions_is_not_a_deep_one():
    assert check(" or ".join(["age = 1"] * 300), "stay") is None


def test_a_number_is_asked_for_where_something_is_added_up():
    assert check("occupied", "bed_day", "number") is None
    assert check("department", "bed_day", "number").key == "wants"


def test_a_row_reaches_its_stay():
    assert columns(read("stay.sex = 'male' and grade = 'grade_4'", "procedure")) == {
        ("stay", "sex"),
        ("procedure", "grade"),
    }
    assert check("stay.sex = 'male'", "bed_day").key == "not_reached"


def test_every_function_is_written_as_its_own_example_shows():
    for function in FUNCTIONS.values():
        faults = [
            check(function.usage, table, "any")
            for table in ("stay", "diagnosis", "procedure", "medication", "ward_move")
        ]
        assert "arguments" not in {fault.key for fault in faults if fault}, function.name


def test_every_sentence_is_there_in_both_languages():
    for key, told in sentences().items():
        assert set(told) == {"zh", "en"}, key


def test_a_fault_can_be_raised_and_read():
    with pytest.raises(Fault, match="no column called leavin"):
        read("leavin = 'died'", "stay")


WORDS = """age leaving 'died' stay diagnosis and or not in between is null true 1 0 2.5 select from case any count if
hours coalesce in_group first_letters . , ( ) = <> < / * - + :: ; -- /* */ [ ] { } : ? @ # % ^ | & ~ $ " ` ' 是"""


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join) | st.text(max_size=60))
def test_whatever_is_typed_is_read_or_answered_with_a_sentence(text):
    fault = check(text, "stay")
    assert fault is None or (fault.said_in("zh") and 0 <= fault.start <= fault.end <= len(text))
