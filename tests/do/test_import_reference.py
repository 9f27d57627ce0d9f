"""docs/reference/imports.md says what rows are held against and how forms are read. script/reference writes it anew."""

import os
from pathlib import Path

import pytest

from zhian.do.feeds.readers import checks, layouts
from zhian.do.feeds.readers.mapped import COMPLEMENTS, called, mappable, tellable
from zhian.engines.indicators.facts import table

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "imports.md"
HEAD = """# Imports: checks and columns

Written by `script/reference` from `src/zhian/do/feeds/readers`. How to import: [in English](../how-to/import-data.md),
[中文](../how-to/import-data.zh-CN.md).

## What every row is held against

A cell that cannot be read as its column's type, one that must not be empty, a row with too few or too many cells, and a
key that stands in the file twice with other content put a row into quarantine, whatever it tells of. Besides:

| Check | Of | What is wrong | 问题 | |
|---|---|---|---|---|
"""


def test_the_page_says_what_the_program_does():
    text = HEAD + "\n".join([*_checks(), "", *_layouts(), *_tables(), ""])
    if os.environ.get("ZHIAN_WRITE_REFERENCE") == "1":
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "run script/reference and read the difference"


def test_every_check_names_columns_that_there_are():
    told = {name for each in ("stay", "diagnosis", "procedure", "ward_move") for name in table(each).columns}
    for check in checks():
        assert check.when and check.says["zh"] and check.says["en"], check.code
        for name in check.columns:
            known = told | {fact.rpartition(".")[2] for each in check.tables for fact in _facts(each)}
            assert name.rpartition(".")[2] in known | PAGE_FACTS, f"{check.code}: {name}"


@pytest.mark.parametrize("name", ["hqms", "performance"])
def test_a_layout_has_every_column_of_its_form_and_tells_each_fact_once(name):
    layout = layouts()[name]
    assert len(layout.fields) == {"hqms": 346, "performance": 642}[name]
    facts = [fact for field in layout.fields.values() for fact in field.to]
    assert len(facts) == len(set(facts))


PAGE_FACTS = {"hospital", "born_on", "admission_weight", "own_payment"}


def _facts(each):
    return [fact for fact, _column in tellable(each)] if each in mappable() else list(table(each).columns)


def _checks():
    for check in checks():
        weight = "quarantine" if check.is_fault else "warning"
        yield f"| `{check.code}` | {', '.join(check.tables)} | {check.says['en']} | {check.says['zh']} | {weight} |"


def _layouts():
    for layout in layouts().values():
        yield f"## {layout.titles['en']}"
        yield f"\n{layout.titles['zh']} · {layout.source['title']} · verified: {layout.source['verified']}\n"
        yield "| Column | 名称 | Name | Fact | |"
        yield "|---|---|---|---|---|"
        for field in layout.fields.values():
            facts = ", ".join(f"`{fact}`" for fact in field.to)
            note = ", ".join(filter(None, ["identifies" * field.personal, field.confidence.replace("high", "")]))
            yield f"| {field.source} | {field.names['zh']} | {field.names['en']} | {facts} | {note} |"
        yield ""


def _tables():
    yield "## What a mapping can fill\n"
    for name in mappable():
        names = table(COMPLEMENTS.get(name, name)).names
        more = "More of: " if name in COMPLEMENTS else ""
        yield f"### {more}{names['en']} (`{name}`, {names['zh']})\n"
        for fact, column in tellable(name):
            also = "、".join(called(fact))
            yield f"- `{fact}`: {column.names['en']}, {column.names['zh']}" + (f" (also: {also})" if also else "")
        yield ""
