"""Rules made at random: whatever a rule says, its bounds hold, and one case, columns and plain Python agree."""

from fractions import Fraction
from math import floor
from types import SimpleNamespace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from zhian.engines.compensation import formula as f
from zhian.engines.compensation.formula.columns import Columns
from zhian.engines.compensation.formula.explained import Explanation, Reader

from .formula_given import CASE, ROW, asked, numerators

PARTS = {"receipts": 3, "people": 4}


def value(rule, case, row=None):
    """What a rule, told as nested tuples, says of a case: run by Python itself on fractions, or on names."""

    def of(part):
        return value(part, case, row)

    match rule:
        case "number", number:
            return number
        case "fact", name:
            return getattr(case, name)
        case "row", name:
            return getattr(row, name)
        case "add", a, b:
            return of(a) + of(b)
        case "sub", a, b:
            return of(a) - of(b)
        case "mul", a, b:
            return of(a) * of(b)
        case "min", a, b:
            return min(of(a), of(b))
        case "max", a, b:
            return max(of(a), of(b))
        case "divide", a, number:
            return of(a) / Fraction(number)
        case "share", a, name:
            return of(a) / (getattr(row, name) if name == "supporters" else getattr(case, name))
        case "round", how, a:
            return f.rounded(max(0, of(a)), how)
        case "ceiling", a:
            return f.ceiling(of(a))
        case "floor", a:
            return f.floor(of(a))
        case "lt", a, b:
            return of(a) < of(b)
        case "le", a, b:
            return of(a) <= of(b)
        case "eq", a, b:
            return of(a) == of(b)
        case "if", condition, a, b:
            return of(a) if of(condition) else of(b)
        case "term", a:
            return f.term("部分", "part")(lambda case, row: value(a, case, row))(case, row)
        case ("total" | "largest") as how, table, a:
            part = f.term("每项", "each")(lambda case, row: value(a, case, row))
            return getattr(f, how)(part(case, each) for each in getattr(case, table))
    raise AssertionError(rule)


def expressions(leaves, most):
    compared = lambda e: st.tuples(st.sampled_from(["lt", "le", "eq"]), e, e)  # noqa: E731
    return st.recursive(
        leaves,
        lambda e: st.one_of(
            st.tuples(st.sampled_from(["add", "sub", "mul", "min", "max"]), e, e),
            st.tuples(st.just("if"), compared(e), e, e),
            st.tuples(st.just("if"), compared(leaves), e, e),
            st.tuples(st.just("divide"), e, st.sampled_from([2, 3, 365, Fraction(87, 4)])),
            st.tuples(st.just("round"), st.sampled_from(list(f.ROUNDINGS)), e),
            st.tuples(st.sampled_from(["ceiling", "floor", "term"]), e),
        ),
        max_leaves=most,
    )


EDGES = [0, 1, 12, 15, Fraction(31, 2), 16, 60]  # the numbers that rules like to compare with, and cases lie close to
numbers = st.builds(lambda n: ("number", n), st.sampled_from(EDGES) | st.fractions(-2, 2, max_denominator=12))
case_leaves = st.one_of(st.builds(lambda n: ("fact", n), st.sampled_from(list(CASE))), numbers)
row_leaves = st.one_of(st.builds(lambda n: ("row", n), st.sampled_from(list(ROW))), case_leaves)
row_rules = st.one_of(
    expressions(row_leaves, 6), st.tuples(st.just("share"), expressions(row_leaves, 4), st.just("supporters"))
)
sums = st.one_of(
    st.tuples(st.just("total"), st.sampled_from(list(PARTS)), row_rules),
    st.builds(lambda t, r: ("largest", t, ("max", ("number", 0), r)), st.sampled_from(list(PARTS)), row_rules),
)
fenced = st.builds(  # a value compared with a number, and used on the way that follows
    lambda op, fact, edge, turned, ways: ("if", (op, edge, fact) if turned else (op, fact, edge), *ways),
    st.sampled_from(["lt", "le", "eq"]),
    st.just(("fact", "age")),
    st.builds(lambda n: ("number", n), st.sampled_from(EDGES)),
    st.booleans(),
    st.permutations([("number", 0), ("add", ("fact", "age"), ("number", 1))]),
)
shares = st.tuples(st.just("share"), case_leaves, st.just("heirs"))
rules = fenced | expressions(st.one_of(case_leaves, case_leaves, sums, shares, fenced), 12)


