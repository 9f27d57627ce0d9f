"""A month of front pages: what stands in each of their columns, by P codes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhian.do.feeds.readers import layouts
from zhian.engines.indicators.generating import Identity
from zhian.kernel.months import later, month_of

from ..hospital import Hospital
from ..staff import SEED
from .cells import DASH, Cells, as_text, moment_text, named_diagnoses, official, same, unchunked, yuan

PLAIN = ("days", "infections", "rescues", "rescues_succeeded", "special_care_days", "first_care_days",
         "second_care_days", "third_care_days", "ventilator_hours", "birth_weight", "age")  # fmt: skip
CODED = {"sex": "sex", "route": "route", "payment": "payment", "leaving": "leaving", "record_quality": "record_quality"}
INCISIONS = {"none": "0", "clean": "1", "clean_contaminated": "2", "contaminated": "3"}
HEALED = {"well": "甲", "imperfect": "乙", "infected": "丙"}


def pages_of(
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
        "page.hospital": same(hospital.code, stays),
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
        "P6891": same(hospital.name, stays),
        "P4": pa.array(each.name for each in who),
        "P802": pa.array(each.phone for each in who),
        "P801": pa.array(f"云岭市示范区和平路{int(each.record_number) % 900 + 1}号" for each in who),
        "P322": named_diagnoses(cells["diagnosis.1.code"]),
        "P325": named_diagnoses(cells["diagnosis.2.code"]),
    }
    layout = layouts()["hqms"]
    by_code = {layout.column_of(fact): cell for fact, cell in cells.items()} | named
    nothing = same(DASH, stays)
    columns = {code: pc.fill_null(by_code[code], DASH) if code in by_code else nothing for code in layout.fields}
    return pa.table({**columns, "left": stays["discharged_at"].combine_chunks()})


def _stays(stays: pa.Table) -> Cells:
    written = {f"stay.{name}": as_text(stays[name]) for name in PLAIN}
    written |= {f"stay.{name}": official(stays[name], of) for name, of in CODED.items()}
    written |= {f"stay.{name}": moment_text(stays[name]) for name in ("admitted_at", "discharged_at")}
    died = pc.equal(as_text(stays["leaving"]), "died")
    autopsy = pc.if_else(died, pc.if_else(stays["autopsy"], "1", "2"), None)
    return written | {
        "stay.readmission_planned": unchunked(pc.if_else(stays["readmission_planned"], "2", "1")),
        "stay.transfusion_reaction": unchunked(pc.if_else(stays["transfusion_reaction"], "1", "3")),
        "stay.autopsy": unchunked(autopsy),
        "stay.cost": yuan(stays["cost"]),
        "page.western_drug_cost": yuan(stays["drug_cost"]),
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
        "ward_move.1.entered_at": moment_text(pa.array(entered, pa.timestamp("s"), mask=none)),
        "ward_move.1.left_at": moment_text(pa.array(ended, pa.timestamp("s"), mask=none)),
    }


def _diagnoses(stays: pa.Table, diagnoses: pa.Table) -> Cells:
    written = {"code": as_text(diagnoses["code"]), "on_admission": official(diagnoses["on_admission"], "on_admission")}
    return _by_rank("diagnosis", stays, diagnoses, written)


def _procedures(stays: pa.Table, procedures: pa.Table) -> Cells:
    wound = [
        INCISIONS[cut] + HEALED.get(healed or "", "") if cut else None
        for cut, healed in zip(procedures["incision"].to_pylist(), procedures["healing"].to_pylist(), strict=True)
    ]
    written = {
        "code": as_text(procedures["code"]),
        "started_at": moment_text(procedures["started_at"]),
        "grade": official(procedures["grade"], "surgery_grade"),
        "incision": pa.array(wound, pa.string()),
        "anaesthesia": as_text(procedures["anaesthesia"]),
        "asa": as_text(procedures["asa"]),
    }
    return _by_rank("procedure", stays, procedures, written)


def _by_rank(name: str, stays: pa.Table, rows: pa.Table, written: Cells) -> Cells:
    """What stands in each repeated place of the page."""
    ranks = rows["rank"].to_numpy()
    of = pc.index_in(as_text(rows["stay"]), as_text(stays["stay"])).to_numpy(zero_copy_only=False)
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
