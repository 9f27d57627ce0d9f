"""What an indicator is: everything that its file says, read strictly and checked.

One YAML document for each indicator and edition. Each field below is a key of that document, and its comment is the
rule; what a document leaves out has the value that stands here.
"""

from __future__ import annotations  # the reader of documents goes by the names of the types

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

Names = Mapping[str, str]  # by language: zh, en
Month = str  # 2025-07

TYPES = (
    "ratio",  # numerator / denominator
    "rate",  # the same, per so many days
    "staffing",  # the same, shown as 1:n
    "mean",  # sum of `observation` / how many
    "weighted_mean",  # sum of `observation` × `weight` / sum of `weight`
    "median",  # of `observation`, exact
    "observed_expected",  # numerator / sum of `expected`
    "composite",  # pooled from other definitions: `parts`
    "count",  # numerator alone
    "count_distinct",  # how many different values `distinct` has in the numerator
    "cohort",  # a ratio over the months that `cohort` names
)
GRAINS = (
    *("stay", "patient", "admission", "diagnosis", "operation", "episode", "incident", "bed_day", "device_day", "day"),
    *("bed", "staff", "order", "prescription", "record", "test", "observation", "measurement", "anaesthesia"),
    *("consultation", "technique", "group", "visit", "item"),
)
SOURCES = ("front_page", "feed", "register", "manual")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "type": TYPES,
    "grain": GRAINS,
    "direction": ("lower", "higher", "neutral"),
    "confidence": ("high", "medium", "low"),
    "disclosure": ("internal", "public"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the definition was read, and whether in the text itself (primary), at second hand, or only remembered."""

    title: str = ""
    clause: str = ""
    verified: str = "general"  # primary | secondary | general: shown as 待核对


@dataclass(frozen=True, slots=True)
class Left:
    """Rows that are left out, and why. `says` is for people."""

    when: str
    says: Names = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unit:
    """How the value is shown: the quotient times `factor`, with so many decimals, followed by `symbol`."""

    symbol: str = ""
    factor: float = 1
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class Target:
    """A value to reach or to be compared with, from a day on. `basis`: local, national or peer. In the shown unit.

    `until` is the last day on which it holds.
    """

    value: float
    basis: str = "local"  # local | national | peer
    since: date | None = None  # written `from`
    source: str = ""
    verified: str = "general"
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What others reached: whose figure it is (`of`), for which period, and where it was read. In the shown unit."""

    value: float
    of: Names
    period: str = ""
    source: str = ""
    verified: str = "general"


@dataclass(frozen=True, slots=True)
class Chart:
    """Which chart, which rules, and how many first months make the limits."""

    kind: str = "auto"
    rules: str = "anhoej"
    baseline: int = 24


@dataclass(frozen=True, slots=True)
class Rebase:
    """From this month on the limits are made anew, and why."""

    since: Month  # written `from`
    reason: str


@dataclass(frozen=True, slots=True)
class Filled:
    """The share of rows (those of `when`) in which `column` must be filled, or the month is not available."""

    column: str
    filled: float = 0.9
    when: str = "true"


@dataclass(frozen=True, slots=True)
class Switch:
    """Another way of counting that a hospital may choose; `changes` are the fields that it replaces."""

    names: Names
    default: bool = False
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cohort:
    """A month's cohort: the rows dated from `begins` months before it until `ends` months before it."""

    begins: int
    ends: int = 0


@dataclass(frozen=True, slots=True)
class Valid:
    """From when until when it is in force, and the edition that follows it."""

    since: date | None = None  # written `from`
    until: date | None = None
    superseded_by: str | None = None

    def __contains__(self, month: date) -> bool:
        """Whether it is in force on any day of a month."""
        return (not self.since or month >= self.since.replace(day=1)) and (not self.until or month <= self.until)


@dataclass(frozen=True, slots=True)
class Worked:
    """Rows of facts and what must come out of them, on every engine. A table that is named but empty is known empty."""

    rows: Mapping[str, tuple[Mapping[str, Any], ...]]
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    reason: str = ""
    switches: Mapping[str, bool] = field(default_factory=dict)
    says: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator in one edition."""

    code: str
    edition: str
    names: Names
    type: str
    grain: str = "stay"  # what one unit of the denominator is
    says: Mapping[str, Names] = field(default_factory=dict)  # in words: numerator: {zh, en}, denominator: {zh, en}
    source: Source = Source()
    confidence: str = "medium"
    sets: tuple[str, ...] = ()  # the boards on which it stands
    data: str = "front_page"  # front_page | feed:<table> | register:<table> | manual: typed in month by month
    of: str = "stay"  # the table of the denominator; manual: entry
    anchor: str = ""  # the column whose month counts; "": the month in which the table's rows lie
    population: str = "true"  # who is looked at at all
    denominator: str = "true"  # which of them are counted below
    denominator_sum: str = ""  # what is added up over the denominator's rows; "": they are counted
    exclusions: tuple[Left, ...] = ()  # taken out of denominator and numerator
    exceptions: tuple[Left, ...] = ()  # taken out of the denominator unless they are in the numerator
    numerator: str = "true"  # which of those are counted above
    numerator_of: str = ""  # another table; then `numerator` is over its rows, and `population` says nothing there
    numerator_anchor: str = ""  # the same as `anchor`, for that table
    numerator_sum: str = ""  # the same as `denominator_sum`
    distinct: str = ""  # an expression: its different values are counted instead of rows, above and below
    observation: str = ""  # mean, weighted_mean, median: the number observed in a row
    weight: str = ""  # weighted_mean: how much a row weighs
    expected: str = ""  # observed_expected: a row's expected events
    parts: tuple[str, ...] = ()  # composite: CODE, or CODE@edition
    cohort: Cohort | None = None  # {begins, ends}: how many months back
    switches: Mapping[str, Switch] = field(default_factory=dict)  # other ways of counting: {name: {zh, en, numerator}}
    unit: Unit = Unit()  # {symbol, factor, decimals}
    direction: str = "lower"  # which way is better
    stratifiers: tuple[str, ...] = ()  # expressions whose words divide the rows: sex, age_band(age), stay.route
    targets: tuple[Target, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    minimum_denominator: float = 0  # below it there is no value
    follow_up: int = 0  # months that must be there after a month before anything is said of it
    chart: Chart = Chart()
    rebases: tuple[Rebase, ...] = ()
    availability: tuple[Filled, ...] = ()  # beyond: every optional column that is used must be filled somewhere
    disclosure: str = "internal"
    owner: str = "quality_office"
    review: date | None = None
    valid: Valid = Valid()
    note: Names = field(default_factory=dict)
    tests: tuple[Worked, ...] = ()  # worked rows: {rows, numerator, denominator, value or reason}

    @property
    def key(self) -> str:
        """CODE@edition: by this a definition is known."""
        return f"{self.code}@{self.edition}"

    @property
    def is_manual(self) -> bool:
        return self.data == "manual"

    def switched(self, switches: Mapping[str, bool]) -> Definition:
        """The definition with these switches as they are set, the others as they come."""
        on = (switch for name, switch in self.switches.items() if switches.get(name, switch.default))
        changes = {name: value for switch in on for name, value in switch.changes.items()}
        return replace(self, **changes) if changes else self

    def chosen(self, switches: Mapping[str, bool]) -> Definition:
        """The definition as a hospital counts it: what it set is how its switches come."""
        kept = {name: replace(each, default=switches.get(name, each.default)) for name, each in self.switches.items()}
        return replace(self.switched(switches), switches=kept) if kept else self
