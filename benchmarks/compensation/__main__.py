"""Measures everything, one child process each, and writes docs/reference/compensation-speed.md.

python -m benchmarks.compensation            up to ten million cases; takes some ten minutes
python -m benchmarks.compensation --quick    up to a hundred thousand; writes nothing down
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from .report import report

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/compensation-speed.md"
SIZES = (10**3, 10**5, 10**6, 10**7)
SOURCES = "src:tests"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="up to a hundred thousand cases; writes nothing down")
    told = parser.parse_args()
    page = report(everything(SIZES[:2] if told.quick else SIZES))
    print(page)
    if not told.quick:
        PAGE.write_text(page, encoding="utf-8")


def everything(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Every figure of the page. Each comes from a process of its own, so that no peak is another one's."""
    return {
        "machine": _measured("machine"),
        "start": {side: _measured("start", side) for side in ("python", "peer", "ours")},
        "single": {side: _measured("single", side) for side in ("peer", "ours")},
        "equal": {side: _measured("equal", side) for side in ("peer", "ours")},
        "batch": {
            size: {
                "peer": _measured("batch", "peer", size),
                "one thread": _measured("batch", "ours", size, 1),
                "two threads": _measured("batch", "ours", size, 2),
            }
            for size in sizes
        },
        "law single": {regime: _measured("law_single", regime) for regime in "AB"},
        "law batch": {
            size: {regime: _measured("law_batch", regime, size) for regime in "AB"} for size in sizes if size < 10**7
        },
        "stream": {size: {regime: _measured("stream", regime, size) for regime in "AB"} for size in sizes[-2:]},
    }


def _measured(what: str, *of: object) -> Any:
    words = [what, *map(str, of)]
    print(" ".join(words), file=sys.stderr)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.compensation.measured", *words],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    main()
