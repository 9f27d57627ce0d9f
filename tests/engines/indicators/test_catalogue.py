"""The catalogue holds together: files, editions, boards, words, sources, and the rows each indicator is tried on."""

import os
from collections import Counter
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from zhian.engines.indicators.catalogue import boards, documents, shipped
from zhian.engines.indicators.document import read
from zhian.engines.indicators.running import DuckDB
from zhian.engines.spc.kinds import KINDS
from zhian.engines.spc.rules import rule_sets

from .reference import UNVERIFIED, page
from .tried import differences

FILE = Path(__file__).parents[3] / "docs" / "reference" / "indicators.md"
VERIFIED = ("primary", "secondary", "general")
NEVER = date.max
COMPUTED = [each for each in shipped() if not each.is_manual]


def test_each_file_is_named_after_its_indicator():
    names = [path.partition("/")[2] for path, _text in documents()]
    assert names == [f"{each.code.replace('&', '')}.yaml" for each in shipped()]


def test_the_quick_way_of_reading_our_own_says_what_the_strict_one_says():
    assert shipped() == tuple(read(text) for _path, text in documents())


def test_editions_of_one_indicator_do_not_overlap():
    assert len({each.key for each in shipped()}) == len(shipped())
    for _code, group in groupby(sorted(shipped(), key=lambda each: each.key), key=lambda each: each.code):
        spans = sorted((each.valid.since, each.valid.until or NEVER) for each in group)
        assert all(first[1] < second[0] for first, second in pairwise(spans))


def test_whatever_is_superseded_names_a_successor_that_begins_the_day_after():
    known = {each.code: each for each in shipped()}
    for each in shipped():
        if each.valid.superseded_by:
            assert each.valid.until, each.key
            assert known[each.valid.superseded_by].valid.since > each.valid.until, each.key


def test_every_member_of_a_board_exists_and_every_indicator_stands_on_one():
    members = [code for board in boards() for code in board.members]
    assert set(members) == {each.code for each in shipped()}
    assert all(max(Counter(board.members).values()) == 1 for board in boards())


def test_the_boards_have_as_many_as_their_lists():
    sizes = {board.key: len(board.members) for board in boards()}
    assert [sizes[f"goals-{year}"] for year in range(2021, 2027)] == [10] * 6
    assert sizes["performance"] == 56
    assert (
        len([code for board in boards() if board.key == "core" for code in board.members if code.startswith("CORE")])
        == 35
    )
    assert all("GOAL-AE" in board.members for board in boards() if board.key.startswith("goals"))


def test_the_two_core_systems_without_an_indicator_say_so():
    (core,) = (board for board in boards() if board.key == "core")
    assert len(core.chapters) == 18
    assert {chapter.names["zh"] for chapter in core.chapters if chapter.note} == {"病历管理制度", "信息安全管理制度"}


@pytest.mark.parametrize("one", shipped(), ids=lambda each: each.key)
def test_an_indicator_is_told_in_both_languages(one):
    parts = ["numerator"] if one.type.startswith("count") else ["numerator", "denominator"]
    words = [one.names, *(one.says[part] for part in parts)]
    words += [one.note] if one.note else []
    words += [left.says for left in (*one.exclusions, *one.exceptions)]
    words += [benchmark.of for benchmark in one.benchmarks]
    assert all(each.get("zh") and each.get("en") for each in words)


def test_every_source_target_and_benchmark_says_where_it_was_read_and_how_well():
    for each in shipped():
        assert each.source.title, each.key
        assert each.source.verified in VERIFIED, each.key
        for figure in (*each.targets, *each.benchmarks):
            assert figure.source, each.key
            assert figure.verified in VERIFIED, each.key
    assert all(board.source and board.verified in VERIFIED for board in boards())


def test_what_is_known_from_memory_alone_is_never_of_high_confidence_and_has_a_day_of_review():
    remembered = [each for each in shipped() if each.source.verified == "general"]
    assert not [each.key for each in remembered if each.confidence == "high" or not each.review]


def test_charts_and_rules_exist():
    assert {each.chart.kind for each in shipped()} <= {*KINDS, "auto"}
    assert {each.chart.rules for each in shipped()} <= set(rule_sets())


def test_every_computed_indicator_is_tried_on_rows_with_a_member_and_a_near_miss():
    assert len(COMPUTED) > 60
    assert not [each.key for each in COMPUTED if not each.tests]


def test_on_its_worked_rows_every_indicator_comes_out_as_it_should():
    assert differences(DuckDB) == []


def test_the_reference_page_is_the_catalogue():
    if os.environ.get("ZHIAN_WRITE_REFERENCE") == "1":
        FILE.write_text(page(), encoding="utf-8")
    text = page()
    assert FILE.read_text(encoding="utf-8") == text, "run script/reference and read the difference"
    assert all(f"**{each.code}**" in text for each in shipped())
    assert text.count(UNVERIFIED) > sum(each.source.verified == "general" for each in shipped())
