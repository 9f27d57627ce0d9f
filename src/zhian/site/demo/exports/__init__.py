"""The files that the demo hospital's other systems export: two years of front pages, bed-days, devices, infections, and
a year of drugs and critical values.

Drawn by the generator of the indicators and written as such systems write them: P codes, dashes for what is missing,
one file in GB18030; with rows that are wrong, and with a coding error and an infection cluster to be found.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhian.do.feeds.readers.mapped import COMPLEMENTS
from zhian.engines.indicators.generating import Fault, Plan, identify, months
from zhian.kernel.months import later, month_of

from ..data import read
from ..hospital import Hospital
from ..staff import SEED
from .columns import pages_of
from .front_pages import front_pages
from .tables import lines, write_lines, write_table
from .wards import in_wards, wards_of

MONTHS = 25  # the last one is still running
OF_WARDS = ("bed_day", "device_day", "infection")
COMPLEMENTED = ("more_of_stay", "more_of_procedure")
OF_PATIENTS = ("medication", "measurement", *COMPLEMENTED)


def exports(
    hospital: Hospital, until: datetime, into: Path, stays: int = 0, seed: int = SEED
) -> Iterator[tuple[str, Path, datetime]]:
    """(mapping, or "" for front pages; file; when it came) of each file, which is written into the folder before."""
    told = read("feeds.yaml")
    first = later(month_of(until.date()), 1 - MONTHS)
    tables: dict[str, list[pa.Table]] = {name: [] for name in ("page", *OF_WARDS, *OF_PATIENTS)}
    connected = f"{later(month_of(until.date()), -told['connected'])}"
    for month in months(_plan(told, stays, first, until, seed)):
        if month.stays is not None:
            who = identify(month.stays)
            wards = wards_of(month.tables["stay"], who, told)
            tables["page"].append(pages_of(hospital, month.tables, who, wards, told, until))
            for name in OF_PATIENTS if month.month >= connected[:7] else COMPLEMENTED:
                rows = month.tables[COMPLEMENTS.get(name, name)]
                tables[name].append(lines(rows, month.tables["stay"], who, wards))
        for name in month.tables.keys() & set(OF_WARDS):
            tables[name].append(month.tables[name])
    yield from front_pages(pa.concat_tables(tables["page"]), told, until, into)
    for name, mapping in told["mappings"].items():
        rows = pa.concat_tables(tables[mapping["table"]])
        path = into / f"{name}.csv"
        if mapping["table"] in OF_PATIENTS:
            write_lines(path, mapping, rows, until)
        else:
            write_table(path, mapping, in_wards(hospital, mapping["table"], rows, told["wards"]), until.date())
        yield name, path, until


def _plan(told: Mapping[str, Any], stays: int, first: date, until: datetime, seed: int) -> Plan:
    cluster = told["infection_cluster"]
    month = f"{later(month_of(until.date()), -cluster['months_ago']):%Y-%m}"
    fault = Fault(
        "infection_cluster", cluster["department"], month, until=month, share=cluster["share"],
        organism=cluster["organism"],
    )  # fmt: skip
    return Plan(stays, seed=seed, months=MONTHS, start=f"{first:%Y-%m}", faults=(fault,))
