"""The indicators that also look at a stay's diagnoses and procedures, by hand: two tables joined to a third."""

from collections.abc import Mapping

from .conditions import begins, counted, flag

GRADED = "grade IS NOT NULL"
AGAIN = f"{GRADED} AND unplanned_return AND started_at - previous_at <= INTERVAL"
OPERATION = {  # of a stay, from its procedures
    "graded": flag(GRADED),
    "lately": flag(f"{GRADED} AND discharged_at - started_at <= INTERVAL '48' HOUR"),
    "returned": flag("unplanned_return"),
    "opened": flag(begins("code", "99.10", "00.66", "36.04", "36.06", "36.07", "17.55")),
    "caesarean": flag(begins("code", "74.0", "74.1", "74.2", "74.4", "74.9")),
    "again_31": flag(f"{AGAIN} '744' HOUR"),
    "again_2": flag(f"{AGAIN} '48' HOUR"),
}
BORN = begins("code", "Z37")
TEARS = "O70.2 O70.3 O71.1 O71.3 O71.4 O71.5 O71.7 O72 O85 O86 O88 O75.1"
TORN = begins("code", *TEARS.split())
AFTER = (
    "T81 T82 T83 T84 T85 T86 T87 I26 I80.1 I80.2 J95 I97 K91 N99 A40 A41 G97 H59 H95 M96 E89"
    " T88.2 T88.3 T88.4 T88.5"
)  # complications
COMPLICATED = f"rank > 1 AND on_admission = 'absent' AND {begins('code', *AFTER.split())}"
FINDING = {"born": flag(BORN), "torn": flag(TORN), "complicated": flag(COMPLICATED)}  # of a stay, from its diagnoses
INFARCT = begins("principal", "I21.0", "I21.1", "I21.2", "I21.3", "I21.9")
VAGINALLY = "born = 1 AND COALESCE(caesarean, 0) = 0"
OF_STAYS = {
    "operated": counted("graded = 1"),
    "operated_died": counted("graded = 1 AND leaving = 'died'"),
    "died_lately": counted("lately = 1 AND leaving = 'died'"),
    "operated_returned": counted("graded = 1 AND returned = 1"),
    "infarcts": counted(INFARCT),
    "infarcts_opened": counted(f"{INFARCT} AND opened = 1"),
    "births": counted(VAGINALLY),
    "births_torn": counted(f"{VAGINALLY} AND torn = 1"),
    "stays_again_31": counted("again_31 = 1"),
    "stays_again_2": counted("again_2 = 1"),
    "operated_complicated": counted("graded = 1 AND complicated = 1"),
    "stays": "COUNT(*)",
}
OF_PROCEDURES = {
    "operations": counted(GRADED),
    "elective_ones": counted(f"{GRADED} AND elective"),
    "in_a_day": counted(f"{GRADED} AND elective AND discharged_at - admitted_at <= INTERVAL '24' HOUR"),
    "minimal": counted(f"{GRADED} AND minimally_invasive"),
    "greatest": counted("grade = 'grade_4'"),
    "clean": counted("incision = 'clean'"),
    "clean_infected": counted("incision = 'clean' AND healing = 'infected'"),
}
ASKED: Mapping[str, tuple[str, str]] = {
    "GOAL-PERIOP": ("died_lately", "operated"),
    "GOAL-REOP": ("operated_returned", "operated"),
    "GOAL-STEMI": ("infarcts_opened", "infarcts"),
    "GOAL-VAGDEL": ("births_torn", "births"),
    "HAI24-08": ("clean_infected", "clean"),
    "NCIS-REOP31": ("stays_again_31", "operations"),
    "NCIS-REOP48": ("stays_again_2", "operations"),
    "NCIS-SURG-DEATH": ("operated_died", "operated"),
    "NPA-03": ("in_a_day", "elective_ones"),
    "NPA-04": ("operated", "stays"),
    "NPA-05": ("minimal", "operations"),
    "NPA-06": ("greatest", "operations"),
    "NPA-08": ("operated_complicated", "operated"),
    "NPA-09": ("clean_infected", "clean"),
}
COLUMNS = {  # that are read beside those of a stay
    "procedure": (
        *("hospital", "department", "month", "stay", "code", "started_at", "previous_at", "grade", "elective"),
        *("minimally_invasive", "unplanned_return", "incision", "healing"),
    ),
    "diagnosis": ("hospital", "stay", "rank", "code", "on_admission"),
}


def query(tables: Mapping[str, str], codes: tuple[str, ...], of_stays: Mapping[str, tuple[str, ...]]) -> str:
    """One SELECT for these indicators; `of_stays` are those that the columns of a stay alone can answer."""
    alone = {f"{code} {place}": part for code, parts in of_stays.items() for place, part in enumerate(parts)}
    names = [
        name for code in codes for name in (ASKED.get(code) or [each for each in alone if each.split()[0] == code])
    ]
    numbers = ", ".join(f"COALESCE({_quoted(name)}, 0)" for name in names)
    return f"""WITH operation AS (
  SELECT p.hospital, p.stay, {_named(OPERATION)} FROM {tables["procedure"]} p
  JOIN {tables["stay"]} s ON s.hospital = p.hospital AND s.stay = p.stay GROUP BY p.hospital, p.stay),
finding AS (
  SELECT hospital, stay, {_named(FINDING)} FROM {tables["diagnosis"]}
  WHERE {BORN} OR {TORN} OR ({COMPLICATED}) GROUP BY hospital, stay),
by_stay AS (
  SELECT s.hospital, s.department, s.month, {_named({**alone, **OF_STAYS})} FROM {tables["stay"]} s
  LEFT JOIN operation o ON s.hospital = o.hospital AND s.stay = o.stay
  LEFT JOIN finding f ON s.hospital = f.hospital AND s.stay = f.stay GROUP BY s.hospital, s.department, s.month),
by_procedure AS (
  SELECT p.hospital, p.department, p.month, {_named(OF_PROCEDURES)} FROM {tables["procedure"]} p
  JOIN {tables["stay"]} s ON s.hospital = p.hospital AND s.stay = p.stay GROUP BY p.hospital, p.department, p.month)
SELECT s.hospital, s.department, s.month, {numbers} FROM by_stay s LEFT JOIN by_procedure p
  ON s.hospital = p.hospital AND s.department = p.department AND s.month = p.month"""


def _named(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{part} AS {_quoted(name)}" for name, part in columns.items())


def _quoted(name: str) -> str:
    """A word that needs no quotes, which not all databases write alike."""
    return name.lower().replace(" ", "_").replace("-", "_")
