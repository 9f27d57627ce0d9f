"""One formula, written out once as straight-line integer code; run on numbers of one case, or on columns of many.

The two differ only in what the words mean: `where`, `minimum`, `maximum`, `spread`, `total`, and how a row of a long table is gone through.
"""

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import product
from math import lcm, prod

import numpy as np

from .symbols import Symbol

SMALL = 4096  # a part that depends on so few combinations of facts is worked out for all of them beforehand


def in_order(roots: list[Symbol], below=lambda n: n.args) -> list[Symbol]:
    """Every node once, each after those it is made of."""
    seen: dict[int, Symbol] = {}

    def visit(n: Symbol) -> None:
        if id(n) not in seen:
            for a in below(n):
                visit(a)
            seen[id(n)] = n

    for root in roots:
        visit(root)
    return list(seen.values())


def tabled(n: Symbol, kept: dict) -> tuple[Symbol, ...]:
    """The facts that `n` depends on, if they are of one table and so few that `n` can be looked up; else nothing."""
    if id(n) not in kept:
        found = [part for part in in_order([n]) if not part.args and part.op != "known"]
        few = (
            all(f.op == "fact" and f.lo >= 0 and f.table == n.table for f in found)
            and prod(f.hi + 1 for f in found) <= SMALL
        )
        kept[id(n)] = tuple(found) if few and found and n.args and n.op != "total" else ()
    return kept[id(n)]


def looked_up(n: Symbol, facts: tuple[Symbol, ...]) -> np.ndarray:
    """The value of `n` for every combination of its facts, by the one-case executor itself."""
    text, _, words = source([n], columns=False)
    exec(text, words := words | SCALAR)
    combinations = list(product(*(range(f.hi + 1) for f in facts)))
    given = [{f.note: max(f.lo, v) for f, v in zip(facts, values, strict=True)} for values in combinations]
    wrap = (lambda v: [v]) if n.table else (lambda v: v)
    out = [words["run"]({k: wrap(v) for k, v in g.items()}, lambda v, _: [v], None)[0][0] for g in given]
    return np.array([v[0] if n.table else v for v in out], np.int64)


def select(condition, then, otherwise):
    """`np.where` without its branch: three times as fast on unsorted cases, and it cannot overflow."""
    if isinstance(otherwise, int) and otherwise == 0:
        return then * condition
    return otherwise ^ ((then ^ otherwise) & np.negative(condition, dtype=np.int64))


SCALAR = {"where": lambda c, a, b: a if c else b, "minimum": min, "maximum": max}
COLUMNS = {"where": select, "minimum": np.minimum, "maximum": np.maximum}


