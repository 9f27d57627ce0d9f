"""Holds the law of compensation against the oracle on as many random cases as asked for, and writes down how it went.

    PYTHONPATH=src:tests python -m benchmarks.compensation.agree 100000

Every batch has its own answers to the open questions. Writes docs/reference/compensation-agreement.md.
"""

import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from engines.compensation.agreement import differences
from engines.compensation.generator import ANSWERS, case_document

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/compensation-agreement.md"
BATCH, SEED = 2_000, 20020901


def main(count: int) -> None:
    random, began = Random(SEED), time.monotonic()
    seen: Counter[str] = Counter()
    for first in range(0, count, BATCH):
        answers = {name: random.choice(given) for name, given in ANSWERS.items() if random.random() < 0.4}
        documents = [case_document(random) | {"options": answers} for _ in range(min(BATCH, count - first))]
        seen.update(what for document in documents for what in _what(document))
        found = list(differences(documents))
        if found:
            sys.exit(f"after {first} cases: {found[0]}")
        print(f"{first + len(documents):,} cases agree, {time.monotonic() - began:.0f} s", file=sys.stderr)
    PAGE.write_text(_page(count, seen), encoding="utf-8")


def _what(document: dict) -> list[str]:
    """What a case goes through, for the table."""
    parts = ("dependants", "receipts", "devices", "relatives", "absences", "stays", "care", "permanent_care", "prepaid")
    year = document["dates"]["act"].year
    born = document["patient"].get("born")
    return [
        f"等级 grade {document['accident']['grade']}",
        *(f"表 with {name}" for name in parts if name in document),
        *([f"处 with {len(document['injuries'])} injuries"] if document["injuries"] else []),
        "期 act " + ("before 2021" if year < 2021 else "from 2021"),
        *(["生 born on 29 February"] if born and (born.month, born.day) == (2, 29) else []),
    ]


def _page(count: int, seen: Counter) -> str:
    rows = "\n".join(f"| {name.partition(' ')[2]} | {number:,} |" for name, number in sorted(seen.items()))
    return f"""# The law of compensation and an independent oracle

Made by `PYTHONPATH=src:tests python -m benchmarks.compensation.agree {count}` (seed {SEED}).

`tests/engines/compensation/oracle` reckons both regimes once more from the case document alone, in plain fractions,
and shares no code and no table with the engine. **{count:,} random cases came out alike to the fen**: under both
regimes, one case after another and as columns (of 32 bits where their bounds allow it), the gross and the owed amount
of every head, the total and what is left to pay.
Each batch of {BATCH:,} has its own answers to the open questions.

| cases | number |
|---|---:|
{rows}
"""


if __name__ == "__main__":
    main(int(sys.argv[1]))