def near_edges(declared):
    close = {floor(edge * declared.den) + step for edge in EDGES for step in (-1, 0, 1)}
    return st.sampled_from(sorted(n for n in close if declared.low <= n / declared.den <= declared.high))


def facts(declared):
    parts = {k: near_edges(d) | st.integers(d.low * d.den, d.high * d.den) for k, d in declared.items()}
    return st.fixed_dictionaries({k: n.map(lambda n, den=declared[k].den: Fraction(n, den)) for k, n in parts.items()})


cases = st.builds(
    lambda case, rows: case | rows,
    facts(CASE),
    st.fixed_dictionaries({table: st.lists(facts(ROW), max_size=most) for table, most in PARTS.items()}),
)


def read(rule):
    try:
        return f.Formula([f.explored(lambda: value(rule, asked(PARTS)))])
    except f.Unsound:
        assume(False)


def plainly(rule, case):
    rows = {table: [SimpleNamespace(**row) for row in case[table]] for table in PARTS}
    return value(rule, SimpleNamespace(**case | rows))


@settings(max_examples=200, deadline=None, report_multiple_bugs=False)
@given(rules, st.lists(cases, min_size=1, max_size=6))
def test_every_value_lies_within_its_bounds_and_all_ways_to_run_a_rule_agree(rule, some):
    formula = read(rule)
    expected = [Fraction(plainly(rule, case)) for case in some]
    den = formula.roots[0].den
    for case, answer in zip(some, expected, strict=True):
        (result,), kept = formula.one(*numerators([case], PARTS, one=True))
        assert Fraction(result, den) == answer
        assert formula.sums(*numerators([case], PARTS, one=True)) == [result]
        reader = Reader(kept, "en")
        for n, row in reader.way(formula.roots[0]):
            assert n.low <= reader.number(n, row) * n.den <= n.high, n
        assert Explanation(formula, 0, kept).said_in("zh-hans").whole.words
    given_columns, starts = numerators(some, PARTS, one=False)
    (column,) = Columns(formula).run(given_columns, len(some), starts, slice_of=3)
    assert [Fraction(int(n), den) for n in column] == expected


@pytest.mark.parametrize(
    ("condition", "low", "high"),
    [
        (lambda a, b: a < 60, 0, 59),
        (lambda a, b: a <= 60, 0, 60),
        (lambda a, b: a > 60, 61, 130),
        (lambda a, b: a >= 60, 60, 130),
        (lambda a, b: not a < 60, 60, 130),
        (lambda a, b: not a <= 60, 61, 130),
        (lambda a, b: a == 60, 60, 60),
        (lambda a, b: a != 0, 1, 130),
        (lambda a, b: 40 <= a < 60, 40, 59),
        (lambda a, b: a < Fraction(121, 2), 0, 60),
        (lambda a, b: a > Fraction(121, 2), 61, 130),
        (lambda a, b: a < b, 0, 19),
        (lambda a, b: not a <= b, 11, 130),
        (lambda a, b: a == b, 10, 20),
    ],
)
def test_an_if_sharpens_the_bounds_and_no_more_than_it_may(condition, low, high):
    case, seen = asked({}), []
    f.explored(lambda: (seen.append(case.age + 1000), 0)[1] if condition(case.age, case.other) else 0)
    assert (seen[0].low, seen[0].high) == (low + 1000, high + 1000)
