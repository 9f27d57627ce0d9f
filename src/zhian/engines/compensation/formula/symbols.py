"""A rule is an ordinary function. Run once on names instead of numbers, it gives back its own formula.

Every node holds an integer numerator over a denominator known beforehand, and proven bounds: so a formula that could
leave int64, divide by nought or leave a gap is refused when it is built, not when a patient meets it.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import wraps
from math import gcd, lcm

INT64 = 2**63 - 1
PATHS = 64  # ways through one function before it must be split into terms
_nodes: dict[tuple, "Symbol"] = {}  # equal formulas are one node: what two heads share is computed once
_deciders: list["_Decider"] = []
_rows_asked: list[str] = []


class Unsound(ValueError):
    """The rule cannot be computed exactly for every permitted case."""


class Symbol:
    """One node of a formula; `table` is None for a value of the case, else the long table whose rows it belongs to."""

    __slots__ = ("args", "den", "hi", "lo", "note", "op", "table")
    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        if not _deciders:
            raise TypeError("a choice on a name is possible only inside a head or a term")
        condition = self if self.op in ("lt", "le", "eq") else compare("lt", 0, self)
        return bool(condition.lo) if condition.lo == condition.hi else _deciders[-1].decide(condition)

    def __index__(self) -> int:
        raise TypeError("a name is not a number yet: write a formula, or a term with `if`, instead of a look-up")

    def __ne__(self, other):
        return not compare("eq", self, other)


def node(op: str, args: tuple, lo: int, hi: int, den: int = 1, note=None, table: str | None = None) -> Symbol:
    if max(abs(lo), abs(hi)) > INT64:
        raise Unsound(f"{op} may reach {max(abs(lo), abs(hi)):.3g}: round earlier, or narrow the bounds of a fact")
    key = (op, tuple(map(id, args)), lo, hi, den, note, table)
    if key not in _nodes:
        _nodes[key] = made = Symbol()
        made.op, made.args, made.lo, made.hi, made.den, made.note, made.table = op, args, lo, hi, den, note, table
    return _nodes[key]


def known(value) -> Symbol:
    """A number written in the rule; floats are refused."""
    if isinstance(value, Symbol):
        return _narrowed(value)
    if value is None:
        raise Unsound("the rule gives no answer here (a gap)")
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float: write Fraction('{value}')")
    exact = Fraction(value)
    return node("known", (), exact.numerator, exact.numerator, exact.denominator)


def _narrowed(n: Symbol) -> Symbol:
    """What the `if`s on this way already say about a value: after `if age >= 70: …`, an age is below 70."""
    low = max([n.lo, *(d.bounds[id(n)][0] for d in _deciders if id(n) in d.bounds)])
    high = min([n.hi, *(d.bounds[id(n)][1] for d in _deciders if id(n) in d.bounds)])
    return n if (low, high) == (n.lo, n.hi) or low > high else node("within", (n,), low, high, n.den, None, n.table)


def plain(n: Symbol) -> Symbol:
    return plain(n.args[0]) if n.op == "within" else n


def _level(*args: Symbol) -> tuple[str | None, tuple[Symbol, ...]]:
    """Bring values of the case down to the rows of the long table they meet."""
    tables = {a.table for a in args} - {None}
    if len(tables) > 1:
        raise Unsound(f"rows of {tables} meet in one formula")
    table = tables.pop() if tables else None
    down = lambda a: a if a.table == table or a.op == "known" else node("spread", (a,), a.lo, a.hi, a.den, None, table)  # noqa: E731
    return table, tuple(map(down, args))


def _corners(a: Symbol, b: Symbol, den: int, how: Callable) -> list[int]:
    ends = [how(x * (den // a.den), y * (den // b.den)) for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    if max(max(abs(s.lo), abs(s.hi)) * (den // s.den) for s in (a, b)) > INT64:
        raise Unsound("two fractions do not fit one denominator in int64: round one of them first")
    return ends


def combine(op: str, a, b) -> Symbol:
    table, (a, b) = _level(known(a), known(b))
    if op == "mul":
        ends = [x * y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
        return node(op, (a, b), min(ends), max(ends), a.den * b.den, None, table)
    if op == "add" and (a is known(0) or b is known(0)):
        return b if a is known(0) else a
    den = lcm(a.den, b.den)
    how = {"add": int.__add__, "sub": int.__sub__, "min": min, "max": max}[op]
    ends = _corners(a, b, den, how)
    return node(op, (a, b), min(ends), max(ends), den, None, table)


def divide(a, b) -> Symbol:
    """By a number, or by a small whole fact such as the number of supporters (never by nought)."""
    table, (a, b) = _level(known(a), known(b))
    if b.op == "known":
        p, q = b.den, b.lo  # times p / q, reduced against what is already below the line
        if not q:
            raise Unsound("division by nought")
        shared = gcd(p, a.den)
        p, den = p // shared, a.den // shared * q
        return node("div", (a, b), a.lo * p, a.hi * p, den, p, table)
    if b.den != 1 or not 1 <= b.lo <= b.hi <= 20:
        raise Unsound("divide by a number, or by a whole fact between 1 and 20")
    one = lcm(*range(b.lo, b.hi + 1))
    share = node("share", (b,), one // b.hi, one // b.lo, one, None, b.table)
    return combine("mul", a, share)


def compare(op: str, a, b) -> Symbol:
    table, (a, b) = _level(known(a), known(b))
    _corners(a, b, lcm(a.den, b.den), min)
    before = Fraction(a.hi, a.den) < Fraction(b.lo, b.den)  # what the bounds alone settle is no choice
    after = Fraction(a.lo, a.den) > Fraction(b.hi, b.den)
    return node(op, (a, b), int(before and op != "eq"), int(not (after or (before and op == "eq"))), 1, None, table)


def choose(condition: Symbol, then, otherwise) -> Symbol:
    then, otherwise = known(then), known(otherwise)
    if then is otherwise:
        return then
    first, second = map(plain, condition.args)
    if condition.op == "lt" and {id(plain(then)), id(plain(otherwise))} == {
        id(first),
        id(second),
    }:  # Python's min(), max()
        return combine("min", second, first) if plain(then) is first else combine("max", first, second)
    table, (condition, then, otherwise) = _level(condition, then, otherwise)
    den = lcm(then.den, otherwise.den)
    ends = _corners(then, otherwise, den, min) + _corners(then, otherwise, den, max)
    return node("if", (condition, then, otherwise), min(ends), max(ends), den, None, table)


for _name, _op in {"add": "add", "sub": "sub", "mul": "mul"}.items():
    setattr(Symbol, f"__{_name}__", lambda a, b, op=_op: combine(op, a, b))
    setattr(Symbol, f"__r{_name}__", lambda a, b, op=_op: combine(op, b, a))
Symbol.__truediv__ = lambda a, b: divide(a, b)
Symbol.__rtruediv__ = lambda a, b: divide(b, a)
Symbol.__lt__ = lambda a, b: compare("lt", a, b)
Symbol.__gt__ = lambda a, b: compare("lt", b, a)
Symbol.__le__ = lambda a, b: compare("le", a, b)
Symbol.__ge__ = lambda a, b: compare("le", b, a)
Symbol.__eq__ = lambda a, b: compare("eq", a, b)


class _Decider:
    """Answers the `if`s of one run of a function: first as told, then yes; what it was asked is kept."""

    def __init__(self, told: list[bool]):
        self.told, self.asked, self.answers, self.bounds = told, [], {}, {}

    def decide(self, condition: Symbol) -> bool:
        if id(condition) not in self.answers:
            place = len(self.asked)
            self.answers[id(condition)] = self.told[place] if place < len(self.told) else True
            self.asked.append(condition)
            self._learn(condition, self.answers[id(condition)])
        return self.answers[id(condition)]

    def _learn(self, condition: Symbol, yes: bool) -> None:
        a, b = map(plain, condition.args)
        if (a.op == "known") == (b.op == "known"):
            return
        value, mark = (a, Fraction(b.lo, b.den)) if b.op == "known" else (b, Fraction(a.lo, a.den))
        low, high = self.bounds.get(id(value), (value.lo, value.hi))
        at = mark * value.den
        below = (value is a) == yes  # the value lies below the mark
        if condition.op == "eq":
            low, high = (at.__ceil__(), at.__floor__()) if yes else (low + (low == at), high - (high == at))
        elif below:  # a < mark, or not (mark <= b)
            strict = (condition.op == "lt") == yes
            high = min(high, at.__ceil__() - 1 if strict else at.__floor__())
        else:
            strict = (condition.op == "lt") == yes
            low = max(low, at.__floor__() + 1 if strict else at.__ceil__())
        self.bounds[id(value)] = low, high


def explored(rule: Callable, told: tuple = (), runs: list | None = None) -> Symbol:
    """Run `rule` along every way through its `if`s, and join the ways into one formula."""
    runs = [] if runs is None else runs
    runs.append(told)
    if len(runs) > PATHS:
        raise Unsound(f"more than {PATHS} ways through one function: give its parts names with @term")
    _deciders.append(decider := _Decider(list(told)))
    try:
        tree = known(rule())
    finally:
        _deciders.pop()
    answers = (*told, *[True] * (len(decider.asked) - len(told)))
    for place in reversed(range(len(told), len(decider.asked))):
        tree = choose(decider.asked[place], tree, explored(rule, (*answers[:place], False), runs))
    return tree


class Names:
    """`case.age`: the name of a fact instead of its value. `make` gives the node for a name."""

    def __init__(self, make: Callable[[str], Symbol]):
        self._make = make

    def __getattr__(self, name: str):
        return self._make(name)


class Rows:
    """`for d in case.dependants` sees one row that stands for all; `total` then adds over the table."""

    def __init__(self, table: str, most: int, row: Names):
        self.table, self.most, self.row = table, most, row

    def __iter__(self):
        _rows_asked.append(self)
        yield self.row


def total(parts):
    """Σ, over numbers or over the rows of a long table."""
    before, asked = len(_rows_asked), [len(d.asked) for d in _deciders]
    parts = list(parts)
    if len(_rows_asked) == before:
        return sum(parts)
    rows = _rows_asked.pop()
    if asked != [len(d.asked) for d in _deciders]:
        raise Unsound("a choice for each row: give it a name with @term")
    part = known(parts[0])
    if part.table is None:
        part = node("spread", (part,), part.lo, part.hi, part.den, None, rows.table)
    return node("total", (part,), min(0, part.lo * rows.most), max(0, part.hi * rows.most), part.den, rows.table)


def term(name: str):
    """A function that the law or its readers have a name for. On plain numbers it is just the function."""

    def mark(rule: Callable) -> Callable:
        @wraps(rule)
        def asked(*given):
            if not any(isinstance(g, Symbol | Names) for g in given):
                return rule(*given)
            value = explored(lambda: rule(*given))
            return node("term", (value,), value.lo, value.hi, value.den, (name, rule.__doc__), value.table)

        return asked

    return mark


def rounded(value, to: Fraction, half_up: bool):
    """To a multiple of `to` yuan: half up, or down. Only amounts that cannot be negative."""
    if not isinstance(value, Symbol):
        return (value / to + Fraction(half_up, 2)).__floor__() * to
    if value.lo < 0:
        raise Unsound("an amount that may be negative is rounded: say which way first")
    p, q = (share := Fraction(to.denominator, value.den * to.numerator)).numerator, share.denominator
    twice = 2 if half_up else 1
    grain = lambda n: (n * p * twice + (q if half_up else 0)) // (q * twice)  # noqa: E731
    if value.hi * p * twice + q > INT64:
        raise Unsound("rounding may leave int64: round earlier")
    return node(
        "round", (value,), grain(value.lo), grain(value.hi), to.denominator, (p, q, half_up, to.numerator), value.table
    )


def to_fen(value):
    return rounded(value, Fraction(1, 100), half_up=True)


def to_fen_down(value):
    return rounded(value, Fraction(1, 100), half_up=False)


def to_yuan_down(value):
    return rounded(value, Fraction(1), half_up=False)
