"""One measurement in a process of its own, as a line of JSON: `python -m benchmarks.compensation.measured WHAT …`."""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

START = {
    "python": "pass",
    "peer": "from benchmarks.compensation import peer; peer.system()",
    "ours": "from zhian.engines.compensation import assess, read_case",
}
CHECKED = 20_000  # cases whose total is held against the exact fractions


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = {name: version(name) for name in ("numpy", "openfisca-core", "pyarrow")}
    return {
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "memory": memory,
        "python": platform.python_version(),
        **versions,
    }


def start(side: str) -> dict[str, float]:
    """Seconds of the processor for a fresh Python that gets ready and ends."""
    spans = []
    for _ in range(7):
        before = _spent(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", START[side]], check=True)
        spans.append(_spent(resource.RUSAGE_CHILDREN) - before)
    return {"least": min(spans)}


def _spent(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def single(side: str) -> dict[str, Any]:
    """One case: cold is the first answer in this process (seconds of the processor), warm the quickest of many."""
    from . import rules

    cases, people = rules.random_cases(1_000)
    chosen = 0
    if side == "peer":
        from . import peer

        system, document = peer.system(), peer.document(cases, people)
        ready = peer.from_document(system, document)
        runs: dict[str, Callable] = {"case": lambda: peer.total(peer.from_document(system, document))}
        runs["bare"] = lambda: (ready.delete_arrays("owed"), ready.delete_arrays("dependants"), peer.total(ready))
    else:
        from . import ours

        case = {name: int(cases[name][chosen]) for name in ours.CASE}
        mine = (people["case"] == chosen).nonzero()[0]
        rows = [{name: int(people[name][row]) for name in ours.PEOPLE} for row in mine]
        runs = {"case": lambda: ours.one(case, rows)}
    began = time.process_time()
    runs["case"]()
    cold = time.process_time() - began
    return {"cold": cold, **{name: _timed(run, 500) for name, run in runs.items()}}


def batch(side: str, size: str, cores: str = "") -> dict[str, Any]:
    """A batch of the same rules; what the peer takes is made before its clock starts."""
    from . import rules

    count = int(size)
    cases, people = rules.random_cases(count)
    if side == "peer":
        from . import peer

        system, taken = peer.system(), peer.taken(cases, people)
        del cases, people
        run = lambda: peer.total(peer.simulation(system, *taken))  # noqa: E731
    else:
        from . import ours

        ours.on_cores(int(cores))
        run = lambda: ours.batch(cases, people)  # noqa: E731
    run()
    spans = _timed(run, 3 if count >= 10**7 else 7)
    return {**spans, "peak": _peak(), "rate": count / spans["least"], "by the clock": count / spans["clock"]}


def equal(side: str) -> dict[str, Any]:
    """Share of totals equal to the fen, and the farthest, against exact fractions."""
    import numpy as np

    from . import rules

    cases, people = rules.random_cases(CHECKED)
    right = np.array([row[-1] for row in rules.right(cases, people, CHECKED)])
    if side == "peer":
        from . import peer

        yuan = peer.total(peer.simulation(peer.system(), *peer.taken(cases, people)))
        answer = np.floor(yuan.astype(float) * 100 + 0.5).astype(np.int64)
    else:
        from . import ours

        answer = ours.batch(cases, people)[-1]
    off = np.abs(answer - right)
    return {"equal": float(np.mean(off == 0)), "farthest": int(off.max()), "cases": CHECKED}


def law_single(regime: str) -> dict[str, Any]:
    """One case under the whole law: cold with reading the law (seconds of the processor), then warm."""
    began = time.process_time()
    from zhian.engines.compensation import assess, read_case
    from zhian.engines.compensation.assess import sums

    from .documents import DOCUMENTS

    document = DOCUMENTS[regime]
    sums(read_case(document), (regime,))
    cold = time.process_time() - began
    from zhian.engines.compensation.setting_out import answer

    case = read_case(document)
    return {
        "cold": cold,
        "bare": _timed(lambda: sums(case, (regime,)), 200),
        "document": _timed(lambda: sums(read_case(document), (regime,)), 200),
        "explained": _timed(lambda: assess(case, (regime,)), 50),
        "text": _timed(lambda: answer(document).sheet(), 20),
    }


def law_batch(regime: str, size: str) -> dict[str, Any]:
    """The whole law on columns in memory."""
    from . import whole_law

    run = whole_law.batch(regime, int(size))
    run()
    spans = _timed(run, 3)
    return {**spans, "peak": _peak(), "rate": int(size) / spans["least"], "by the clock": int(size) / spans["clock"]}


def stream(regime: str, size: str) -> dict[str, Any]:
    """A Parquet file in, a Parquet file out. The file is written by another process, so that its memory is not ours."""
    from tempfile import TemporaryDirectory

    from . import whole_law

    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.compensation.whole_law", folder, size]
        subprocess.run(command, check=True)
        began, spent = time.perf_counter(), time.process_time()
        count = whole_law.stream(regime, folder)
        clock, spent = time.perf_counter() - began, time.process_time() - spent
        return {"cases": count, "clock": clock, "least": spent, "rate": count / spent, "peak": _peak()}


def _timed(run: Callable[[], Any], times: int) -> dict[str, float]:
    """The quickest of several runs: what else a machine does can only slow one down.

    `least`: seconds of the processor, of all threads together; `clock`: seconds of the clock.
    """
    spans = []
    for _ in range(times):
        began, spent = time.perf_counter(), time.process_time()
        run()
        spans.append((time.process_time() - spent, time.perf_counter() - began))
    return {"least": min(spent for spent, _ in spans), "clock": min(clock for _, clock in spans)}


def _peak() -> float:
    """GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


MEASURES = {f.__name__: f for f in (machine, start, single, batch, equal, law_single, law_batch, stream)}

if __name__ == "__main__":
    print(json.dumps(MEASURES[sys.argv[1]](*sys.argv[2:])))
