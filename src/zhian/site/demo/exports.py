"""The files that the demo hospital's other systems export: two years of front pages, bed-days, devices, infections, and
a year of drugs and critical values.

Drawn by the generator of the indicators and written as such systems write them: P codes, dashes for what is missing,
one file in GB18030; with rows that are wrong, and with a coding error and an infection cluster to be found.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from zhian.do.feeds.readers import layouts
from zhian.do.feeds.readers.mapped import COMPLEMENTS
from zhian.engines.indicators.facts import codes
from zhian.engines.indicators.facts import table as table_of
from zhian.engines.indicators.generating import Fault, Identity, Plan, identify, months
from zhian.kernel.months import later, month_of

from .data import read
from .hospital import Hospital
from .staff import SEED

DASH, MONTHS = "-", 25
OF_WARDS = ("bed_day", "device_day", "infection")
COMPLEMENTED = ("more_of_stay", "more_of_procedure")
OF_PATIENTS = ("medication", "measurement", *COMPLEMENTED)
FIRST_OF_TWO = 5, 9  # parts of a department that two wards share
INCISIONS = {"none": "0", "clean": "1", "clean_contaminated": "2", "contaminated": "3"}
HEALED = {"well": "甲", "imperfect": "乙", "infected": "丙"}
PLAIN = ("days", "infections", "rescues", "rescues_succeeded", "special_care_days", "first_care_days",
         "second_care_days", "third_care_days", "ventilator_hours", "birth_weight", "age")  # fmt: skip
CODED = {"sex": "sex", "route": "route", "payment": "payment", "leaving": "leaving", "record_quality": "record_quality"}
Cells = dict[str, pa.Array]


def exports(hospital: Hospital, until: datetime, into: Path, stays: int = 0) -> Iterator[tuple[str, Path, datetime]]:
    """(mapping, or "" for front pages; file; when it came) of each file, which is written into the folder before."""
    told = read("feeds.yaml")
    first = later(month_of(until.date()), 1 - MONTHS)
    tables: dict[str, list[pa.Table]] = {name: [] for name in ("page", *OF_WARDS, *OF_PATIENTS)}
    connected = f"{later(month_of(until.date()), -told['connected'])}"
    for month in months(_plan(told, stays, first, until)):
        if month.stays is not None:
            who = identify(month.stays)
            wards = _wards(month.tables["stay"], who, told)
            tables["page"].append(_pages(hospital, month.tables, who, wards, told, until))
            for name in OF_PATIENTS if month.month >= connected[:7] else COMPLEMENTED:
                rows = month.tables[COMPLEMENTS.get(name, name)]
                tables[name].append(_lines(rows, month.tables["stay"], who, wards))
        for name in month.tables.keys() & set(OF_WARDS):
            tables[name].append(month.tables[name])
    yield from _front_pages(pa.concat_tables(tables["page"]), told, until, into)
    for name, mapping in told["mappings"].items():
        rows = pa.concat_tables(tables[mapping["table"]])
        path = into / f"{name}.csv"
        if mapping["table"] in OF_PATIENTS:
            _write_lines(path, mapping, rows, until)
        else:
            _write_table(path, mapping, _in_wards(hospital, mapping["table"], rows, told["wards"]), until.date())
        yield name, path, until


def _plan(told: Mapping[str, Any], stays: int, first: date, until: datetime) -> Plan:
    cluster = told["infection_cluster"]
    month = f"{later(month_of(until.date()), -cluster['months_ago']):%Y-%m}"
    fault = Fault(
        "infection_cluster", cluster["department"], month, until=month, share=cluster["share"],
        organism=cluster["organism"],
    )  # fmt: skip
    return Plan(stays, seed=SEED, months=MONTHS, start=f"{first:%Y-%m}", faults=(fault,))


def _front_pages(
    pages: pa.Table, told: Mapping[str, Any], until: datetime, into: Path
) -> Iterator[tuple[str, Path, datetime]]:
    """The files of front pages, each with the stays that ended in its stretch of time; it came a few days after."""
    pages = pages.sort_by("left").filter(pc.less_equal(pc.field("left"), pa.scalar(until.replace(tzinfo=None))))
    edges = np.linspace(0, len(pages), told["files"] + 1).astype(int)
    random = np.random.default_rng(SEED)
    for number, encoding in enumerate(told["encodings"]):
        rows = pages.slice(edges[number], edges[number + 1] - edges[number])
        last: datetime = rows["left"][-1].as_py().replace(tzinfo=until.tzinfo)
        path = into / f"HQMS-{rows['left'][0].as_py():%Y%m%d}-{last:%Y%m%d}.csv"
        _write_pages(path, _spoilt(rows.drop_columns(["left"]), random, told["faults"]), encoding)
        yield "", path, min(last + timedelta(days=4), until)


def _pages(
    hospital: Hospital,
    tables: Mapping[str, pa.Table],
    who: Sequence[Identity],
    wards: np.ndarray,
    told: Mapping[str, Any],
    until: datetime,
) -> pa.Table:
    """A month's front pages, by P codes, and `left` to sort them by."""
    stays = tables["stay"]
    cells: Cells = {
        "page.hospital": _same(hospital.code, stays),
        "page.record_number": pa.array(each.record_number for each in who),
        "page.admission": pa.array(str(each.visit) for each in who),
        "page.born_on": pa.array(f"{each.born:%Y-%m-%d}" for each in who),
        "page.id_number": pa.array(each.identity_number for each in who),
        "stay.department": pa.array(wards),
        "stay.admitting_department": pa.array(wards),
        **_stays(stays),
        **_intensive(stays),
        **_diagnoses(stays, tables["diagnosis"]),
        **_procedures(stays, tables["procedure"]),
    }
    cells["stay.leaving"] = _miscoded(cells["stay.leaving"], wards, stays["discharged_at"], told["coding_error"], until)
    named = {
        "P6891": _same(hospital.name, stays),
        "P4": pa.array(each.name for each in who),
        "P802": pa.array(each.phone for each in who),
        "P801": pa.array(f"云岭市示范区和平路{int(each.record_number) % 900 + 1}号" for each in who),
        "P322": _named(cells["diagnosis.1.code"]),
        "P325": _named(cells["diagnosis.2.code"]),
    }
    layout = layouts()["hqms"]
    by_code = {layout.column_of(fact): cell for fact, cell in cells.items()} | named
    nothing = _same(DASH, stays)
    columns = {code: pc.fill_null(by_code[code], DASH) if code in by_code else nothing for code in layout.fields}
    return pa.table({**columns, "left": stays["discharged_at"].combine_chunks()})


