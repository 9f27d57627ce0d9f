"""Whatever is written into a case document, it is read or refused in a sentence: never a traceback, never a guess."""

from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random
from unicodedata import category

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.compensation.generator import case_document
from zhian.engines.compensation.case import read_case
from zhian.engines.compensation.facts.answers import FIXED
from zhian.engines.compensation.fields import CaseError
from zhian.engines.compensation.fields.faults import UNSEEN

TODAY = date(2026, 6, 1)
LONGEST = 300  # characters of a refusal's field or value: what a person can read


def itself() -> list:
    endless: list = []
    endless.append(endless)
    return endless


def bomb() -> list:
    """Ten references to ten references … : a text of it would fill the memory."""
    nested: list = ["x"]
    for _ in range(8):
        nested = [nested] * 10
    return nested


NEVER_ALLOWED = [
    float("nan"),
    float("inf"),
    -float("inf"),
    0.1,
    1e308,
    -1,
    -(10**6000),
    10**6000,
    b"1234.56",
    {1, 2},
    object(),
    1j,
    "NaN",
    "inf",
    "-1",
    "1e5",
    "1_000",
    "0x10",
    "1,23,456",
    "12,34",
    "1,234,56",
    "12.345.6",
    "+5",
    "９９９９９９９９９９９９９９９",
    "５月五日",
    "'; DROP TABLE cases; --",
    "<script>",
    "=1+1",
    "\x00",
    "\x1b[31m",
    "\ud800",
    "\u202e",
    "x" * 100_000,
    "2003-02-30",
    "2003-13-01",
    datetime(2003, 5, 1, 12, tzinfo=UTC),
    Decimal("NaN"),
    Decimal("1.5"),
    itself(),
    bomb(),
    {"a": itself()},
    {1: 2},
    {None: 1},
    {(1, 2): 3},
    {"x" * 10_000: 1},
    {"\ud800": 1},
    [{}] * 5_000,
    [[]],
    [None],
    lambda: None,
]
anything = st.one_of(
    st.sampled_from(NEVER_ALLOWED),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes() | st.binary(),
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
        max_leaves=20,
    ),
)


def places(node, path=()):
    """Every place of a document: the way to each of its values."""
    yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


def put(document, path, value):
    if not path:
        return value
    changed = deepcopy(document)
    where = changed
    for key in path[:-1]:
        where = where[key]
    where[path[-1]] = value
    return changed


def assert_said(refusal: CaseError) -> None:
    """Each fault names field and value and says what is allowed, in each language, in a line that can be sent on."""
    assert refusal.faults
    for fault in refusal.faults:
        assert fault.field and fault.value and fault.allowed.zh and fault.allowed.en
        for language in ("zh-hans", "zh-hant", "en"):
            line = fault.said_in(language)
            assert len(line) < 2_000 and line.encode() and not any(category(c) in UNSEEN for c in line), line[:300]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 50), st.randoms(use_true_random=False), anything)
def test_a_broken_value_anywhere_is_read_or_refused_in_a_sentence(seed, random, broken):
    document = case_document(Random(seed))
    path = random.choice(list(places(document)))
    try:
        read_case(put(document, path, broken), today=TODAY)
    except CaseError as refusal:
        assert_said(refusal)


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("dates",),
        ("dates", "act"),
        ("patient", "born"),
        ("patient", "household"),
        ("figures", "wage"),
        ("receipts",),
        ("receipts", 0, "amount"),
        ("receipts", 0, "on"),
        ("responsibility", "ratio"),
        ("mental", "years"),
        ("hospital_days",),
        ("options", "day_divisor"),
        ("options",),
        ("injuries", 0, "level"),
        ("accident", "established"),
        ("forum",),
    ],
)
def test_what_is_allowed_nowhere_is_refused_everywhere(path):
    document = {
        "dates": {"act": date(2003, 5, 1)},
        "patient": {"born": date(1968, 2, 3)},
        "figures": {},
        "options": {},
        "mental": {},
        "receipts": [{"amount": "1.00", "on": date(2003, 6, 1)}],
        "responsibility": {},
        "injuries": [{"level": 10}],
        "accident": {},
    }
    for broken in NEVER_ALLOWED:
        with pytest.raises(CaseError) as refused:
            read_case(put(document, path, broken), today=TODAY)
        assert_said(refused.value)


