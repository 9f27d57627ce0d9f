"""A table of periods as people keep it in a spreadsheet: read into points, or refused with the row and the reason."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise

from .points import Floats, Points, floats, individual, ratio, subgroups

# What a column may be called; the first name of each is the one that messages use.
PERIOD = ("period", "month", "date", "unit", "cause", "月份", "时间", "期间", "科室", "医院", "原因", "类别")
NUMERATOR = ("numerator", "value", "events", "分子", "例数", "数值")
CASE = ("case", "patient", *PERIOD, "病例", "序号")
OUTCOME = ("outcome", "died", "event", "结局", "死亡", "发生")
RISK = ("risk", "预期风险", "风险", "预计死亡概率")
DENOMINATOR = ("denominator", "cases", "days", "分母", "总数", "床日")
ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",;\t"
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?")
GROUPED = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


Row = tuple[str, float | None, float | None]  # period, numerator or value, denominator


class TableError(ValueError):
    """The table cannot be read: the sentence says where and why, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class Table:
    """The periods in their order, and what was observed in each."""

    periods: tuple[str, ...]
    points: Points
    has_denominators: bool


@dataclass(frozen=True)
class Cases:
    """Cases in their order: what each is called, whether it happened (1 or 0), and what was its risk, where told."""

    names: tuple[str, ...]
    outcomes: Floats
    risks: Floats | None


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, or as spreadsheets in China write it (GB18030)."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("文件既不是 UTF-8 也不是 GB18030 编码", "the file is neither UTF-8 nor GB18030")


def read_table(text: str, *, as_subgroups: bool = False) -> Table:
    """CSV with a heading: period, numerator (or value), for ratios denominator; an empty cell is a period without data.

    Months that have no row stay on the axis. `as_subgroups`: several rows of one period are its measurements. Raises
    TableError.
    """
    heading, rows = _read(text)
    period, above = _column(heading, PERIOD), _column(heading, NUMERATOR)
    below = next((place for place, name in enumerate(heading) if name in DENOMINATOR), None)
    told = [
        (_cell(row, period), _number(row, above, line), None if below is None else _number(row, below, line))
        for line, row in rows
    ]
    _in_order([row[0] for row in told])
    if as_subgroups:
        periods, values, _sizes = zip(*told, strict=True)
        return _grouped(list(zip(periods, values, strict=True)))
    periods, values, sizes = zip(*_with_every_month(told), strict=True)
    try:
        points = individual(values) if below is None else ratio(values, sizes)
    except ValueError as error:
        raise TableError("分子或分母是负数", str(error)) from error
    return Table(periods, points, below is not None)


def read_cases(text: str) -> Cases:
    """CSV with a heading: outcome (1 or 0), the risk (between 0 and 1) where it is known, a name where there is one.

    Raises TableError.
    """
    heading, rows = _read(text)
    called = next((place for place, name in enumerate(heading) if name in CASE), None)
    happened = _column(heading, OUTCOME)
    risk = next((place for place, name in enumerate(heading) if name in RISK), None)
    names = (str(number) if called is None else _cell(row, called) for number, (_line, row) in enumerate(rows, 1))
    outcomes = [_within(row, happened, line, lambda told: told in (0, 1), "0 或 1", "0 or 1") for line, row in rows]
    if risk is None:
        return Cases(tuple(names), floats(outcomes), None)
    risks = [
        _within(row, risk, line, lambda told: 0 < told < 1, "0 与 1 之间", "between 0 and 1") for line, row in rows
    ]
    return Cases(tuple(names), floats(outcomes), floats(risks))


def _within(row: Sequence[str], place: int, line: int, fits: Callable[[float], bool], zh: str, en: str) -> float:
    number = _number(row, place, line)
    if number is None or not fits(number):
        cell = _cell(row, place)
        raise TableError(f"第 {line} 行：“{cell}”应为 {zh}", f"row {line}: {cell!r} should be {en}")
    return number


def _read(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The heading, and the rows that hold something with the lines on which they stand."""
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    heading, *rows = list(csv.reader(StringIO(text), delimiter=separator)) or [[]]
    told = [(line, row) for line, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    if not told:
        raise TableError("表中没有数据行", "the table has no rows of data")
    return [name.strip().lower() for name in heading], told


def _in_order(periods: Sequence[str]) -> None:
    """A chart reads from left to right. Names that are no dates have no order."""
    if not all(map(DAY.fullmatch, periods)):
        return
    for before, after in pairwise(periods):
        if after < before:
            raise TableError(
                f"{after} 排在 {before} 之后，请按时间排序", f"{after} stands after {before}; sort by time"
            )


def _with_every_month(told: Sequence[Row]) -> Sequence[Row]:
    """With an empty row for each month that has none, where every period is another month."""
    found = {row[0]: row for row in told}
    if len(found) < len(told) or not all(map(MONTH.fullmatch, found)):
        return told
    numbers = [int(period[:4]) * 12 + int(period[5:]) - 1 for period in found]
    months = (f"{number // 12:04}-{number % 12 + 1:02}" for number in range(numbers[0], numbers[-1] + 1))
    return [found.get(month, (month, None, None)) for month in months]


def _grouped(told: Sequence[tuple[str, float | None]]) -> Table:
    groups: dict[str, list[float | None]] = {}
    for period, value in told:
        groups.setdefault(period, []).append(value)
    return Table(tuple(groups), subgroups(list(groups.values())), False)


def _column(heading: Sequence[str], names: Sequence[str]) -> int:
    place = next((place for place, name in enumerate(heading) if name in names), None)
    if place is None:
        wanted = "、".join(names)
        raise TableError(
            f"缺少一列，列名应为其中之一：{wanted}；现有：{'、'.join(heading)}",
            f"a column is missing, called one of {', '.join(names)}; there are: {', '.join(heading)}",
        )
    return place


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _number(row: Sequence[str], place: int, line: int) -> float | None:
    cell = _cell(row, place)
    if cell in ("", "-"):
        return None
    try:
        number = float(cell.replace(",", "") if GROUPED.fullmatch(cell) else cell)
    except ValueError:
        number = float("nan")
    if not abs(number) < float("inf"):
        raise TableError(f"第 {line} 行：“{cell}”不是数", f"row {line}: {cell!r} is no number")
    return number


def places(told: str, count: int) -> Iterator[int]:
    """`3, 7-9` as indices from 0 of so many periods, which people count from 1. Raises TableError."""
    for part in filter(None, (part.strip() for part in told.split(","))):
        first, _, last = part.partition("-")
        if not first.isdigit() or not (last or first).isdigit() or not 1 <= int(first) <= int(last or first) <= count:
            raise TableError(f"“{part}”不是 1 到 {count} 之间的期次", f"{part!r} is no period between 1 and {count}")
        yield from range(int(first) - 1, int(last or first))
