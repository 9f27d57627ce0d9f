"""The process that fits a model: what it is asked lies in a folder, and so does its answer. It says a line a part."""

import json
import sys
from pathlib import Path

import numpy as np
from pyarrow import feather

from .apart import ANSWER, ASKED, CASES, RISK
from .model import fit
from .told import TooFew


def main(folder: Path) -> None:
    """Fit what is asked for there."""
    asked = json.loads((folder / ASKED).read_text("utf-8"))
    try:
        fitted = fit(feather.read_table(folder / CASES), **asked, told=_say)
    except TooFew as error:
        answer = {"too_few": str(error)}
    else:
        np.save(folder / RISK, fitted.risk)
        answer = fitted.as_json()
    (folder / ANSWER).write_text(json.dumps(answer, ensure_ascii=False), "utf-8")


def _say() -> None:
    sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
