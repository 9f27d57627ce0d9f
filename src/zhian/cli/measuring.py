"""What `zhian measure` does: finds the definitions and the lake, measures, and writes or prints the values."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Column, Table

from zhian.engines.indicators import cube
from zhian.engines.indicators.catalogue import boards, shipped
from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.document import DefinitionError, read
from zhian.engines.indicators.exchange import measure
from zhian.engines.indicators.lake import Lake, LakeError
from zhian.engines.indicators.language import Fault, check
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running import Engine, NoSpark, Spark
from zhian.engines.indicators.values import Value

from .setup import load_django, refuse
from .values_out import ENDINGS, FOR_PROGRAMS, ending, exchanged, row, write

SHOWN = 400  # lines on a screen; more are for a file
NAMED = 20  # hospitals in a sentence
TITLES = {
    "indicator": "指标",
    "name": "名称",
    "hospital": "医院",
    "department": "科室",
    "month": "月份",
    "strata": "分层",
    "numerator": "分子",
    "denominator": "分母",
}


@dataclass(frozen=True)
class Wish:
    """The options of the command."""

    indicators: tuple[str, ...]
    board: str
    files: tuple[Path, ...]
    by: tuple[str, ...]
    period: str
    monthly: bool
    switches: tuple[str, ...]
    hospital: str | None
    engine: str
    master: str
    lake: str


def measured(wish: Wish, out: Path | None) -> None:
    """Print the values, or write them to a file; what cannot be measured is refused with the reason."""
    if out and not ending(out):
        refuse(f"{out.name}：文件名应以 {'、'.join(ENDINGS)} 结尾。", f"{out.name} should end in {', '.join(ENDINGS)}.")
    definitions = _definitions(wish)
    _see_to(wish, definitions)
    lake = Lake(wish.lake or _own_lake())
    try:
        _see_to_lake(wish, lake)
        period = _period(wish.period, lake)
        with _engine(wish, lake) as engine:
            values = engine.measure(
                definitions,
                period,
                wish.by,
                switches=dict.fromkeys(wish.switches, True),
                hospital=wish.hospital,
                monthly=wish.monthly,
                among=shipped(),
            )
    except (LakeError, NoSpark) as error:
        refuse(error.zh, error.en)
    except (OSError, duckdb.Error) as error:
        refuse(f"无法读取 {lake.path}：{error}", f"{lake.path} cannot be read: {error}")
    _deliver(values, definitions, out)


def _deliver(values: Sequence[Value], definitions: Sequence[Definition], out: Path | None) -> None:
    rows = [row(value, each) for value, each in _with_definitions(values, definitions)]
    if not out:
        _print(rows)
        return
    count = len(rows)
    try:
        if ending(out) in FOR_PROGRAMS:
            count = exchanged(out, values, definitions)
        else:
            write(out, rows)
    except OSError as error:
        refuse(f"无法写入 {out}：{error.strerror}", f"{out} cannot be written: {error.strerror}")
    Console(stderr=True).print(f"→ {out}  {count:,}")


def _definitions(wish: Wish) -> list[Definition]:
    """Those named, those of a board, those of own files; all in force where nothing is named."""
    own = [_own(file) for file in wish.files]
    named = [each for code in wish.indicators for each in _named(code)]
    if wish.board:
        known = {board.key: board for board in boards()}
        if wish.board not in known:
            refuse(f"没有名为 {wish.board} 的指标集。", f"No set is called {wish.board}; there are {', '.join(known)}.")
        members = known[wish.board].members
        named += [each for each in shipped() if each.code in members]
    return list({each.key: each for each in own + named}.values()) or [*shipped()]


def _named(code: str) -> list[Definition]:
    found = [each for each in shipped() if code in (each.code, each.key)]
    if not found:
        refuse(f"没有编码为 {code} 的指标。", f"No indicator is called {code}. `zhian measure` lists them all.")
    return found


def _own(file: Path) -> Definition:
    try:
        text = file.read_text("utf-8")
        return measure.load(json.loads(text)) if file.suffix == ".json" else read(text)
    except DefinitionError as error:
        told = {each: [f"{fault.field}: {fault.said_in(each)}" for fault in error.faults] for each in ("zh", "en")}
        refuse(f"{file}：{'；'.join(told['zh'])}", f"{file}: {'; '.join(told['en'])}")
    except (OSError, ValueError) as error:
        refuse(f"无法读取 {file}：{error}", f"{file} cannot be read: {error}")


def _see_to(wish: Wish, definitions: Sequence[Definition]) -> None:
    """That what was typed means something."""
    for text in wish.by:
        faults = [] if text == "department" else [_misread(text, each) for each in definitions if not each.is_manual]
        if faults and all(faults):
            fault = next(each for each in faults if each)
            refuse(f"--by {text}：{fault.said_in('zh')}", f"--by {text}: {fault.said_in('en')}")
    known = {name for each in definitions for name in each.switches}
    for switch in set(wish.switches) - known:
        refuse(f"没有名为 {switch} 的口径。", f"No switch is called {switch}; there are {', '.join(sorted(known))}.")


def _see_to_lake(wish: Wish, lake: Lake) -> None:
    """That there are facts, and those of the hospital that was named."""
    snapshot = lake.snapshot
    hospitals = sorted({each for table in snapshot.tables() for each in snapshot.hospitals(table)})
    if not hospitals:
        refuse(
            f"{lake.path} 中没有数据，请先用 zhian import 导入。",
            f"{lake.path} holds no facts. Import some: zhian import.",
        )
    if wish.hospital and wish.hospital not in hospitals:
        known = ", ".join(hospitals[:NAMED])
        refuse(
            f"{lake.path} 中没有医院 {wish.hospital} 的数据；有：{known}。",
            f"{lake.path} holds no facts of hospital {wish.hospital}; there are {known}.",
        )


def _misread(text: str, definition: Definition) -> Fault | None:
    return check(text, definition.of, "any", of_its_stay=True)


def _own_lake() -> str:
    """The lake of this installation, whose settings know where it lies."""
    load_django()
    from django.conf import settings

    return str(settings.LAKE)


def _period(told: str, lake: Lake) -> Months:
    try:
        return Months.of(told) if told else _all_months(lake)
    except ValueError:
        refuse(
            f"看不懂期间 {told}；请写成 2026、2026-03 或 2025-07:2026-06。",
            f"{told} is not a period; write 2026, 2026-03 or 2025-07:2026-06.",
        )


def _all_months(lake: Lake) -> Months:
    snapshot = lake.snapshot
    months = sorted({month for table in snapshot.tables() for month in snapshot.months(table)})
    return Months(months[0], months[-1])


def _engine(wish: Wish, lake: Lake) -> Engine:
    if wish.engine not in ("duckdb", "spark"):
        refuse(f"没有名为 {wish.engine} 的引擎。", f"No engine is called {wish.engine}; there are duckdb and spark.")
    if wish.engine == "duckdb":
        return cube.Counted(lake, threads=os.cpu_count())
    return Spark(lake, master=wish.master)


def _with_definitions(values: Sequence[Value], definitions: Sequence[Definition]) -> list[tuple[Value, Definition]]:
    by_key = {each.key: each for each in definitions}
    return [(value, by_key[f"{value.indicator}@{value.edition}"]) for value in values]


def _print(rows: Sequence[dict[str, object]]) -> None:
    """Those that can be said as a table; of the others how many, and why."""
    said = [each for each in rows if each["available"]]
    names = [name for name in TITLES if any(each[name] not in (None, "") for each in said)]
    whole = Column(TITLES["indicator"], no_wrap=True)  # half a code names nothing
    table = Table(whole, *(TITLES[name] for name in names[1:]), "值", "单位")
    for each in said[:SHOWN]:
        value, decimals = each["value"], each["decimals"]
        table.add_row(*(_shown(each[name]) for name in names), f"{value:.{decimals}f}", str(each["unit"]))
    console = Console()
    if said:
        console.print(table)
    if len(said) > SHOWN:
        console.print(f"… {len(said) - SHOWN:,}  → --out values.xlsx")
    reasons: dict[object, int] = {}
    for each in rows:
        if not each["available"]:
            reasons[each["reason"]] = reasons.get(each["reason"], 0) + 1
    for reason, count in sorted(reasons.items(), key=str):
        console.print(f"{reason}  {count:,}")


def _shown(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
