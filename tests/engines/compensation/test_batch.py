"""Files of cases: the awards are those of the cases one by one, and what cannot be used is refused by row."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhian.engines.compensation import assess, read_case
from zhian.engines.compensation.batch import assess_batches, assess_file, schema
from zhian.engines.compensation.cells import BatchError
from zhian.engines.compensation.slices import LongTable, sliced

ACTS = [date(2009, 5, 1), date(2021, 6, 1), date(2023, 5, 1)]  # under three texts
FIGURES = ("urban_income", "urban_consumption", "rural_income", "rural_consumption", "wage", "food_per_day")


def table(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def yuan(*amounts):
    return pa.array(map(Decimal, amounts), pa.decimal128(12, 2))


@pytest.fixture
def two(tmp_path):
    """Two cases, the second with two receipts; where the figures come from is told."""
    cases = table(
        tmp_path / "cases.parquet", case=[3, 8], place=["重庆", "重庆"], act=[date(2023, 5, 1)] * 2,
        debate_closed=[date(2024, 5, 1)] * 2, level=[0, 10], age_fixed=[40, 61], ratio=yuan("0.7", "1"),
    )  # fmt: skip
    receipts = table(tmp_path / "receipts.parquet", case=[8, 8], amount=yuan("100.01", "0.09"))
    return cases, {"receipts": receipts}


def awarded(cases, tables, out, regimes=("B",)):
    assess_file(cases, out, regimes=regimes, tables=tables)
    return pq.read_table(out).to_pylist()


def test_a_file_of_cases_becomes_a_file_of_awards_in_exact_yuan(two, tmp_path):
    told = []
    assess_file(
        *two[:1], tmp_path / "awards.parquet", regimes=("B",), tables=two[1], progress=lambda *n: told.append(n)
    )
    first, second = pq.read_table(tmp_path / "awards.parquet").to_pylist()
    assert (first["case"], first["B.payable"]) == (3, 0)
    assert second["B.law"] == "personal_injury_2022" and second["B.gross.medical"] == Decimal("100.10")
    assert second["B.gross.disability"] == Decimal("90126.50")  # 47,435 × 19 × 10%
    assert told == [(2, 2)] and not list(tmp_path.glob(".*"))


case = st.fixed_dictionaries({
    "act": st.sampled_from(ACTS), "age": st.integers(0, 100), "level": st.integers(0, 10), "died": st.booleans(),
    "medical": st.lists(st.integers(1, 10**7), max_size=3), "hospital_days": st.integers(0, 99),
    "people": st.lists(st.tuples(st.integers(0, 99), st.booleans(), st.integers(1, 9)), max_size=3),
    "share": st.integers(0, 10_000), "stated": st.lists(st.integers(10**5, 10**7), min_size=6, max_size=6),
})  # fmt: skip


def by_itself(told):
    """The same case as a lawyer would write it."""
    days = {"act": told["act"], "fixed": told["act"], "debate_closed": date(2024, 5, 1)}
    document = {
        "forum": "court", "places": {"act": "重庆"}, "dates": {k: str(v) for k, v in days.items()},
        "patient": {"age": told["age"], "household": "urban"}, "hospital_days": told["hospital_days"],
        "injuries": [{"level": told["level"]}] if told["level"] else [],
        "receipts": [{"amount": f"{n // 100}.{n % 100:02}", "kind": "medical"} for n in told["medical"]],
        "dependants": [
            {"age": age, "incapable": incapable, "no_income": True, "supporters": n, "household": "urban"}
            for age, incapable, n in told["people"]
        ],
        "responsibility": {"ratio": str(Decimal(told["share"]) / 10_000)},
        "figures": {name: f"{n // 100}.{n % 100:02}" for name, n in zip(FIGURES, told["stated"], strict=True)},
    }  # fmt: skip
    if told["died"]:
        document["dates"]["death"] = str(told["act"])
    return assess(read_case(document)).awards["B"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(case, min_size=1, max_size=7), st.integers(1, 5))
def test_slices_texts_and_tables_give_what_each_case_gives_by_itself(tmp_path, cases, at_once):
    rows = [(k, *person) for k, told in enumerate(cases) for person in told["people"]]
    receipts = [(k, Decimal(n) / 100) for k, told in enumerate(cases) for n in told["medical"]]
    stated = {f"figures.{f}": yuan(*(f"{t['stated'][k] / 100:.2f}" for t in cases)) for k, f in enumerate(FIGURES)}
    whole = pa.table({
        "case": range(len(cases)), "place": ["重庆"] * len(cases), "act": [t["act"] for t in cases],
        "debate_closed": [date(2024, 5, 1)] * len(cases), "level": [t["level"] for t in cases],
        **{age: [t["age"] for t in cases] for age in ("age_act", "age_fixed", "age_debate")},
        "died": [t["died"] for t in cases], "hospital_days": [t["hospital_days"] for t in cases],
        "ratio": pa.array([Decimal(t["share"]) / 10_000 for t in cases], pa.decimal128(6, 4)), **stated,
    })  # fmt: skip
    tables = {
        "dependants": table(
            tmp_path / "dependants.parquet", case=pa.array([r[0] for r in rows], pa.int32()),
            **{age: pa.array([r[1] for r in rows], pa.int8()) for age in ("age_fixed", "age_act", "age_debate")},
            capacity=pa.array(["无劳动能力" if r[2] else "有劳动能力" for r in rows], pa.string()),
            no_income=[True] * len(rows), supporters=pa.array([r[3] for r in rows], pa.int8()),
        ),
        "receipts": table(
            tmp_path / "receipts.parquet", case=pa.array([r[0] for r in receipts], pa.int32()),
            amount=pa.array([r[1] for r in receipts], pa.decimal128(12, 2)),
        ),
    }  # fmt: skip
    batches = assess_batches(whole.to_batches(at_once), "cases", ("B",), tables)
    found = pa.Table.from_batches(batches, schema(("B",))).to_pylist()
    for told, row in zip(cases, found, strict=True):
        award = by_itself(told)
        assert row["B.payable"] == award.payable, told
        assert {line.head.name: line.gross for line in award.lines} == {
            line.head.name: row[f"B.gross.{line.head.name}"] for line in award.lines
        }


def test_a_long_table_is_read_no_further_than_the_cases_have_come(two):
    held = LongTable("receipts", two[1]["receipts"], at_once=1)
    assert not len(held.of(*some_cases(3), [])["case"])
    assert held.of(*some_cases(5, 8), [])["case"].tolist() == [1, 1]
    held.refuse_what_is_left()


def some_cases(*numbers):
    (part,) = sliced(pa.table({"case": numbers}).to_batches(), "cases", {})
    return (part.cases["case"],)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"level": [3, 11]}, "cases.parquet: row 2, level = 11; allowed: 0 to 10, whole."),
        ({"level": [0.5, 1]}, "row 1, level = 0.5; allowed: 0 to 10, whole, no float"),
        ({"prepaid": yuan("1", "-0.01")}, r"row 2, prepaid = -0\.01; allowed: 0 to"),
        ({"ratio": pa.array([Decimal("0.70001"), 1], pa.decimal128(8, 5))}, r"row 1, ratio = 0\.70001; .* 1/10000"),
        ({"grade": ["四级", "五级"]}, "row 2, grade = 五级; allowed: no accident established, .*grade 4"),
        ({"case": [8, 3]}, "row 2, case = 3; allowed: in ascending order"),
        ({"place": ["重庆", None]}, "row 2, place = nothing; allowed: the name of a place"),
        ({"act": ["2023", "2024"]}, "row 1, act = 2023; allowed: a date"),
        ({"hospital_dayz": [1, 1]}, "hospital_dayz = an unknown column; allowed: .*hospital_days"),
    ],
)
def test_what_cannot_be_used_names_file_row_field_value_and_what_is_allowed(two, tmp_path, change, said):
    told = columns_of(two[0]) | change
    with pytest.raises(BatchError, match=said) as refused:
        awarded(table(tmp_path / "cases.parquet", **told), {}, tmp_path / "awards.parquet")
    assert refused.value.words.zh.startswith("cases.parquet：")
    assert not (tmp_path / "awards.parquet").exists() and not list(tmp_path.glob(".*"))


def columns_of(path):
    whole = pq.read_table(path)
    return dict(zip(whole.column_names, whole.columns, strict=True))


def test_a_row_without_its_case_and_a_missing_figure_are_refused(two, tmp_path):
    cases, _ = two
    stray = table(tmp_path / "receipts.parquet", case=[3, 5], amount=yuan("1", "1"))
    with pytest.raises(BatchError, match=r"receipts.parquet: row 2, case = 5; allowed: the number of a case"):
        awarded(cases, {"receipts": stray}, tmp_path / "awards.parquet")
    later = table(tmp_path / "receipts.parquet", case=[9], amount=yuan("1"))
    with pytest.raises(BatchError, match=r"row 1, case = 9"):
        awarded(cases, {"receipts": later}, tmp_path / "awards.parquet")
    told = columns_of(cases) | {"hospital_days": [1, 1]}
    with pytest.raises(BatchError, match="no food_per_day for 重庆 2023"):
        awarded(table(tmp_path / "cases.parquet", **told), {}, tmp_path / "awards.parquet")