def _wards(stays: pa.Table, who: Sequence[Identity], told: Mapping[str, Any]) -> np.ndarray:
    """In which ward here each of the stays was."""
    departments = zip(stays["department"].to_pylist(), who, strict=True)
    return np.array([_ward(name, each.visit + int(each.record_number), told["wards"]) for name, each in departments])


def _lines(rows: pa.Table, stays: pa.Table, who: Sequence[Identity], wards: np.ndarray) -> pa.Table:
    """Rows that belong to stays, with whose they are, and `left` to leave out those who are still here."""
    of = pc.index_in(_plain(rows["stay"]), _plain(stays["stay"])).to_numpy(zero_copy_only=False)
    told = {
        "page.record_number": pa.array([each.record_number for each in who]).take(pa.array(of)),
        "page.admission": pa.array([str(each.visit) for each in who]).take(pa.array(of)),
        "department": pa.array(wards[of]),
        "left": stays["discharged_at"].take(pa.array(of)),
    }
    return pa.table({**{name: rows[name] for name in rows.column_names}, **told})


def _stays(stays: pa.Table) -> Cells:
    written = {f"stay.{name}": _text(stays[name]) for name in PLAIN}
    written |= {f"stay.{name}": _official(stays[name], of) for name, of in CODED.items()}
    written |= {f"stay.{name}": _moment(stays[name]) for name in ("admitted_at", "discharged_at")}
    died = pc.equal(_plain(stays["leaving"]), "died")
    autopsy = pc.if_else(died, pc.if_else(stays["autopsy"], "1", "2"), None)
    return written | {
        "stay.readmission_planned": _whole(pc.if_else(stays["readmission_planned"], "2", "1")),
        "stay.transfusion_reaction": _whole(pc.if_else(stays["transfusion_reaction"], "1", "3")),
        "stay.autopsy": _whole(autopsy),
        "stay.cost": _yuan(stays["cost"]),
        "page.western_drug_cost": _yuan(stays["drug_cost"]),
    }


