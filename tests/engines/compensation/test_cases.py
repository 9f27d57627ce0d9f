"""Published cases, each a file that a lawyer can read and add to, computed to the fen (docs/how-to/add-a-case.md)."""

from fractions import Fraction
from pathlib import Path

import pytest

from zhian.engines.compensation.assess import assess
from zhian.engines.compensation.case import read_case
from zhian.engines.compensation.claims import check_claim
from zhian.engines.compensation.documents import load

FILES = sorted((Path(__file__).parent.parent / "compensation_cases").glob("*.yaml"))
SAYS = {"title", "source", "comment", "case", "expected"}
EXPECTS = {"regime", "heads", "owed", "gross", "total", "payable", "insurer", "hospital", "claim"}


def told(file):
    return load(file.read_text("utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_published_case_comes_out_to_the_fen(file):
    document = told(file)
    expected = document["expected"]
    case = read_case(document["case"])
    assessment = assess(case)
    award = assessment.awards[expected["regime"]]
    found = {
        "heads": {head: award.line(head).gross for head in expected.get("heads", {})},
        "owed": {head: award.line(head).owed for head in expected.get("owed", {})},
        "gross": award.gross,
        "total": award.owed,
        "payable": award.payable,
        "insurer": sum(share.insurer for share in award.split),
        "hospital": sum(share.own for share in award.split),
        "claim": claimed(case, assessment, expected["claim"]) if "claim" in expected else None,
    }
    assert {name: found[name] for name in exact(expected)} == exact(expected)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_case_says_where_it_comes_from_and_nothing_that_is_not_compared(file):
    document = told(file)
    assert document["title"] and document["source"] and set(document) <= SAYS
    assert set(document["expected"]) <= EXPECTS


def claimed(case, assessment, asked_for):
    claim = check_claim(case, assessment)
    found = {
        "added": claim.added,
        "asked": claim.asked,
        "slips": len(claim.sums),
        "too_much": {head.name: head.too_much for head in claim.heads if head.too_much},
    }
    return {name: found[name] for name in asked_for}


def exact(expected):
    """The amounts of a file as exact yuan."""
    if isinstance(expected, dict):
        return {name: exact(value) for name, value in expected.items() if name != "regime"}
    assert isinstance(expected, str), f"{expected!r} is no text: a fraction of a fen could hide in it"
    return Fraction(expected)
