"""Fitting in a process of its own: scikit-learn's seconds and memory are gone when it has ended."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
from pyarrow import feather

from .told import Fitted, TooFew

CHILD = f"{__package__}.child"
CASES, RISK, ASKED, ANSWER = "cases.feather", "risk.npy", "asked.json", "answer.json"
PARTS = 6  # models that are fitted: five of four fifths, and that of all


def fit_apart(
    cases: pa.Table,
    event: str,
    *,
    numbers: Sequence[str],
    words: Sequence[str],
    told: Callable[[int], object] = lambda _done: None,
) -> Fitted:
    """As `model.fit` says it; `told` hears how many of the PARTS are done.

    Raises TooFew, or RuntimeError where the process broke.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        feather.write_feather(cases, folder / CASES)
        (folder / ASKED).write_text(json.dumps({"event": event, "numbers": list(numbers), "words": list(words)}))
        _run(folder, told)
        answer = json.loads((folder / ANSWER).read_text("utf-8"))
        if "too_few" in answer:
            raise TooFew(answer["too_few"])
        return Fitted.from_json(answer, np.load(folder / RISK))


def _run(folder: Path, told: Callable[[int], object]) -> None:
    with subprocess.Popen(  # noqa: S603 (our own module, and a folder of ours)
        [sys.executable, "-P", "-m", CHILD, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as child:
        assert child.stdout
        for done, _line in enumerate(child.stdout, start=1):
            told(done)
    if child.returncode:
        raise RuntimeError(f"the process that fits a model ended with {child.returncode}")
