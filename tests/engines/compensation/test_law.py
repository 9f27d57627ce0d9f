"""No tolerance anywhere: every comparison is of whole fen."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhian.engines.compensation.assess import assess, ready, span
from zhian.engines.compensation.columns import assess_columns
from zhian.engines.compensation.facts import CASE, OPTIONS
from zhian.engines.compensation.formula.columns import Columns
from zhian.engines.compensation.law.cn import medical_accident_2002 as A
from zhian.engines.compensation.law.cn import personal_injury_2022 as B

CHONGQING_2003 = {"place": "重庆", "accident_year": 2003, "trial_year": 2024, "ratio": 1}
DEFAULTS = SimpleNamespace(**{name: option.default for name, option in OPTIONS.items()})


def gross(law, case, head, **answers):
    return {line.head.name: line.gross for line in assess(law, case, **answers).lines}.get(head, 0)


@pytest.mark.parametrize(("age", "years"), [(59, 30), *((a, 75 - a) for a in range(60, 70)), (70, 5), (71, 5)])
def test_the_founding_table_of_years(age, years):
    assert A.allowance_years(age, DEFAULTS) == years  # the rule is plain Python: call it
    assert gross(A.law, CHONGQING_2003 | {"age": age, "level": 2}, "disability_allowance") == 5767 * years * Fraction(
        9, 10
    )


@pytest.mark.parametrize(("level", "percent"), [(0, 0), *((k, 110 - 10 * k) for k in range(1, 11))])
def test_each_grade_has_its_coefficient(level, percent):
    case = CHONGQING_2003 | {"age": 30, "level": level}
    assert gross(A.law, case, "disability_allowance") == Fraction(5767 * 30 * percent, 100)


@pytest.mark.parametrize(("age", "years"), [(59, 20), (60, 20), (61, 19), (74, 6), (75, 5), (90, 5)])
def test_the_years_of_regime_b(age, years):
    assert gross(B.law, CHONGQING_2003 | {"age": age, "level": 10}, "disability") == 47435 * years * Fraction(1, 10)


def test_the_annual_cap_over_three_dependants():
    three = [{"age": age, "incapable": age > 18, "supporters": 2} for age in (63, 55, 6)]
    three = [d | {"incapable": int(d["incapable"])} for d in three]
    case = {"place": "河北", "trial_year": 2015, "age": 35, "died": 1, "ratio": 1, "dependants": three}
    assert gross(B.law, case, "dependants") == 299_774  # the court's sum: 17 full years and 3 halves


def test_an_income_over_three_times_the_wage_is_capped_and_the_explanation_says_so():
    case = CHONGQING_2003 | {"has_fixed_income": 1, "daily_income": 150, "lost_days": 26}
    award = assess(A.law, case)
    assert award.lines[0].gross == Fraction(235_068, 100)
    for said in (
        "误工费",
        "第五十条第（二）项",
        "取小（固定日收入，3 × 日平均工资）",
        "四舍五入",
        "待核对",
        "先四舍五入到分 → 2,350.92 元（+0.24）",
    ):
        assert said in str(award)


def test_each_head_may_have_its_own_ratio():
    case = CHONGQING_2003 | {"medical": "1000.01", "age": 40, "level": 10, "ratio": "0.3", "ratio:medical": "0.75"}
    owed = {line.head.name: line.owed for line in assess(A.law, case).lines}
    assert owed == {"medical": Fraction(75_001, 100), "disability_allowance": Fraction(519_030, 100)}


def test_a_label_and_an_open_question_give_a_range():
    case = CHONGQING_2003 | {"age": 63, "level": 2}
    assert span(A.law, case, ratio=["0.6", "0.9"], sixties=["decline", "flat"]) == (
        Fraction(3_737_016, 100),
        Fraction(7_006_905, 100),
    )


def half_up(value: Fraction) -> int:
    return (value * 100 + Fraction(1, 2)).__floor__()


def oracle(law, c, flat, divisor, first):
    """The same law written again, independently, in fractions."""
    coefficient = Fraction(110 - 10 * c["level"], 100) if c["level"] else Fraction(0)
    age, dead, people = c["age"], c["died"], c["dependants"]
    if law is A.law:
        wage = Fraction(11000, divisor)
        wage = Fraction(half_up(wage), 100) if first == "fen" else Fraction(int(wage)) if first == "yuan" else wage
        years = 30 if age < 60 else 5 if age >= 70 else 15 if flat else 75 - age
        loss = min(Fraction(c["daily_income"]), 3 * wage) if c["has_fixed_income"] else wage
        keep = sum(
            Fraction(16 - a if a < 16 else 5 if a >= 70 else 15 if a >= 60 else 20 * w, s)
            for a, w, s in ((d["age"], d["incapable"], d["supporters"]) for d in people)
        )
        heads = [
            Fraction(c["medical"]),
            loss * c["lost_days"],
            Fraction(12 * c["hospital_days"]),
            wage * c["care_days"] * c["carers"],
        ]
        heads += [
            0 if dead else 5767 * years * coefficient,
            Fraction(1500 * dead),
            12 * 185 * keep if dead or c["level"] else 0,
        ]
    else:
        term_of = lambda a: max(5, 20 - max(0, a - 60))  # noqa: E731
        lost, units = (Fraction(1) if dead else coefficient), Fraction(0)
        for y in range(1, 21):
            live = [
                d["supporters"]
                for d in people
                if y <= (18 - d["age"] if d["age"] < 18 else term_of(d["age"]) * d["incapable"])
            ]
            units += min(Fraction(1), lost * sum(Fraction(1, s) for s in live))
        income = 47435 * term_of(age)
        heads = [
            Fraction(c["medical"]),
            0 if dead else income * coefficient,
            Fraction(117446, 2) * dead,
            income * dead,
            31531 * units,
        ]
    fen = [half_up(Fraction(h)) for h in heads]
    return fen, [half_up(Fraction(f, 100) * Fraction(c["ratio"])) for f in fen]


fen = st.integers(0, 10**7).map(lambda n: f"{n // 100}.{n % 100:02}")
small = st.integers(0, 10**5).map(lambda n: f"{n // 100}.{n % 100:02}")
parts = st.integers(0, 10_000).map(lambda n: f"{n // 10_000}.{n % 10_000:04}")
person = st.fixed_dictionaries(
    {"age": st.integers(0, 100), "incapable": st.integers(0, 1), "supporters": st.integers(1, 10)}
)
ages = st.one_of(st.integers(0, 130), st.sampled_from([59, 60, 61, 69, 70, 74, 75]))
random_case = st.fixed_dictionaries({
    "age": ages, "level": st.integers(0, 10), "died": st.integers(0, 1), "medical": fen,
    "daily_income": small, "has_fixed_income": st.integers(0, 1),
    "lost_days": st.integers(0, 999), "hospital_days": st.integers(0, 999), "care_days": st.integers(0, 999),
    "carers": st.integers(0, 5), "ratio": parts, "dependants": st.lists(person, max_size=6),
})  # fmt: skip


def as_columns(cases):
    cells = lambda name, den, rows: np.array([int(Fraction(r[name]) * den) for r in rows], np.int64)  # noqa: E731
    columns = {n: cells(n, f.den, cases) for n, f in CASE.items()}
    columns |= {
        "place": np.zeros(len(cases), int),
        "accident_year": np.full(len(cases), 2003),
        "trial_year": np.full(len(cases), 2024),
    }
    rows = [d for c in cases for d in c["dependants"]]
    long = {n: cells(n, 1, rows) for n in ("age", "incapable", "supporters")}
    return columns, long | {"case": np.repeat(np.arange(len(cases)), [len(c["dependants"]) for c in cases])}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(random_case, min_size=1, max_size=8),
    st.booleans(),
    st.sampled_from([365, 360, 261]),
    st.sampled_from(["exact", "fen", "yuan"]),
)
def test_one_case_and_columns_and_the_oracle_agree_to_the_fen(cases, flat, divisor, first):
    for law in (A.law, B.law):
        answers = {"sixties": "flat" if flat else "decline", "divisor": divisor, "day_rate": first}
        gross, owed, sums = assess_columns(law, *as_columns(cases), places=["重庆"], **answers)
        for k, case in enumerate(cases):
            expected = oracle(law, case, flat, divisor, first)
            one = assess(law, CHONGQING_2003 | case, explain=False, **answers)
            assert (one[0], one[1]) == expected and one[2] == sum(expected[1])
            assert ([g[k] for g in gross.values()], [o[k] for o in owed.values()], sums[k]) == (
                *expected,
                sum(expected[1]),
            )


def test_slices_do_not_change_the_answer_and_bad_rows_are_refused():
    formula, n = ready(B.law).formula, 5_000
    r = np.random.default_rng(3)
    facts = {name: r.integers(s.low, min(s.high, 10**7) + 1, n) for name, s in formula.asks.items() if s.table is None}
    rows = np.sort(r.integers(0, n, 2 * n))
    facts |= {name: r.integers(s.low, s.high + 1, 2 * n) for name, s in formula.asks.items() if s.table}
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=n))))
    whole, sliced = (Columns(formula).run(facts, n, {"dependants": starts}, slice_of=k) for k in (n, 333))
    assert all(np.array_equal(a, b) for a, b in zip(whole, sliced, strict=True))
    with pytest.raises(ValueError, match="row 77: age = -1, allowed 0 to 130"):
        Columns(formula).run(facts | {"age": np.where(np.arange(n) == 77, -1, 5)}, n, {"dependants": starts})


@settings(max_examples=100, deadline=None)
@given(random_case)
def test_every_case_can_be_explained_and_the_lines_add_up(case):
    for law in (A.law, B.law):
        award = assess(law, CHONGQING_2003 | case)
        assert award.total == sum(line.owed for line in award.lines) and str(award)


def test_bad_facts_and_missing_figures_are_refused_in_words():
    with pytest.raises(ValueError, match=r"age（定残（死亡）时周岁）= 131: allowed 0 to 130"):
        assess(A.law, CHONGQING_2003 | {"age": 131})
    with pytest.raises(ValueError, match="no float"):
        assess(A.law, CHONGQING_2003 | {"medical": 0.1})
    with pytest.raises(LookupError, match="no wage for 重庆 2004; published: 重庆2002年"):
        assess(A.law, CHONGQING_2003 | {"accident_year": 2005, "age": 3})
    with pytest.raises(ValueError, match="divisor=366"):
        ready(A.law, divisor=366)
