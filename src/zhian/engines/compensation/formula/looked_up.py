"""Parts of a formula that depend on so few facts that they are worked out for every combination beforehand."""

import numpy as np

from .arrays import WORDS, Column
from .nodes import Node
from .running import compiled
from .widths import fits
from .writing import combinations, for_columns, in_order

SMALL = 4_096  # combinations of facts


def small_parts(roots: list[Node]) -> dict[int, tuple[Node, ...]]:
    """The nodes that depend on few combinations of facts, with those facts."""
    depends: dict[int, dict[int, Node]] = {}
    for n in in_order(roots):
        if n.op == "given":
            found = {n.serial: n}
        elif n.op in ("spread", "total", "largest") or any(a.serial not in depends for a in n.args):
            continue
        else:
            found = {serial: leaf for a in n.args for serial, leaf in depends[a.serial].items()}
        if combinations(found.values()) <= SMALL:
            depends[n.serial] = found
    worth_it = [n for n in in_order(roots) if n.args and n.op != "term" and depends.get(n.serial)]
    return {n.serial: tuple(depends[n.serial].values()) for n in worth_it}


def tables(roots: list[Node], looked_up: dict[int, tuple[Node, ...]]) -> dict[int, Column]:
    """The value of each of these nodes for every combination of its facts: the same code, run on all combinations."""
    together: dict[tuple[int, ...], list[Node]] = {}
    for n in in_order(roots, lambda n: () if n.serial in looked_up else n.args):
        if facts := looked_up.get(n.serial):
            together.setdefault(tuple(f.serial for f in facts), []).append(n)
    done: dict[int, Column] = {}
    for alike in together.values():
        facts = looked_up[alike[0].serial]
        every = np.indices([f.high - f.low + 1 for f in facts]).reshape(len(facts), -1)
        given = {f.key: values + f.low for f, values in zip(facts, every, strict=True)}
        results = compiled(for_columns(alike, {}), WORDS)(given, None)
        for n, values in zip(alike, results, strict=True):
            done[n.serial] = table_of(n, values)
    return done


def table_of(n: Node, values: Column) -> Column:
    """The values of a node as narrow as its bounds; what no way leads to may have been anything."""
    return np.clip(values, n.low, n.high).astype(dtype_of(n))


def dtype_of(n: Node) -> type:
    return np.int32 if fits(n.low, n.high) else np.int64
