"""Which columns of a formula may be int32, which takes half the memory and half the time: its bounds prove it."""

from collections.abc import Iterator, Set
from math import lcm

from .nodes import COMPARED, Node, unnamed

INT32 = 2**31 - 1
SCALED = ("add", "sub", "min", "max", "if", *COMPARED)  # brought to one denominator first


def is_narrow(n: Node, narrow: Set[int], looked_up: bool) -> bool:
    """Whether a node's column is int32: all that it is worked out from is, and nothing on the way can leave it.

    `narrow`: the serial numbers of the nodes below for which that was found; a table is made as narrow as its values.
    """
    if looked_up:
        return fits(n.low, n.high)
    parts = [unnamed(a) for a in (n.args[1:] if n.op == "if" else n.args)]
    columns = [p for p in parts if p.op != "known"]
    is_possible = bool(columns) and n.op != "share" and all(p.serial in narrow for p in columns)
    return is_possible and fits(n.low, n.high) and all(map(fits, *zip(*_on_the_way(n, parts), strict=True)))


def fits(low: int, high: int) -> bool:
    return max(-low, high) <= INT32


def _on_the_way(n: Node, parts: list[Node]) -> Iterator[tuple[int, int]]:
    """The bounds of what is worked out between the parts and the node, and of the numbers that it takes."""
    if n.op in SCALED:
        den = lcm(*(p.den for p in parts)) if n.op in COMPARED else n.den
        yield from ((p.low * (den // p.den), p.high * (den // p.den)) for p in parts)
    elif n.op == "round":
        times, shift, by, _ = n.about.whole(parts[0].den)
        yield from ((0, by), (parts[0].low * times, parts[0].high * times + shift))
    elif n.op == "div":
        yield 0, int(n.key)
    yield from ((p.low, p.high) for p in parts)