@settings(max_examples=60, deadline=None)
@given(st.text(), st.sampled_from(["", "patient", "dates", "receipts", "responsibility.heads", "figures", "options"]))
def test_a_field_that_is_not_declared_is_refused_by_name(key, where):
    document = {"patient": {"age": 35}, "receipts": [{}], "responsibility": {"heads": {}}}
    group = document
    for name in filter(None, where.split(".")):
        group = group.setdefault(name, {})
        group = group[0] if isinstance(group, list) else group
    if key in group:
        return
    group[f"没有 {key}"] = "1"
    with pytest.raises(CaseError) as refused:
        read_case(document, today=TODAY)
    assert_said(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "&a [*a]",
        "a: &a {b: *a}",
        "receipts: &r [{amount: *r}]",
        "l0: &0 [x]\n"
        + "\n".join(f"l{n}: &{n} [{', '.join([f'*{n - 1}'] * 10)}]" for n in range(1, 30))
        + "\nreceipts: *29",
        "patient: {age: .nan}",
        "dates: {act: 2003-05-01T10:00:00}",
        "? [complex, key]\n: 1",
        "42",
        "~",
        "- 1",
        "hospital_days: 0o17777777777777777777777",
        "title: !!binary aGVsbG8=",
        "other: !!set {a, b}",
    ],
)
def test_yaml_that_points_at_itself_or_explodes_is_refused(text):
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError:
        return
    with pytest.raises(CaseError) as refused:
        read_case(document, today=TODAY)
    assert_said(refused.value)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"patient": {"born": date(2004, 1, 1)}}, "dates.act"),  # born after the harm
        ({"dates": {"act": date(2003, 5, 1), "death": date(2003, 4, 30)}}, "dates.death"),
        ({"dates": {"act": date(2003, 5, 1), "fixed": date(2003, 4, 30)}}, "dates.fixed"),
        ({"dates": {"act": date(2027, 5, 1)}}, "dates.act"),  # not yet
        ({"injuries": [{"level": 10}] * 10}, "injuries"),  # ten disabilities
        ({"injuries": [{"level": 11}]}, "injuries[1].level"),
        ({"injuries": [{"level": 0}]}, "injuries[1].level"),
        ({"receipts": [{"amount": "1", "on": date(2003, 4, 30)}]}, "receipts[1].on"),  # before the accident
        ({"receipts": [{"amount": "1", "on": date(2003, 4, 30), "for": "mixed"}]}, "receipts[1].on"),
        ({"receipts": [{"amount": "-1"}]}, "receipts[1].amount"),
        ({"receipts": [{"amount": 0.1}]}, "receipts[1].amount"),
        ({"receipts": [{"amount": "0.001"}]}, "receipts[1].amount"),
        ({"responsibility": {"ratio": "1.01"}}, "responsibility.ratio"),
        ({"responsibility": {"heads": {"nonsense": "0.5"}}}, "responsibility.heads.nonsense"),
        ({"responsibility": {"joint": [{"hospital": "甲", "share": "0.5"}]}}, "responsibility.joint"),
        ({"figures": {"nonsense": "5"}}, "figures.nonsense"),
        ({"options": {"day_divisor": 366}}, "options.day_divisor"),
        ({"options": {"nonsense": 1}}, "options.nonsense"),
        ({"forum": "duel"}, "forum"),
        ({"stays": [{"from": date(2003, 6, 2), "to": date(2003, 6, 1)}]}, "stays[1].to"),
        ({"absences": [{"from": date(2003, 6, 2), "to": date(2003, 6, 1)}]}, "absences[1].to"),
        ({"dependants": [{"supporters": 0}]}, "dependants[1].supporters"),
        ({"dependants": [{"supporters": 11}]}, "dependants[1].supporters"),
        ({"devices": [{"price": "1", "life": 0}]}, "devices[1].life"),
        ({"relatives": [{"income": {"bonus": "5"}}]}, "relatives[1].income.bonus"),  # counted nowhere, so not taken
        ({"patient": {"born": date(1968, 2, 3), "age": 34}}, "patient.age"),  # he was 35
        ({"dependants": [{"born": date(2000, 1, 1), "age": 4}]}, "dependants[1].age"),
        ({"accident": {"established": False, "grade": "四级"}}, "accident.grade"),
        ({"accident": {"established": True, "grade": "未构成医疗事故"}}, "accident.grade"),
        ({"accident": {"grade": "一级甲等"}, "dates": {"fixed": date(2003, 5, 1)}}, "accident.grade"),  # dead, and not
        ({"hospital_days": 9, "stays": [{"from": date(2003, 5, 1), "to": date(2003, 5, 10)}]}, "hospital_days"),
        ({"lost_days": 30, "absences": [{"days": 10}, {"days": 21}]}, "lost_days"),
        ({"income": {"kind": "none", "amount": "5"}}, "income.amount"),
        ({"income": {"kind": "fixed"}, "lost_days": 5}, "income.amount"),  # how much?
        ({"relatives": [{"days": 5, "income": {"kind": "fixed"}}]}, "relatives[1].income.amount"),
    ],
)
def test_a_case_that_cannot_be_is_refused_with_the_field(changes, field):
    document = {"dates": {"act": date(2003, 5, 1)}, "patient": {"born": date(1968, 2, 3)}} | changes
    with pytest.raises(CaseError) as refused:
        read_case(document, today=TODAY)
    assert_said(refused.value)
    assert field in {fault.field for fault in refused.value.faults}


