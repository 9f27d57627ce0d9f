"""The code for one case where nobody asks how its sums came about: one loop through the rows of each table.

Stage by stage: what needs a sum over rows stands after the loop that adds it up.
"""

from collections.abc import Iterator, Sequence

from .nodes import Node, unnamed
from .writing import FOR_ONE, expression, function, in_order, results_of, variable

OVER_ROWS = ("total", "largest")


def for_sums(roots: list[Node]) -> str:
    """The code of a function that gives the numerators of the roots, and nothing else."""
    nodes = [n for n in in_order(roots) if n.op not in ("known", "term")]
    stages = _stages(nodes)
    used_later = {
        a.serial for n in nodes for a in map(unnamed, n.args) if a.table and stages[a.serial] < stages[n.serial]
    }
    written: list[str] = []
    for stage in range(max(stages.values(), default=0) + 1):
        here = [n for n in nodes if stages[n.serial] == stage]
        sums = [n for n in nodes if n.op in OVER_ROWS and stages[n.serial] == stage + 1]
        written += [f"{variable(n)} = {expression(n, FOR_ONE)}" for n in here if not n.table and n.op not in OVER_ROWS]
        for table in dict.fromkeys([*(n.table for n in here if n.table), *(n.key for n in sums)]):
            inside, added = [n for n in here if n.table == table], [n for n in sums if n.key == table]
            written += _loop(str(table), inside, added, used_later)
    return function(written, results_of(roots))


def _stages(nodes: Sequence[Node]) -> dict[int, int]:
    """After how many loops, one after the other, a node can be worked out."""
    stages: dict[int, int] = {}
    for n in nodes:
        below = (stages.get(unnamed(a).serial, 0) for a in n.args)
        stages[n.serial] = max(below, default=0) + (n.op in OVER_ROWS)
    return stages


def _loop(table: str, inside: Sequence[Node], sums: Sequence[Node], used_later: set[int]) -> Iterator[str]:
    """What is worked out for each row, added up, and kept for a later loop."""
    own = {n.serial for n in inside if n.op != "given"}
    asked = {a.serial: a for n in (*inside, *sums) for a in (n, *map(unnamed, n.args)) if a.table == table}
    coming = {variable(n): _column(n) for n in asked.values() if n.serial not in own and n.op not in OVER_ROWS}
    kept = [n for n in inside if n.serial in used_later and n.op != "given"]
    yield from (f"{_column(n)} = []" for n in kept)
    yield from (f"{variable(n)} = 0" for n in sums)
    if coming:
        yield f"for {', '.join(coming)}, in zip({', '.join(coming.values())}):"
    else:
        yield f"for _ in range(rows.count({table!r})):"
    for n in inside:
        if n.op != "given":
            yield f"    {variable(n)} = {variable(n.args[0]) if n.op == 'spread' else expression(n, FOR_ONE)}"
    for n in sums:
        sum_so_far, part = variable(n), variable(n.args[0])
        added = f"{sum_so_far} + {part}" if n.op == "total" else FOR_ONE.max.format(sum_so_far, part)
        yield f"    {sum_so_far} = {added}"
    yield from (f"    {_column(n)}.append({variable(n)})" for n in kept)


def _column(n: Node) -> str:
    """The values of all rows."""
    return f"given[{n.key!r}]" if n.op == "given" else f"{variable(n)}s"
