"""What stands in a cell, as SQL: text as it was written becomes a day, a number, one of our words, or null."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import yaml

from zhian.engines.indicators.facts import Column, codes

from .layouts import Field, Layout

MISSING = pa.array(["", "-", "--", "—", "——", "－", "/", r"\N", "NULL", "null", "None"])
NOTHING = pa.scalar(None, pa.string())
WIDE = tuple(zip("０１２３４５６７８９．－：／Ｘｘ", "0123456789.-:/Xx", strict=True))
PLAIN_MOMENT = (("[日秒]", ""), (r"[年月/.](\d)", r"-\1"), (r"[T时点]\s*", " "))
ORDERS = ("day_first", "month_first")
DUCK = {
    "key": "VARCHAR", "text": "VARCHAR", "code": "VARCHAR", "icd10": "VARCHAR", "icd9": "VARCHAR", "flag": "BOOLEAN",
    "integer": "BIGINT", "money": "BIGINT", "number": "DOUBLE", "day": "DATE", "moment": "TIMESTAMP",
}  # fmt: skip

MACROS = """
create macro as_moment(cell) as case
  when regexp_matches(cell, '^\\d{4}-\\d') then try_strptime(cell,
    ['%Y-%m-%d', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%d %H', '%Y-%m-%d %H:%M:%S.%g'])
  when length(cell) = 8 then try_strptime(cell, '%Y%m%d')
  when length(cell) = 12 then try_strptime(cell, '%Y%m%d%H%M')
  when length(cell) = 14 then try_strptime(cell, '%Y%m%d%H%M%S')
  end;
create macro as_moment_day_first(cell) as
  try_strptime(cell, ['%d-%m-%Y', '%d-%m-%Y %H:%M:%S', '%d-%m-%Y %H:%M']);
create macro as_moment_month_first(cell) as
  try_strptime(cell, ['%m-%d-%Y', '%m-%d-%Y %H:%M:%S', '%m-%d-%Y %H:%M']);
create macro as_integer(cell) as
  case when regexp_full_match(cell, '-?\\d{1,15}(\\.0+)?') then cast(try_cast(cell as double) as bigint) end;
create macro as_number(cell) as
  case when regexp_full_match(cell, '-?[\\d,]{1,20}(\\.\\d+)?') then try_cast(replace(cell, ',', '') as double) end;
create macro as_money(cell) as
  case when regexp_full_match(cell, '-?[\\d,]{1,15}(\\.\\d+)?')
       then cast(round(try_cast(replace(cell, ',', '') as decimal(18, 4)) * 100) as bigint) end;
create macro as_integer_times(cell, factor) as cast(round(as_number(cell) * factor) as bigint);
create macro as_number_times(cell, factor) as as_number(cell) * factor;
create macro as_money_times(cell, factor) as
  case when regexp_full_match(cell, '-?[\\d,]{1,15}(\\.\\d+)?')
       then cast(round(try_cast(replace(cell, ',', '') as decimal(18, 4)) * cast(factor as decimal(12, 4)) * 100)
                 as bigint) end;
create macro as_icd10(cell) as upper(left(cell, 1)) || lower(substr(cell, 2));
create macro as_icd9(cell) as lower(cell);
create macro in_our_time(written) as case when year(written) between 1880 and 2200 then written end;
"""


def cleaned(column: pa.ChunkedArray, fact: Column) -> pa.ChunkedArray:
    """Cells ready to be read: no blanks around them, null for what means nothing, wide digits narrow."""
    cells = pc.utf8_trim_whitespace(column)
    cells = pc.if_else(pc.is_in(cells, MISSING), NOTHING, cells)
    if fact.type == "text":
        return cells
    if not pc.all(pc.string_is_ascii(cells)).as_py():
        for wide, narrow in WIDE:
            cells = pc.replace_substring(cells, wide, narrow)
    if fact.type in ("day", "moment"):
        for pattern, instead in PLAIN_MOMENT:
            cells = pc.replace_substring_regex(cells, pattern, instead)
    return cells


def typed(fact: Column, field: Field, layout: Layout) -> str:
    """SQL for the value of a fact that stands in this field's column; null where it is missing or cannot be read."""
    cell = _translated(quoted(field.source), field.words)
    match fact.type:
        case "flag":
            return _word(cell, layout.codes.get(field.codes) or _flags())
        case "code":
            return _code(cell, fact.of)
        case "moment":
            return _moment(cell, field.days)
        case "day":
            return f"cast({_moment(cell, field.days)} as date)"
        case "integer" | "number" | "money" if field.factor:
            return f"as_{fact.type}_times({cell}, {Decimal(field.factor)})"
        case "integer" | "number" | "money" | "icd10" | "icd9":
            return f"as_{fact.type}({cell})"
    return cell


def quoted(name: str) -> str:
    """The name of a column in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: Any) -> str:
    """A value in SQL."""
    if isinstance(text, bool):
        return str(text).lower()
    return "'" + str(text).replace("'", "''") + "'"


def _translated(cell: str, words: Mapping[str, str]) -> str:
    """What this source writes in its own words, in ours; the rest as it stands there."""
    return f"{_case(cell, words).removesuffix(' end')} else {cell} end" if words else cell


def _moment(cell: str, days: str) -> str:
    return f"in_our_time(as_moment{'_' + days if days in ORDERS else ''}({cell}))"


def _code(cell: str, name: str) -> str:
    spelt, part = _spellings().get(name, {}), ""
    words: dict[str, str] = {}
    for word, code in codes(name).items():
        words |= {written: word for written in (*spelt.get(word, ()), code.official, word, code.names["zh"]) if written}
    if part := spelt.get("part", ""):
        found = f"regexp_extract({cell}, {literal(part)}, 1)"
        spelt_parts = {written: word for word, several in spelt.items() if word != "part" for written in several}
        whole = {written: word for written, word in words.items() if not written.isdigit() or name == "incision"}
        return f"coalesce({_word(cell, whole)}, {_case(found, spelt_parts)})"
    return _word(cell, words)


def _word(cell: str, words: Mapping[str, Any]) -> str:
    return _case(f"{cell}", words)


def _case(cell: str, words: Mapping[str, Any]) -> str:
    return f"case {cell} " + " ".join(f"when {literal(at)} then {literal(to)}" for at, to in words.items()) + " end"


def _flags() -> Mapping[str, bool]:
    told = _spellings()["flag"]
    return {**dict.fromkeys(told["yes"], True), **dict.fromkeys(told["no"], False)}


@cache
def _spellings() -> Mapping[str, Any]:
    return yaml.safe_load((files(__package__) / "spellings.yaml").read_text("utf-8"))
