"""An assessment set out for people, in one language: what page, terminal, program and paper all show.

Every text comes from the rules, options, figures and gates themselves; here is only their order.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Remark:
    """A sentence, where it comes from, and a mark where nobody has checked that."""

    words: str
    source: str = ""
    check: str = ""


@dataclass(frozen=True)
class Fact:
    """Something that the case says, as its document calls it."""

    name: str
    value: str


@dataclass(frozen=True)
class Uncounted:
    """What was put forward and not counted in full."""

    what: str
    asked: str
    counted: str
    why: str


@dataclass(frozen=True)
class Other:
    """What another answer to an open question would give."""

    question: str
    answer: str
    amount: str
    difference: str


@dataclass(frozen=True)
class Step:
    """A named part of the calculation: in words and numbers, the conditions that led to it, and its rule."""

    words: str
    because: list[str]
    says: str


@dataclass(frozen=True)
class HeadLine:
    """One head under one regime. Amounts are yuan; empty where a figure is missing."""

    key: str
    head: str
    article: str
    rule: str
    words: str
    numbers: str
    amount: str
    ratio: str
    owed: str
    rounding: str = ""
    because: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    figures: list[Remark] = field(default_factory=list)
    excluded: list[Uncounted] = field(default_factory=list)
    alternatives: list[Other] = field(default_factory=list)
    computed: str = ""  # what the rule gives, where the case states the amount itself
    evidence: str = ""


@dataclass(frozen=True)
class Moves:
    """Something that is open, and between which totals it moves the award."""

    what: str
    low: str
    high: str


@dataclass(frozen=True)
class Deducted:
    """What is taken off what is owed."""

    what: str
    amount: str


@dataclass(frozen=True)
class Bears:
    """What one hospital bears, and of that its insurer and itself."""

    hospital: str
    amount: str
    insurer: str
    own: str


@dataclass(frozen=True)
class RegimeSheet:
    """What one regime supports."""

    key: str
    title: str
    standing: str
    why: list[Remark]
    lines: list[HeadLine]
    gross: str
    owed: str
    deductions: list[Deducted]
    payable: str
    low: str
    high: str
    movers: list[Moves]
    split: list[Bears]
    gaps: list[Remark]


@dataclass(frozen=True)
class Answer:
    """One answer to an open question; `effect` is what it would change in each regime's total."""

    id: str
    words: str
    is_taken: bool
    effect: str = ""


@dataclass(frozen=True)
class Question:
    """A question that the law leaves open."""

    id: str
    question: str
    answer: str
    answers: list[Answer]
    citation: str
    check: str
    others: str


@dataclass(frozen=True)
class Claimed:
    """One head of a claim beside what each regime supports."""

    head: str
    asked: str
    a: str
    b: str
    says: str


@dataclass(frozen=True)
class Next:
    """The question whose answer matters most to the amount."""

    field: str
    words: str
    why: str
    low: str
    high: str


@dataclass(frozen=True)
class Sheet:
    """The whole of it."""

    title: str
    verdict: str
    facts: list[Fact]
    regimes: list[RegimeSheet]
    figures: list[Remark]
    options: list[Question]
    evidence: list[Fact]
    claimed: str = ""
    says: list[str] = field(default_factory=list)
    claim: list[Claimed] = field(default_factory=list)
    procedure: list[Remark] = field(default_factory=list)
    flags: list[Remark] = field(default_factory=list)
    elsewhere: list[Remark] = field(default_factory=list)  # what other places ask, where nobody knows of this one
    ways: list[Remark] = field(default_factory=list)
    next: Next | None = None