def written(n: Symbol, v: Callable[[Symbol], str], shares: Callable[[Symbol], str]) -> str:
    """The numerator of one node from the numerators below it. All in integers, so exact."""

    def at(a: Symbol, den: int) -> str:
        if a.op == "known":
            return str(a.lo * (den // a.den))
        return v(a) if a.den == den else f"{v(a)} * {den // a.den}"

    a, b = (*n.args, None, None)[:2]
    match n.op:
        case "add" | "sub":
            return f"{at(a, n.den)} {'+' if n.op == 'add' else '-'} {at(b, n.den)}"
        case "mul":
            return f"{v(a)} * {v(b)}"
        case "div":
            return v(a) if n.note == 1 else f"{v(a)} * {n.note}"
        case "min" | "max":
            return f"{n.op}imum({at(a, n.den)}, {at(b, n.den)})"
        case "lt" | "le" | "eq":
            sign = {"lt": "<", "le": "<=", "eq": "=="}[n.op]
            return f"{at(a, lcm(a.den, b.den))} {sign} {at(b, lcm(a.den, b.den))}"
        case "if":
            return f"where({v(a)}, {at(b, n.den)}, {at(n.args[2], n.den)})"
        case "share":
            return f"{shares(n)}[{v(a)}]"
        case "spread":
            return f"spread({v(a)}, {n.table!r})"
        case "total":
            return f"total({v(a)}, {n.note!r})"
        case "round":
            p, q, half_up, grain = n.note
            top = f"{v(a)} * {2 * p} + {q}" if half_up else f"{v(a)} * {p}"
            return (v(a) if q == 1 and p == 1 else f"({top}) // {2 * q if half_up else q}") + (
                f" * {grain}" if grain > 1 else ""
            )
    raise AssertionError(n.op)


def source(roots: list[Symbol], columns: bool) -> tuple[str, dict[int, str], dict]:
    """Python text of the formula; the variable (or number) that holds each node; the tables it looks shares up in."""
    names: dict[int, str] = {}
    tables: dict[str, object] = {}
    lines: list[str] = []
    kept: dict[int, tuple] = {}
    lookup = lambda n: tabled(n, kept) if columns else ()  # noqa: E731

    def share_table(n: Symbol) -> str:
        table = [0, *(n.den // k for k in range(1, n.args[0].hi + 1))]
        tables[name := f"share_{n.args[0].hi}"] = np.array(table) if columns else table
        return name

    for k, n in enumerate(in_order(roots, lambda n: lookup(n) or n.args)):
        if n.op == "known" or (n.op in ("term", "within") and not lookup(n)):
            names[id(n)] = str(n.lo) if n.op == "known" else names[id(n.args[0])]
            continue
        name = names[id(n)] = f"v{k}"
        if facts := lookup(n):
            index = names[id(facts[0])]
            for f in facts[1:]:
                index = f"({index} * {f.hi + 1} + {names[id(f)]})"
            if len(facts) > 1:
                shared = f"v{'_'.join(names[id(f)][1:] for f in facts)}"
                if not any(line.startswith(f"{shared} =") for line in lines):
                    lines.append(f"{shared} = {index}")
                index = shared
            tables[f"table_{k}"] = looked_up(n, facts)
            lines.append(f"{name} = table_{k}[{index}]")
            continue
        text = f"given[{n.note!r}]" if n.op in ("fact", "figure") else written(n, lambda a: names[id(a)], share_table)
        if n.table and not columns and n.op not in ("spread", "fact"):
            rows = ", ".join(dict.fromkeys(names[id(a)] for a in n.args if a.table)) + ","
            text = f"[{text} for {rows} in zip({rows})]"
        lines.append(f"{name} = {text}")
    results = [names[id(r)] for r in roots]
    if columns:  # let go of a column after its last use, so that a slice of cases stays in the cache
        last = {
            v: place for place, line in enumerate(lines) for v in re.findall(r"\bv[\d_]+\b", line) if v not in results
        }
        for v, place in last.items():
            lines[place] += f"; del {v}"
    body = "\n    ".join(lines)
    return (
        f"def run(given, spread, total):\n    {body}\n    return [{', '.join(results)}], {'None' if columns else 'locals()'}",
        names,
        tables,
    )


class Formula:
    """A formula ready to run both ways. `one`: Python integers. `columns`: int64, a slice at a time, on every core."""

    def __init__(self, roots: list[Symbol]):
        self.roots = roots
        nodes = in_order(roots)
        self.asks = {n.note: n for n in nodes if n.op in ("fact", "figure")}
        self.text, self.names, tables = source(roots, columns=False)
        exec(self.text, words := tables | SCALAR)  # the text is made from our own rules, never from data
        self._one = words["run"]

    @cached_property
    def _columns(self) -> Callable:
        text, _, tables = source(self.roots, columns=True)
        exec(text, words := tables | COLUMNS)
        return words["run"]

    def one(self, given: dict, rows: int) -> tuple[list[int], dict]:
        """Numerators of the roots, and of every node on the way."""
        return self._one(given, lambda v, _: [v] * rows, lambda v, _: sum(v))

    def columns(
        self, given: dict, starts: np.ndarray | None, count: int, *, slice_of: int = 131_072, threads: int | None = None
    ) -> list[np.ndarray]:
        """One int64 column for each root. `starts[i]:starts[i + 1]` are the rows of the long table of case i."""
        out, execute = [np.empty(count, np.int64) for _ in self.roots], self._columns

        def run(first: int) -> None:
            cases = slice(first, min(first + slice_of, count))
            near = starts[cases.start : cases.stop + 1] if starts is not None else None
            part = {}
            for name, n in self.asks.items():
                column = given[name][slice(near[0], near[-1]) if n.table else cases]
                part[name] = column = np.asarray(column).astype(np.int64, copy=False)
                if (
                    column.size and int((column - n.lo if n.lo else column).view(np.uint64).max()) > n.hi - n.lo
                ):  # below is far above
                    raise ValueError(
                        f"{name}: outside {n.lo} to {n.hi} (in parts of 1/{n.den}) in cases {cases.start} to {cases.stop - 1}"
                    )

            def spread(v, _):
                return np.repeat(v, np.diff(near)) if np.ndim(v) else np.full(near[-1] - near[0], v)

            def total(v, _):  # differences of running sums are right even if the sums wrap
                return np.diff(np.concatenate(([0], np.cumsum(v)))[near - near[0]])

            for column, value in zip(out, execute(part, spread, total)[0], strict=True):
                column[cases] = value

        if count <= slice_of:  # a small batch is done before a thread has started
            run(0)
            return out
        with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
            list(pool.map(run, range(0, count, slice_of)))
        return out
