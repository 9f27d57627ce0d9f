"""The work: every indicator that the columns of a stay alone can answer, by hospital, department and month.

Each is a numerator and a denominator. The queries are written by hand in SQL that DuckDB, PostgreSQL and Spark share;
only the names of a few words differ (`{days}`, `{group}`). The link to the next stay was made when the rows were
taken, and all sides read it as a column.
"""

from collections.abc import Mapping

from . import front_page
from .conditions import counted, summed

PLACES = ("hospital", "department", "month")
LEVELS = ("special", "first", "second", "third")
AGAIN = """next_admitted_at IS NOT NULL AND {days} <= 31 AND leaving <> 'died'
    AND NOT COALESCE(readmission_planned, FALSE)
    AND NOT (next_principal LIKE 'Z51.0%' OR next_principal LIKE 'Z51.1%'
             OR next_principal LIKE 'Z51.2%' OR next_principal LIKE 'Z51.8%')"""
NEWBORN = "COALESCE(age, 0) = 0 AND age_days <= 28"
SCORED = "icu_hours > 0 AND death_risk IS NOT NULL"
CARED = "SUM(" + " + ".join(f"COALESCE({level}_care_days, 0)" for level in LEVELS) + ")"


QUERIES: Mapping[str, tuple[str, str]] = {
    "NCIS-DEATH": (counted("leaving = 'died'"), "COUNT(*)"),
    "NCIS-READM31": (
        counted(f"{AGAIN} AND SUBSTR(principal, 1, 5) = SUBSTR(next_principal, 1, 5)"),
        counted("leaving <> 'died'"),
    ),
    "NCIS-READM31-ALL": (counted(AGAIN), counted("leaving <> 'died'")),
    "CORE-14": ("SUM(rescues_succeeded)", "SUM(rescues)"),
    "HAI24-03": (summed("infections", NEWBORN), summed("days", NEWBORN)),
    **{f"NUR-12-{rank}": (f"SUM({level}_care_days)", CARED) for rank, level in enumerate(LEVELS, 1)},
    "ICU24-11": (counted(f"{SCORED} AND leaving IN ('died', 'against_advice')"), summed("death_risk", SCORED)),
    "NPA-02": (counted("leaving = 'community'"), "0"),  # a count has no denominator
    "NPA-14": (counted("low_risk AND leaving = 'died'"), counted("low_risk")),
    "DRG-01": ("COUNT(DISTINCT {group})", "0"),
    "DRG-02": ("SUM(weight)", "COUNT(weight)"),
    "FP-01": (counted("complete"), "COUNT(*)"),
    "ZA-LOS": ("SUM(days)", "COUNT(*)"),
    "ZA-AMA": (counted("leaving = 'against_advice'"), "COUNT(*)"),
    "ZA-REC": (counted("record_quality = 'first'"), "COUNT(record_quality)"),
}
ONE = ("NCIS-READM31",)  # one indicator by itself, and not the easiest
ALL = tuple(QUERIES)
FRONT = (*ALL, *front_page.ASKED)  # with the diagnoses and procedures of each stay
COLUMNS_OF_ONE = (
    *PLACES,
    *("leaving", "discharged_at", "next_admitted_at", "next_principal", "principal", "readmission_planned"),
)
COLUMNS = (  # that the whole work reads
    *COLUMNS_OF_ONE,
    *("rescues", "rescues_succeeded", "age", "age_days", "infections", "days", "icu_hours", "death_risk", "low_risk"),
    *(f"{level}_care_days" for level in LEVELS),
    *("group", "weight", "complete", "record_quality"),
)


def query(tables: Mapping[str, str], codes: tuple[str, ...], *, days: str, group: str = '"group"') -> str:
    """One SELECT for these indicators: places, then numerator and denominator of each in order."""
    written = {code: tuple(part.format(days=days, group=group) for part in QUERIES[code]) for code in QUERIES}
    if not set(codes) <= set(QUERIES):
        return front_page.query(tables, codes, written)
    places = ", ".join(PLACES)
    asked = ",\n  ".join(part for code in codes for part in written[code])
    return f"SELECT {places},\n  {asked}\nFROM {tables['stay']} GROUP BY {places}"
