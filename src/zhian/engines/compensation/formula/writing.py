"""A formula written out as straight integer code, for one case and for columns: what a few words mean differs."""

from collections.abc import Callable, Iterable, Mapping, Set
from functools import partial
from math import lcm, prod
from types import MappingProxyType
from typing import NamedTuple, Protocol

from .nodes import COMPARED, Node, unnamed
from .widths import is_narrow

SIGN = {"add": "+", "sub": "-", "mul": "*", "lt": "<", "le": "<=", "eq": "=="}


def in_order(roots: Iterable[Node], below: Callable[[Node], Iterable[Node]] = lambda n: n.args) -> list[Node]:
    """Every node once, each after those it is made of."""
    seen: dict[int, Node] = {}

    def visit(n: Node) -> None:
        if n.serial not in seen:
            for part in below(n):
                visit(part)
            seen[n.serial] = n

    for root in roots:
        visit(root)
    return list(seen.values())


def variable(n: Node) -> str:
    """The name that holds the numerator of a node; a number stands for itself, a term for what it names."""
    n = unnamed(n)
    return str(n.low) if n.op == "known" else f"v{n.serial}"


class Way(NamedTuple):
    """How a few things are said, for one case and for columns."""

    choice: str  # a condition, what holds if so, what otherwise
    min: str
    max: str
    quotient: str


FOR_ONE = Way("{1} if {0} else {2}", "({0} if {0} < {1} else {1})", "({0} if {0} > {1} else {1})", "({}) // {}")
FOR_COLUMNS = Way("choice({}, {}, {})", "minimum({}, {})", "maximum({}, {})", "quotient({}, {})")


def expression(n: Node, way: Way, name: Callable[[Node], str] = variable) -> str:
    """The numerator of a node from those below it. All in integers, so exact. `name`: what holds a numerator."""

    def over(part: Node, den: int) -> str:
        times = den // part.den
        if part.op == "known":
            return str(part.low * times)
        return name(part) if times == 1 else f"{name(part)} * {times}"

    parts = [name(a) for a in n.args]
    match n.op:
        case "given":
            return f"given[{n.key!r}]"
        case "mul":
            return f"{parts[0]} * {parts[1]}"
        case "add" | "sub":
            return f"{over(n.args[0], n.den)} {SIGN[n.op]} {over(n.args[1], n.den)}"
        case "min" | "max":
            return getattr(way, n.op).format(over(n.args[0], n.den), over(n.args[1], n.den))
        case "lt" | "le" | "eq":
            den = lcm(n.args[0].den, n.args[1].den)
            return f"{over(n.args[0], den)} {SIGN[n.op]} {over(n.args[1], den)}"
        case "if":
            return way.choice.format(parts[0], over(n.args[1], n.den), over(n.args[2], n.den))
        case "div":
            return f"{parts[0]} * {n.key}"
        case "share":
            return f"share({parts[0]}, {n.den}, {n.den // n.low})"
        case "spread" | "total" | "largest":
            return f"rows.{n.op}({parts[0]}, {(n.table or n.key)!r})"
        case "round":
            times, shift, by, grain = n.about.whole(n.args[0].den)
            part = parts[0] + f" * {times}" * (times > 1) + f" + {shift}" * (shift > 0)
            whole = (way if n.args[0].low >= 0 else FOR_ONE).quotient.format(part, by)
            return f"{whole} * {grain}" if grain > 1 else whole
    raise AssertionError(n.op)


class Line(NamedTuple):
    """One line of the code: a name, what it is worked out from, and how."""

    name: str
    text: str
    uses: list[str]


def for_one(roots: list[Node]) -> str:
    """The code for one case: integers, and a list of them for the rows of a table."""
    written = []
    for n in in_order(roots):
        if n.op in ("known", "term"):
            continue
        text = expression(n, FOR_ONE)
        if n.table and n.op not in ("given", "spread"):
            rows = ", ".join(dict.fromkeys(variable(a) for a in n.args if a.table)) + ","
            text = f"[{text} for {rows} in zip({rows})]"
        written.append(f"{variable(n)} = {text}")
    return function(written, f"{results_of(roots)}, locals()")


Facts = tuple[Node, ...]


class Summing(Protocol):
    """A value of the case that has code of its own, which needs these facts of the case and of the rows of a table."""

    @property
    def case(self) -> Facts: ...
    @property
    def rows(self) -> Facts: ...


def for_columns(
    roots: list[Node], looked_up: Mapping[int, Facts], summed: Mapping[int, Summing] = MappingProxyType({})
) -> str:
    """The code for columns. A node in `looked_up` is found in its own table by the facts that it depends on."""
    written: dict[str, Line] = {}
    narrow: set[int] = set()  # the nodes whose columns are int32
    facts = {**looked_up, **{serial: part.case + part.rows for serial, part in summed.items()}}
    for n in in_order(roots, lambda n: facts.get(n.serial, n.args)):
        if is_narrow(n, narrow, n.serial in facts):
            narrow.add(n.serial)
        if n.op in ("known", "term") and n.serial not in facts:
            continue
        part = summed.get(n.serial)
        found_by = (part.case, part.rows) if part else (looked_up[n.serial],) if n.serial in looked_up else ()
        places = [_index(some) for some in found_by]
        written.update((index.name, index) for index in places if index.name not in written)
        names = [index.name for index in places]
        if part:
            text = f"summed[{n.serial}]({', '.join(names)}, rows.starts[{part.rows[0].table!r}])"
        elif names:
            text = f"look_up(tables[{n.serial}], {names[0]})"
        else:
            text, names = expression(n, FOR_COLUMNS, partial(_as_wide, n, narrow)), [variable(a) for a in n.args]
        written[variable(n)] = Line(variable(n), text, names)
    return function(_let_go(list(written.values()), {variable(r) for r in roots}), results_of(roots))


def _as_wide(n: Node, narrow: Set[int], part: Node) -> str:
    """The variable of a part, made wide where what is worked out from it does not fit int32."""
    part = unnamed(part)
    widened = part.serial in narrow and n.serial not in narrow and part.op not in COMPARED
    return f"wide({variable(part)})" if widened else variable(part)


def combinations(facts: Iterable[Node]) -> int:
    """How many combinations of these facts there are."""
    return prod(f.high - f.low + 1 for f in facts)


def _index(facts: tuple[Node, ...]) -> Line:
    """Where in a table the value for these facts stands."""
    text = "0"
    for f in facts:
        step = f"({variable(f)} - {f.low})" if f.low else variable(f)
        text = step if text == "0" else f"({text}) * {f.high - f.low + 1} + {step}"
    uses = [variable(f) for f in facts]
    return Line("at_" + "_".join(uses), text, uses)


def _let_go(written: list[Line], results: set[str]) -> list[str]:
    """A column is forgotten after its last use, so that a slice of cases stays in the processor's cache."""
    last = {used: place for place, line in enumerate(written) for used in (line.name, *line.uses)}
    done: dict[int, list[str]] = {}
    for name, place in last.items():
        if name not in results and name.isidentifier():
            done.setdefault(place, []).append(name)
    return [
        f"{line.name} = {line.text}" + (f"; del {', '.join(done[place])}" if place in done else "")
        for place, line in enumerate(written)
    ]


def function(written: list[str], results: str) -> str:
    body = "".join(f"    {line}\n" for line in written)
    return f"def run(given, rows):\n{body}    return {results}\n"


def results_of(roots: list[Node]) -> str:
    return f"[{', '.join(variable(r) for r in roots)}]"
