"""What was measured, as a page to read."""

from collections.abc import Iterator
from typing import Any

PEOPLE = {"quinn": "quality officer", "hugo": "head of department", "nina": "nurse"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
BESIDE_BARE = ["| database | | a second | median ms | p99 ms | ratio to bare |", "|---|---|---:|---:|---:|---:|"]

Found = dict[str, Any]


def report(found: Found, *, small: int, machine: Found) -> str:
    versions = ", ".join(f"{NAMES[engine]} {told['version']}" for engine, told in found.items())
    sizes = list(next(iter(found.values()))["times"])
    parts = [
        "# How quick it is\n",
        "Made by `script/bench`; made anew by the same command. The figures hold for the machine that they were taken "
        "on; what can be compared elsewhere are the ratios.\n",
        f"{machine['cores']} cores, {machine['memory']} memory, Python {machine['python']}, {versions}; the clients "
        "ran on the same cores. SQLite with `synchronous=FULL`, PostgreSQL with `fsync=on`. Registers of "
        f"{_sizes(sizes)} incidents with all that belongs to them, nine of ten in one hospital, which the quality "
        "officer covers whole; the head of department has the busiest of its 40 departments.\n",
        *(_times(NAMES[engine], size, told["times"][size]) for size in sizes for engine, told in found.items()),
        _queries(found, [small, *sorted(sizes)]),
        _submissions(found),
        _anonymous(found),
        _verify(found),
    ]
    return "\n".join(parts)


def _sizes(sizes: list[int]) -> str:
    return " and of ".join(f"{size:,}" for size in sizes)


def _times(name: str, size: int, times: Found) -> str:
    pages = {page: told for page, told in times.items() if page != "bare list"}
    median, p99 = times["bare list"]["bare"]
    return "\n".join(
        [
            f"## Pages on {name}, {size:,} incidents\n",
            "Milliseconds at the server, median (p99), one client after the other, the whole program with session, "
            "permissions and templates.\n",
            *_table(pages, lambda told: f"{told[0]:.0f} ({told[1]:.0f})"),
            "\nA bare Django view that writes the newest twenty rows into a table, without anything else: "
            f"{median:.1f} ({p99:.1f}).\n",
        ]
    )


def _queries(found: Found, sizes: list[int]) -> str:
    """One table for all databases: they are asked the same."""
    counts = next(iter(found.values()))["queries"]
    pages = {
        page: {who: [counts[size][page][who] for size in sizes] for who in people}
        for page, people in counts[sizes[0]].items()
    }
    return "\n".join(
        [
            f"## Questions to the database, with {_sizes(sizes)} incidents\n",
            *_table(pages, lambda told: " → ".join(map(str, told))),
            "\nThat they do not grow with the rows is asserted in `tests/kernel/test_queries.py`.\n",
        ]
    )


def _table(pages: Found, shown: Any) -> Iterator[str]:
    yield f"| page | {' | '.join(PEOPLE.values())} |"
    yield f"|---|{'---:|' * len(PEOPLE)}"
    for page, told in pages.items():
        yield f"| {page} | " + " | ".join(shown(told[who]) if who in told else "" for who in PEOPLE) + " |"


def _submissions(found: Found) -> str:
    told = next(iter(found.values()))["submissions"]
    each = ", ".join(f"{count:g} in `{table}`" for table, count in told["rows"].items() if count)
    lines = [
        f"## Reports filed, 50 clients at once, {told['size']:,} incidents\n",
        "Through the API with a token and an idempotency key: checked, numbered, logged, indexed, told to whose turn "
        "it is. Beside it a bare Django view, without login, permission, form or middleware, that inserts the same "
        "rows into the same tables in one transaction, measured before and after.\n",
        *_beside_bare(found, "submissions"),
        f"\nRows of one report, counted on both sides: {each}.\n",
    ]
    return "\n".join(lines)


def _anonymous(found: Found) -> str:
    size = next(iter(found.values()))["anonymous"]["size"]
    lines = [
        f"## Reports without a name, 50 clients at once, {size:,} incidents\n",
        "By the form on the poster, each with a form of its own: stripped of what tells of a person, checked, looked "
        "through for names, encrypted, kept until the next batch; the answer is the whole page with the receipt. "
        "Beside it a bare Django view that inserts a row of the same length, measured before and after.\n",
        *_beside_bare(found, "anonymous"),
    ]
    return "\n".join(lines) + "\n"


def _beside_bare(found: Found, part: str) -> Iterator[str]:
    yield from BESIDE_BARE
    for engine, told in found.items():
        for name in ("zhian", "bare"):
            each, median, p99 = told[part][name]
            ratio = f"{told[part]['ratio']:.2f}" if name == "zhian" else ""
            yield f"| {NAMES[engine]} | {name} | {each:.0f} | {median:.0f} | {p99:.0f} | {ratio} |"


def _verify(found: Found) -> str:
    lines = [
        "## The log proved: `zhian verify`\n",
        "The log of the demo hospital: every entry is hashed into the tree anew, every head is checked with its "
        "signature, and every row of every table is compared with what the log says of it. Beside it the least that "
        "could be done: every entry is read once and hashed with SHA-256.\n",
        "| database | entries | rows | entries a second | bare, a second | ratio to bare |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for engine, told in found.items():
        verify = told["verify"]
        ours, bare = verify["entries"] / verify["zhian"], verify["entries"] / verify["bare"]
        lines.append(
            f"| {NAMES[engine]} | {verify['entries']:,} | {verify['rows']:,} | {ours:,.0f} | {bare:,.0f} "
            f"| {verify['ratio']:.2f} |"
        )
    return "\n".join(lines) + "\n"
