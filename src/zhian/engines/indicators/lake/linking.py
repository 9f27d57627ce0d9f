"""What is worked out when stays are taken: the same patient's next stay, counts, whether the page is complete."""

from ..facts import table
from .draft import Draft, columns, listed, word
from .snapshots import Place

COUNTED = {"diagnosis": "diagnoses", "procedure": "operations"}
# What a front page must have, beyond what the lake refuses to go without.
FRONT_PAGE = ("age", "route", "payment", "principal_on_admission", "cost")
# Of the patient's stays in the same hospital, the first that begins when this one has ended, or later.
NEXT = """SELECT hospital, stay, month,
    first_value(admitted_at) OVER later AS next_admitted_at,
    first_value(principal) OVER later AS next_principal,
    first_value(route) OVER later AS next_route
    FROM {stays} SEMI JOIN stirred USING (hospital, patient)
    WINDOW later AS (
        PARTITION BY hospital, patient ORDER BY admitted_at
        RANGE BETWEEN greatest(discharged_at - admitted_at, INTERVAL 0 SECOND) FOLLOWING AND UNBOUNDED FOLLOWING
        EXCLUDE CURRENT ROW)"""
LINKED = ("next_admitted_at", "next_principal", "next_route")


def link(draft: Draft) -> None:
    """Works out the made columns of stays, in every month where something that they rest on has changed."""
    draft.keep("linked", NEXT.format(stays=_stays_of_stirred(draft)))
    stays = {place._replace(table="stay") for place in draft.touched if place.table in ("stay", *COUNTED)}
    for place in sorted(place for place in stays | _linked_anew(draft) if place in draft.parts):
        draft.write(place, _worked_out(draft, place))
    draft.run("DELETE FROM stirred")
    draft.touched.clear()  # what comes after this is worked out the next time


def _stays_of_stirred(draft: Draft) -> str:
    return draft.read("stay", [each for (each,) in draft.run("SELECT DISTINCT hospital FROM stirred")])


def _linked_anew(draft: Draft) -> set[Place]:
    """Where stays lie whose next stay is another than it was."""
    other = " OR ".join(f"s.{each} IS DISTINCT FROM n.{each}" for each in LINKED)
    places = draft.run(
        f"""SELECT DISTINCT hospital, strftime(n.month, '%Y-%m')
            FROM {_stays_of_stirred(draft)} s JOIN linked n USING (hospital, stay) WHERE {other}"""
    )
    return {Place("stay", hospital, month) for hospital, month in places}


def _worked_out(draft: Draft, place: Place) -> str:
    """The stays of a place with everything that is made."""
    made = {each: f"CASE WHEN n.stay IS NULL THEN s.{each} ELSE n.{each} END" for each in LINKED}
    made["complete"] = " AND ".join(f"s.{each} IS NOT NULL" for each in FRONT_PAGE)
    joins = f"LEFT JOIN (SELECT * FROM linked WHERE hospital = {word(place.hospital)}) n USING (stay)"
    for child, column in COUNTED.items():
        rows = draft.read(child, [place.hospital], [place.month])
        joins += f" LEFT JOIN (SELECT stay, count(*) AS rows FROM {rows} GROUP BY stay) {child} USING (stay)"
        made[column] = f"coalesce({child}.rows, 0)"
    kept = listed((each for each in columns(table("stay")) if each not in made), "s")
    reckoned = ", ".join(f"{told} AS {each}" for each, told in made.items())
    return f"SELECT {kept}, {reckoned} FROM {draft.read('stay', [place.hospital], [place.month])} s {joins}"
