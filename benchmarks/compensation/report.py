"""The page docs/reference/compensation-speed.md, from what was measured."""

from collections.abc import Iterable
from typing import Any

from . import rules


def report(found: dict[str, Any]) -> str:
    parts = (_head, _same_rules, _batches, _start, _whole_law, _law_batches, _stream)
    return "\n\n".join(part(found) for part in parts) + "\n"


def _head(found: dict[str, Any]) -> str:
    m = found["machine"]
    same_rules = " ".join((rules.__doc__ or "").partition("\n\n")[2].split())
    return f"""# How quick the law of compensation is

Made by `python -m benchmarks.compensation` (with `requirements/bench.txt`), made anew by the same command; every line
was measured in a process of its own: seconds of the processor, the quickest of several runs. {m["cores"]} cores,
{m["memory"]:.0f} GB memory, Python {m["python"]}, numpy {m["numpy"]}, openfisca-core {m["openfisca-core"]},
pyarrow {m["pyarrow"]}. The machine's load was {m["load"]:.1f} when it began: compare within a table; what can be
compared elsewhere are the ratios.

*The same rules*, the peer's in its own idiom (a person, a case as a group of persons, variables with formulas):

> {same_rules}

The cases are random, with one dependant each on average. The peer's input is made into its float32 before the clock
starts, and columns are put into its simulation past its reader of documents, which would take minutes."""


def _same_rules(found: dict[str, Any]) -> str:
    peer, ours = found["single"]["peer"], found["single"]["ours"]
    equal = found["equal"]
    case, bare, own = _m(peer["case"]), _m(peer["bare"]), _m(ours["case"])
    rows = [
        ("one case with its input, cold", _us(peer["cold"]), _us(ours["cold"]), _times(peer["cold"], ours["cold"])),
        ("one case with its input, warm", _us(case), _us(own), _times(case, own)),
        ("one case, the peer's simulation standing ready", _us(bare), _us(own), _times(bare, own)),
        ("totals equal to the fen", f"{equal['peer']['equal']:.1%}", f"{equal['ours']['equal']:.1%}", ""),
        ("farthest total, fen", equal["peer"]["farthest"], equal["ours"]["farthest"], ""),
    ]
    note = f"""In microseconds. The first case of this reads its rules; the peer's system is ready by then.
Equality is that of {equal["ours"]["cases"]:,} totals with exact fractions, which share no code with either."""
    return f"## One case of the same rules\n\n{_table(('', 'OpenFisca', 'this', 'times as quick'), rows)}\n\n{note}"


def _batches(found: dict[str, Any]) -> str:
    rows = []
    for size, sides in found["batch"].items():
        peer, one, two = (sides[name] for name in ("peer", "one thread", "two threads"))
        clock = [f"{side['by the clock'] / 1e6:.1f}" for side in (peer, two)]
        times = _times(two["by the clock"], peer["by the clock"])
        own = _times(one["rate"], peer["rate"])
        rows.append((f"{size:,}", _rate(peer), _rate(one), own, *clock, times, _memory(peer), _memory(two)))
    head = (
        *("cases", "OpenFisca", "this", "times as quick", "OpenFisca, by the clock", "this, two cores, by the clock"),
        *("times as quick", "GB, OpenFisca", "GB, this"),
    )
    says = """Million cases for a second of one processor; then by the clock, where this takes both cores as far as they
were free; and the peak memory of the process with its input."""
    one = {size: size / sides["one thread"]["rate"] for size, sides in found["batch"].items()}
    two = {size: size / sides["two threads"]["by the clock"] for size, sides in found["batch"].items()}
    growth = f"{_growth(one, 'one processor')} {_growth(two, 'both by the clock')}"
    return f"## Batches of the same rules\n\n{says}\n\n{_table(head, rows)}\n\n{growth}"


def _start(found: dict[str, Any]) -> str:
    bare = _m(found["start"]["python"])
    rows = [
        ("OpenFisca, with these rules", f"{_m(found['start']['peer']) - bare:.2f}"),
        ("this, the whole law", f"{_m(found['start']['ours']) - bare:.2f}"),
    ]
    says = f"Seconds of the processor to import, above a bare Python ({bare:.2f} s)."
    return f"## Getting ready\n\n{says}\n\n{_table(('', 'seconds'), rows)}"


def _whole_law(found: dict[str, Any]) -> str:
    rows = [
        (
            *(regime, _ms(m["cold"]), _us(_m(m["bare"])), _us(_m(m["document"]))),
            *(_ms(_m(m["explained"])), _ms(_m(m["text"]))),
        )
        for regime, m in found["law single"].items()
    ]
    head = ("regime", "cold, ms", "facts to sums, µs", "document to sums, µs", "explained, ms", "whole sheet, ms")
    says = """Every head and every open question. *Cold* imports and reads the law and the case. *Explained* has every
line with all alternatives, and the range. The *whole sheet* is a document read, both regimes explained, the next
question weighed, and all of it set out as text."""
    return f"## The whole law, one case\n\n{says}\n\n{_table(head, rows)}"


def _law_batches(found: dict[str, Any]) -> str:
    rows = [
        (f"{size:,}", *(f"{m['rate'] / 1e6:.2f}" for m in sides.values()), *(_memory(m) for m in sides.values()))
        for size, sides in found["law batch"].items()
    ]
    head = ("cases", "A, M cases/s of one processor", "B", "A, peak GB", "B")
    return f"## The whole law, columns in memory\n\n{_table(head, rows)}"


def _stream(found: dict[str, Any]) -> str:
    rows = [
        (regime, f"{size:,}", f"{m['clock']:.0f}", f"{m['least']:.0f}", f"{m['rate'] / 1e6:.2f}", _memory(m))
        for size, sides in found["stream"].items()
        for regime, m in sides.items()
    ]
    head = ("regime", "cases", "seconds by the clock", "of the processor", "M cases/s of one processor", "peak GB")
    growth = [
        _growth({size: sides[regime]["least"] for size, sides in found["stream"].items()}, f"regime {regime}")
        for regime in "AB"
    ]
    title = "## The whole law, a Parquet file read and written slice by slice"
    return f"{title}\n\n{_table(head, rows)}\n\n{' '.join(growth)}"


def _growth(seconds: dict[int, float], of: str) -> str:
    """How much longer the largest size takes than the one before it: whether the time grows as the cases do."""
    few, many = sorted(seconds)[-2:]
    longer = seconds[many] / seconds[few]
    return f"{many / few:.0f} times the cases ({few:,} to {many:,}) take {longer:.1f} times the time ({of})."


def _m(timed: dict[str, float]) -> float:
    """Seconds of the processor."""
    return timed["least"]


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.2f}"


def _times(theirs: float, ours: float) -> str:
    return f"{theirs / ours:.1f}"


def _rate(timed: dict[str, float]) -> str:
    return f"{timed['rate'] / 1e6:.1f}"


def _memory(timed: dict[str, float]) -> str:
    return f"{timed['peak']:.2f}"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(head), ["---", *["---:"] * (len(list(head)) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