def test_nobody_is_admitted_after_death():
    days = {"act": date(2003, 5, 1), "death": date(2003, 5, 9)}
    with pytest.raises(CaseError, match=r"stays\[1\].from = 2003-05-10"):
        read_case({"dates": days, "stays": [{"from": date(2003, 5, 10), "to": date(2003, 5, 11)}]})


def test_days_may_be_told_as_a_number_and_as_periods_if_they_agree_and_count_once():
    told = {"hospital_days": 10, "stays": [{"from": date(2003, 5, 1), "to": date(2003, 5, 10)}]}
    told |= {"lost_days": 31, "absences": [{"days": 10}, {"days": 21, "why": "certified_rest"}]}
    case = read_case({"dates": {"act": date(2003, 5, 1)}, **told})
    assert case.facts["hospital_days"] == 10 and [row["days"] for row in case.tables["absences"]] == [10, 21]


def test_an_income_that_the_court_found_itself_needs_no_amount():
    told = {"income": {"kind": "fixed"}, "lost_days": 5, "amounts": {"lost_earnings": "500"}}
    assert read_case({"dates": {"act": date(2003, 5, 1)}, **told}).facts["income_kind"] == FIXED


@pytest.mark.parametrize("written", ["2003-05-01", "2003年5月1日", "2003年05月01日", "2003/5/1", "2003.5.1"])
def test_a_day_may_be_written_as_people_write_it(written):
    assert read_case({"dates": {"act": written}}).dates["act"] == date(2003, 5, 1)


@pytest.mark.parametrize(
    "written", ["1234567.8", "1,234,567.80", "1 234 567.80", "１，２３４，５６７．８元", "¥1,234,567.80"]
)
def test_an_amount_may_be_written_as_people_write_it(written):
    case = read_case({"receipts": [{"amount": written}]})
    assert [row["amount"] for row in case.tables["receipts"]] == [Fraction("1234567.8")]


@pytest.mark.parametrize("written", [9, "9", "九级", "9级"])
def test_a_level_may_be_written_as_the_opinion_has_it(written):
    assert read_case({"injuries": [{"level": written}]}).facts["level"] == 9


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("全部原因", "完全"),
        ("主要责任", "主要"),
        ("对等责任", "同等"),
        ("次要原因", "次要"),
        ("无因果关系", "无"),
        ("slight", "轻微"),
    ],
)
def test_a_label_may_be_written_as_the_appraisal_has_it(written, read):
    assert read_case({"responsibility": {"label": written}}).part("responsibility")["label"] == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("四级医疗事故", "四级"),
        ("一级甲等", "一级甲等"),
        ("不构成医疗事故", "未构成医疗事故"),
        ("未构成医疗事故", "未构成医疗事故"),
    ],
)
def test_a_grade_may_be_written_as_the_appraisal_has_it(written, read):
    assert read_case({"accident": {"grade": written}}).part("accident")["grade"] == read


@pytest.mark.parametrize("written", ["4/0", "5/4", "1/", "/3", "1/3/3", "-1/3", "1/1001", "¼"])
def test_a_share_is_a_part_of_one(written):
    joint = [{"hospital": "甲", "share": written}, {"hospital": "乙", "share": "1"}]
    with pytest.raises(CaseError, match=r"joint\[1\].share"):
        read_case({"responsibility": {"joint": joint}})


def test_what_is_refused_is_shown_as_it_was_written():
    with pytest.raises(CaseError) as refused:
        read_case({"figures": {"salary": "1234.50", "wage": 0.5}, "injuries": [{}] * 10, "patient": [1, 2]})
    said = {fault.field: fault.value for fault in refused.value.faults}
    assert said["injuries"] == "[…] × 10" and said["patient"] == "[…] × 2" and said["figures.wage"] == "0.5"
    with pytest.raises(CaseError, match=r"figures.salary = 1234.5: "):
        read_case({"figures": {"salary": "1234.50"}})


def test_a_receipt_of_the_old_disease_may_be_from_before_the_accident():
    receipt = {"amount": "1", "on": date(2003, 4, 30), "for": "original"}
    case = read_case({"dates": {"act": date(2003, 5, 1)}, "receipts": [receipt]})
    assert [row["before"] for row in case.tables["receipts"]] == [1]
