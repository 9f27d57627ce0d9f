"""What was measured, as a page to read."""

from collections.abc import Iterator
from typing import Any

PEOPLE = {"quinn": "quality officer", "hugo": "head of department", "nina": "nurse"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def report(found: dict[str, Any], *, rows: int, small: int, machine: dict[str, Any]) -> str:
    versions = ", ".join(f"{NAMES[engine]} {told['version']}" for engine, told in found.items())
    parts = [
        "# How quick it is\n",
        "Made by `script/bench`; made anew by the same command. The figures hold for the machine that they were taken "
        "on; what can be compared elsewhere are the ratios.\n",
        f"{machine['cores']} cores, {machine['memory']} memory, Python {machine['python']}, {versions}; the clients "
        f"ran on the same cores. SQLite with `synchronous=FULL`, PostgreSQL with `fsync=on`. A register of {rows:,} "
        "incidents with all that belongs to them, nine of ten in one hospital, which the quality officer covers whole; "
        "the head of department has the busiest of its 40 departments.\n",
        *(_times(NAMES[engine], told) for engine, told in found.items()),
        _queries(found, rows, small),
        _submissions(found),
        _anonymous(found),
    ]
    return "\n".join(parts)


def _times(name: str, told: dict[str, Any]) -> str:
    median, p99 = told["times"].pop("bare list")["bare"]
    head = " | ".join(f"{title}" for title in PEOPLE.values())
    lines = [
        f"## Pages on {name}\n",
        "Milliseconds at the server, median (p99), one client after the other, the whole program with session, "
        "permissions and templates.\n",
        f"| page | {head} |",
        f"|---|{'---:|' * len(PEOPLE)}",
        *(
            f"| {page} | " + " | ".join(f"{times[who][0]:.0f} ({times[who][1]:.0f})" for who in PEOPLE) + " |"
            for page, times in told["times"].items()
        ),
    ]
    list_ratio = told["times"]["list"]["quinn"][0] / median
    lines.append(
        f"\nA bare Django view that writes the newest twenty rows into a table, without anything else: {median:.0f} "
        f"({p99:.0f}). The list of the quality officer takes {list_ratio:.1f} times as long.\n"
    )
    return "\n".join(lines)


def _queries(found: dict[str, Any], rows: int, small: int) -> str:
    """One table for all databases: they are asked the same."""
    told = next(iter(found.values()))
    lines = [
        f"## Questions to the database, with {small:,} and with {rows:,} incidents\n",
        f"| page | {' | '.join(PEOPLE.values())} |",
        f"|---|{'---:|' * len(PEOPLE)}",
    ]
    for page, counts in told["queries"].items():
        before = told["small queries"][page]
        lines.append(f"| {page} | " + " | ".join(f"{before[who]} → {counts[who]}" for who in PEOPLE) + " |")
    lines.append("\nThat they do not grow with the rows is asserted in `tests/kernel/test_queries.py`.\n")
    return "\n".join(lines)


def _submissions(found: dict[str, Any]) -> str:
    lines = [
        "## Reports filed, 50 clients at once\n",
        "Through the API with a token and an idempotency key: checked, numbered, logged, indexed, told to whose turn "
        "it is. Beside it a bare Django view, without login, permission, form or middleware, that inserts the same "
        "rows into the same tables in one transaction, measured before and after.\n",
        *_beside_bare(found, "submissions"),
    ]
    rows = next(iter(found.values()))["submissions"]["rows"]
    each = ", ".join(f"{count:g} in `{table}`" for table, count in rows.items() if count)
    lines.append(f"\nRows of one report, counted on both sides: {each}.\n")
    return "\n".join(lines)


def _anonymous(found: dict[str, Any]) -> str:
    lines = [
        "## Reports without a name, 50 clients at once\n",
        "By the form on the poster, each with a form of its own: stripped of what tells of a person, checked, looked "
        "through for names, encrypted, kept until the next batch; the answer is the whole page with the receipt. "
        "Beside it a bare Django view that inserts a row of the same length, measured before and after.\n",
        *_beside_bare(found, "anonymous"),
    ]
    return "\n".join(lines) + "\n"


def _beside_bare(found: dict[str, Any], part: str) -> Iterator[str]:
    yield "| database | | a second | median ms | p99 ms | ratio to bare |"
    yield "|---|---|---:|---:|---:|---:|"
    for engine, told in found.items():
        for name in ("zhian", "bare"):
            each, median, p99 = told[part][name]
            ratio = f"{told[part]['ratio']:.2f}" if name == "zhian" else ""
            yield f"| {NAMES[engine]} | {name} | {each:.0f} | {median:.0f} | {p99:.0f} | {ratio} |"