def _intensive(stays: pa.Table) -> Cells:
    """One stay in intensive care, in the middle of the stay in hospital."""
    hours = stays["icu_hours"].to_numpy()
    came, left = (stays[name].to_numpy().astype("M8[s]") for name in ("admitted_at", "discharged_at"))
    spare = ((left - came) - hours.astype("m8[h]")) // 2
    entered = came + np.maximum(spare, np.timedelta64(0, "s"))
    ended = np.minimum(entered + hours.astype("m8[h]"), left)
    none = hours == 0
    return {
        "ward_move.1.department": pa.array([None if nought else "ZZY" for nought in none], pa.string()),
        "ward_move.1.entered_at": _moment(pa.array(entered, pa.timestamp("s"), mask=none)),
        "ward_move.1.left_at": _moment(pa.array(ended, pa.timestamp("s"), mask=none)),
    }


def _diagnoses(stays: pa.Table, diagnoses: pa.Table) -> Cells:
    written = {"code": _plain(diagnoses["code"]), "on_admission": _official(diagnoses["on_admission"], "on_admission")}
    return _by_rank("diagnosis", stays, diagnoses, written)


def _procedures(stays: pa.Table, procedures: pa.Table) -> Cells:
    wound = [
        INCISIONS[cut] + HEALED.get(healed or "", "") if cut else None
        for cut, healed in zip(procedures["incision"].to_pylist(), procedures["healing"].to_pylist(), strict=True)
    ]
    written = {
        "code": _plain(procedures["code"]),
        "started_at": _moment(procedures["started_at"]),
        "grade": _official(procedures["grade"], "surgery_grade"),
        "incision": pa.array(wound, pa.string()),
        "anaesthesia": _plain(procedures["anaesthesia"]),
        "asa": _text(procedures["asa"]),
    }
    return _by_rank("procedure", stays, procedures, written)


def _by_rank(name: str, stays: pa.Table, rows: pa.Table, written: Cells) -> Cells:
    """What stands in each repeated place of the page."""
    ranks = rows["rank"].to_numpy()
    of = pc.index_in(_plain(rows["stay"]), _plain(stays["stay"])).to_numpy(zero_copy_only=False)
    found: Cells = {}
    for rank in range(1, int(ranks.max(initial=0)) + 1):
        chosen = np.flatnonzero(ranks == rank)
        place = np.full(len(stays), -1)
        place[of[chosen]] = chosen
        index = pa.array(place, mask=place < 0)
        found |= {f"{name}.{rank}.{column}": cells.take(index) for column, cells in written.items()}
    return found


def _miscoded(
    leaving: pa.Array, wards: np.ndarray, left: pa.Array, told: Mapping[str, Any], until: datetime
) -> pa.Array:
    """The coding error: from a month on, in one ward."""
    since = np.datetime64(later(month_of(until.date()), -told["months_ago"]))
    chance = np.random.default_rng([SEED, len(wards)]).random(len(wards))
    hit = (wards == told["ward"]) & (left.to_numpy() >= since) & (chance < told["share"])
    return pc.if_else(pc.and_(pa.array(hit), pc.equal(leaving, "1")), "4", leaving)


def _spoilt(rows: pa.Table, random: np.random.Generator, share: float) -> pa.Table:
    """Some rows with a mistake of the kinds that coders and exports make."""
    mistakes = (
        ("P5", "7"), ("P25", DASH), ("P25", "2019-01-01 08:00:00"), ("P321", "待查"), ("P27", "999"), ("P741", "8"),
        ("P491", "2019-01-01 08:00:00"), ("P22", "2026-13-45"), ("P782", "-1.00"), ("P26", DASH), ("P324", "C61.x00"),
        ("P422", "9"), ("P490", "手术"),
    )  # fmt: skip
    hit = random.random(len(rows)) < share
    kind = random.integers(0, len(mistakes), len(rows))
    for at, (code, text) in enumerate(mistakes):
        wrong = pa.array(hit & (kind == at))
        place = rows.column_names.index(code)
        rows = rows.set_column(place, code, pc.if_else(wrong, text, rows[code]))
    return rows


