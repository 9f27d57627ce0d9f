"""The demo hospital's exports, taken in as any hospital's are: by the real import, file by file, when each came."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from zhian.do.feeds.models import Way
from zhian.do.feeds.readers.mapped import COMPLEMENTS
from zhian.do.feeds.services.imports import begin, carry_out
from zhian.do.feeds.services.looking import hand_in
from zhian.do.feeds.services.mappings import keep_mapping
from zhian.kernel import moment
from zhian.kernel.people.models import Department

from .cast import Cast
from .data import read
from .exports import exports
from .hospital import hospitals
from .staff import SEED


def feed(cast: Cast, until: datetime, progress: Callable[[float], None], *, stays: int, seed: int = SEED) -> None:
    """Two years of stays, bed-days, device-days and infections; a year of drugs and critical values."""
    hospital = hospitals()[0]
    place, officer = cast.places[hospital.code], cast.people["1005"]
    shutil.rmtree(settings.LAKE, ignore_errors=True)  # of a start that was broken off: its database is gone too
    told = read("feeds.yaml")
    _keep_mappings(place, told["mappings"], until)
    folder = Path(settings.HOME) / "exports"
    folder.mkdir(exist_ok=True)
    count = told["files"] + len(told["mappings"])
    for done, (mapping, path, came) in enumerate(exports(hospital, until, folder, stays, seed), start=1):
        with moment.at(came):
            run = hand_in(path, path.name, place, way=Way.FOLDER, mapping=mapping, actor=officer)
            carry_out(begin(run, actor=officer), is_counted=False)
        path.unlink()
        progress(done / count)
    folder.rmdir()


def _keep_mappings(place: Department, mappings: dict, until: datetime) -> None:
    with moment.at(until):
        for name, told in mappings.items():
            columns = {title: _fact(told["table"], fact) for title, fact in told["columns"].items()}
            keep_mapping(place, name=name, table=told["table"], columns=columns, actor=None)


def _fact(table: str, name: str) -> str:
    return name if name.startswith("page.") else f"{COMPLEMENTS.get(table, table)}.{name}"