def _write_pages(path: Path, rows: pa.Table, encoding: str) -> None:
    arrow_csv.write_csv(rows, path, arrow_csv.WriteOptions(quoting_style="needed"))
    if encoding != "utf-8":
        path.write_bytes(path.read_text("utf-8").encode(encoding))


def _in_wards(
    hospital: Hospital, name: str, rows: pa.Table, wards: Mapping[str, list[str]]
) -> Iterator[dict[str, Any]]:
    """Counts of departments as counts of wards: two in one are added up, one in two is divided; beds are the ward's."""
    counted = [column.name for column in table_of(name).columns.values() if column.type in ("integer", "number")]
    found: dict[tuple, dict[str, Any]] = {}
    for number, row in enumerate(rows.to_pylist()):
        here = wards[row["department"]]
        chosen = [here[number % FIRST_OF_TWO[1] >= FIRST_OF_TWO[0]]] if len(here) > 1 and not counted else here
        for place, ward in enumerate(chosen):
            part = {**row, "department": ward, **_divided(row, counted, len(chosen), place)}
            key = tuple(part[column] for column in table_of(name).key)
            if key in found:
                part |= {column: (found[key][column] or 0) + (part[column] or 0) for column in counted}
            found[key] = part
    if name == "bed_day":
        beds = {unit.code: unit.beds for unit in hospital.units}
        found = {key: {**row, "open_beds": beds[row["department"]]} for key, row in found.items()}
    yield from found.values()


def _divided(row: Mapping[str, Any], counted: Sequence[str], wards: int, place: int) -> dict[str, Any]:
    if wards == 1:
        return {}
    part, whole = FIRST_OF_TWO
    first = {name: (row[name] or 0) * part // whole for name in counted}
    return first if place == 0 else {name: (row[name] or 0) - first[name] for name in counted}


def _write_table(path: Path, mapping: Mapping[str, Any], rows: Iterator[dict[str, Any]], until: date) -> None:
    columns = mapping["columns"]
    table = table_of(mapping["table"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            if row[table.dated] <= until:
                writer.writerow([_cell(row.get(name), table.columns[name].of) for name in columns.values()])


def _write_lines(path: Path, mapping: Mapping[str, Any], rows: pa.Table, until: datetime) -> None:
    here = rows.filter(pc.less_equal(rows["left"], pa.scalar(until.replace(tzinfo=None))))
    cells = {title: pc.fill_null(_said(here[name]), DASH) for title, name in mapping["columns"].items()}
    arrow_csv.write_csv(pa.table(cells), path, arrow_csv.WriteOptions(quoting_style="needed"))


def _said(values: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_boolean(values.type):
        return _whole(pc.if_else(values, "是", "否"))
    return _moment(values) if pa.types.is_timestamp(values.type) else _text(values)


def _cell(value: Any, of: str) -> str:
    if value is None:
        return DASH
    if isinstance(value, bool):
        return "是" if value else "否"
    return codes(of)[value].names["zh"] if of else str(value)


def _ward(department: str, number: int, wards: Mapping[str, list[str]]) -> str:
    here = wards[department]
    part, whole = FIRST_OF_TWO
    return here[0] if len(here) == 1 or number % whole < part else here[1]


def _official(words: pa.ChunkedArray, of: str) -> pa.Array:
    known = codes(of)
    order = pa.array(list(known))
    return pa.array([code.official for code in known.values()]).take(pc.index_in(_plain(words), order))


def _named(diagnoses: pa.Array) -> pa.Array:
    names = _names()
    return pa.array([names.get(code, "") or None for code in diagnoses.to_pylist()], pa.string())


@cache
def _names() -> Mapping[str, str]:
    return Plan(1).mix.names


def _moment(moments: Any) -> pa.Array:
    return _whole(pc.strftime(moments.cast(pa.timestamp("s")), "%Y-%m-%d %H:%M:%S"))


def _yuan(fen: Any) -> pa.Array:
    return pa.array(
        [None if each is None else f"{each // 100}.{each % 100:02}" for each in fen.to_pylist()], pa.string()
    )


def _text(values: Any) -> pa.Array:
    return _whole(values.cast(pa.string()))


def _plain(words: Any) -> pa.Array:
    """Words out of their dictionary."""
    return _whole(words.cast(pa.string()))


def _same(text: str, rows: pa.Table) -> pa.Array:
    return pa.repeat(text, len(rows))


def _whole(values: Any) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
