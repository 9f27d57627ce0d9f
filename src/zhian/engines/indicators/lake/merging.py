"""Rows brought to a table: judged new, changed or the same by their key, and put where they belong.

What is not told stays as it was: an optional column in which nothing stands in all that is brought says nothing.
"""

from collections.abc import Iterable
from typing import TypeAlias

import pyarrow as pa

from ..facts import Table, table
from .draft import Draft, children, columns, first_day, kind, listed, word
from .errors import LakeError
from .snapshots import Place
from .verdicts import Merged

Rows: TypeAlias = pa.Table | pa.RecordBatchReader


def merge(draft: Draft, name: str, rows: Rows) -> Merged:
    """Takes rows into a table by its key. Raises LakeError where a column is missing, unknown or empty."""
    ours = table(name)
    brought = stage(draft, ours, rows)
    _carry_over(draft, ours)
    _judge(draft, ours)
    draft.keep("entering", f"SELECT {listed(columns(ours))} FROM judged WHERE verdict <> 'same'")
    draft.keep("leaving", f"SELECT hospital, was AS month, {listed(ours.key)} FROM judged WHERE verdict = 'changed'")
    removed = _dismiss(draft, ours) if ours.of == "stay" else 0
    rewrite(draft, ours)
    if name == "stay":
        _stays_taken(draft)
    counted = dict(draft.run("SELECT verdict, count(*) FROM judged GROUP BY ALL"))
    new, changed, same = (counted.get(verdict, 0) for verdict in ("new", "changed", "same"))
    [(distinct,)] = draft.run("SELECT count(*) FROM latest")
    return Merged(new, changed, same, brought - distinct, distinct - new - changed - same, removed)


def complete(draft: Draft, name: str, rows: Rows) -> Merged:
    """Says more of rows that lie there, by their key; an empty cell says nothing."""
    ours = table(name)
    given = [each for each in rows.schema.names if each not in ("hospital", *ours.key)]
    key = listed(["hospital", *ours.key])
    draft.database.register("brought", rows)
    typed = ", ".join(f'CAST({_quoted(each)} AS {kind(ours, each)}) AS "{each}"' for each in rows.schema.names)
    draft.keep("staged", f"SELECT {typed}, row_number() OVER () AS line FROM brought")
    draft.database.unregister("brought")
    draft.keep("latest", f"SELECT * FROM staged QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY line DESC) = 1")
    hospitals = [each for (each,) in draft.run("SELECT DISTINCT hospital FROM latest")]
    said = ", ".join(f'coalesce(i."{each}", p."{each}") AS "{each}"' for each in given)
    same = " AND ".join(f'(i."{each}" IS NULL OR i."{each}" IS NOT DISTINCT FROM p."{each}")' for each in given)
    draft.keep(
        "judged",
        f"""SELECT p.* REPLACE ({said}), {same} AS is_same
            FROM {draft.read(name, hospitals)} p JOIN latest i USING ({key})""",
    )
    draft.keep("entering", "SELECT * EXCLUDE (is_same) FROM judged WHERE NOT is_same")
    draft.keep("leaving", f"SELECT month, {key} FROM entering")
    rewrite(draft, ours)
    if name == "stay":
        draft.run("INSERT INTO stirred SELECT hospital, patient FROM entering")
    counts = "SELECT (SELECT count(*) FROM staged), (SELECT count(*) FROM latest), count(*), count(*) FILTER (is_same)"
    [(brought, distinct, found, same_there)] = draft.run(f"{counts} FROM judged")
    return Merged(0, found - same_there, same_there, brought - distinct, distinct - found)


def stage(draft: Draft, ours: Table, rows: Rows) -> int:
    """The rows as the temporary tables `latest` (the last one of each key) and `incoming` (with their month)."""
    draft.database.register("brought", rows)
    try:
        draft.keep("staged", f"SELECT {_typed(ours, rows.schema.names)}, row_number() OVER () AS line FROM brought")
    finally:
        draft.database.unregister("brought")
    _refuse_gaps(draft, ours)
    names, key = listed(["hospital", *_told(ours)]), listed(["hospital", *ours.key])
    last = f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY line DESC) = 1"
    draft.keep("latest", f"SELECT {names} FROM staged {last}")
    draft.keep("incoming", f"SELECT * FROM {_placed(draft, ours)}")
    [(brought,)] = draft.run("SELECT count(*) FROM staged")
    return brought


def fill(draft: Draft, column: str, rows: pa.Table) -> int:
    """Puts a column of stays where there is none, in every month in which one of them lies."""
    draft.database.register("brought", rows)
    draft.keep("filling", f"SELECT hospital, stay, {_quoted(column)} AS value FROM brought")
    draft.database.unregister("brought")
    hospitals = [each for (each,) in draft.run("SELECT DISTINCT hospital FROM filling")]
    there = draft.read("stay", hospitals)
    draft.keep(
        "unsaid",
        f"SELECT hospital, month, stay, value FROM {there} JOIN filling USING (hospital, stay)"
        f" WHERE {_quoted(column)} IS NULL",
    )
    for hospital, month in draft.run("SELECT DISTINCT hospital, strftime(month, '%Y-%m') FROM unsaid ORDER BY ALL"):
        here = draft.read("stay", [hospital], [month])
        told = f"SELECT s.* REPLACE (coalesce(s.{_quoted(column)}, u.value) AS {_quoted(column)})"
        joined = f"FROM {here} s LEFT JOIN unsaid u ON s.hospital = u.hospital AND s.stay = u.stay"
        draft.write(Place("stay", hospital, month), f"{told} {joined}")
    [(count,)] = draft.run("SELECT count(*) FROM unsaid")
    return count


def rewrite(draft: Draft, ours: Table) -> None:
    """Puts the rows of `entering` in and takes those of `leaving` out, in every place that they name."""
    both = "SELECT hospital, month FROM entering UNION SELECT hospital, month FROM leaving"
    for hospital, month in draft.run(f"SELECT hospital, strftime(month, '%Y-%m') FROM ({both}) ORDER BY ALL"):
        place = Place(ours.name, hospital, month)
        here = f"hospital = {word(hospital)} AND month = {first_day(month)}"
        key = listed(["hospital", *ours.key])
        stay = f"SELECT * FROM {draft.read(ours.name, [hospital], [month])} ANTI JOIN leaving USING ({key})"
        come = f"SELECT * FROM entering WHERE {here}"
        draft.write(place, worked_out(ours, f"{stay} UNION ALL BY NAME {come}"))


def worked_out(ours: Table, query: str) -> str:
    """The rows of a query with what is made from rows of the same file."""
    if ours.name != "procedure":
        return query
    earlier = """max(started_at) OVER (PARTITION BY hospital, stay ORDER BY started_at
        RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING)"""
    return f"SELECT * REPLACE (CASE WHEN started_at IS NOT NULL THEN {earlier} END AS previous_at) FROM ({query})"


def _typed(ours: Table, given: list[str]) -> str:
    """Every column that a source can bring, in its type; an optional one that is not there is empty."""
    wanted = ["hospital", *_told(ours)]
    missing = [each for each in wanted if each not in given and not _optional(ours, each)]
    unknown = [each for each in given if each not in columns(ours)]
    if missing or unknown:
        raise LakeError(
            f"{ours.names['zh']}（{ours.name}）的列不符：缺少 {missing}，多出 {unknown}。",
            f"{ours.names['en']} ({ours.name}): columns missing {missing}, unknown {unknown}.",
        )
    return ", ".join(
        f'CAST({_quoted(each) if each in given else "NULL"} AS {kind(ours, each)}) AS "{each}"' for each in wanted
    )


def _refuse_gaps(draft: Draft, ours: Table) -> None:
    """What must be filled in is. The lake refuses the whole, because its callers have checked every row."""
    needed = ["hospital", *(each for each in _told(ours) if not _optional(ours, each))]
    [empty] = draft.run(f"SELECT {', '.join(f'count(*) - count({_quoted(each)})' for each in needed)} FROM staged")
    bad = {each: gaps for each, gaps in zip(needed, empty, strict=True) if gaps}
    if bad:
        raise LakeError(
            f"{ours.names['zh']}（{ours.name}）的必填列有空值：{bad}。",
            f"{ours.names['en']} ({ours.name}): columns that must be filled in are empty in so many rows: {bad}.",
        )


def _placed(draft: Draft, ours: Table) -> str:
    """The latest rows with their month: by their own date, or their stay's."""
    if not ours.of:
        return f"(SELECT *, CAST(date_trunc('month', {_quoted(ours.dated)}) AS DATE) AS month FROM latest)"
    hospitals = [each for (each,) in draft.run("SELECT DISTINCT hospital FROM latest")]
    homes = f"SELECT hospital, stay, month FROM {draft.read(ours.of, hospitals)}"
    return f"latest JOIN ({homes}) USING (hospital, stay)"


def _carry_over(draft: Draft, ours: Table) -> None:
    """Gives `incoming` what it does not tell: what was said before of the same row, by whatever that is known."""
    names = _untold(draft, ours)
    if not names:
        return
    known = listed(["hospital", *(ours.known_by or ours.key)])
    places = draft.run("SELECT DISTINCT hospital, strftime(month, '%Y-%m') FROM incoming")
    months = {month for _, month in places} if _is_settled(ours) else None
    there = f"{draft.read(ours.name, {hospital for hospital, _ in places}, months)} SEMI JOIN incoming USING ({known})"
    turn = f"row_number() OVER (PARTITION BY {known} ORDER BY {listed(ours.key)})" if ours.known_by else "1"
    told = ", ".join(f'coalesce(i."{name}", p."{name}") AS "{name}"' for name in names)
    draft.keep(
        "incoming",
        f"""SELECT i.* EXCLUDE (turn) REPLACE ({told}) FROM (SELECT *, {turn} AS turn FROM incoming) i
            LEFT JOIN (SELECT {known}, {listed(names)}, {turn} AS turn FROM {there}) p USING ({known}, turn)""",
    )


def _untold(draft: Draft, ours: Table) -> list[str]:
    """Columns in which an empty cell says nothing: those that are kept, and those that nobody has filled in."""
    names = [each for each in _told(ours) if _optional(ours, each)]
    if not names:
        return []
    [counts] = draft.run(f"SELECT {', '.join(f'count({_quoted(each)})' for each in names)} FROM incoming")
    return [each for each, filled in zip(names, counts, strict=True) if not filled or ours.columns[each].kept]


def _judge(draft: Draft, ours: Table) -> None:
    """`judged`: the incoming rows, what each is to the row of its key in the lake, and in which month that lay."""
    places = draft.run("SELECT DISTINCT hospital, strftime(month, '%Y-%m') FROM incoming")
    hospitals = {hospital for hospital, _ in places}
    months = {month for _, month in places} if _is_settled(ours) else None
    key = listed(["hospital", *ours.key])
    draft.keep("present", f"SELECT * FROM {draft.read(ours.name, hospitals, months)} SEMI JOIN incoming USING ({key})")
    equal = " AND ".join(f'i."{each}" IS NOT DISTINCT FROM p."{each}"' for each in ["month", *_told(ours)])
    made = "".join(f', p."{each.name}"' for each in ours.columns.values() if each.made)
    draft.keep(
        "judged",
        f"""SELECT i.*{made}, p.month AS was,
            CASE WHEN p.hospital IS NULL THEN 'new' WHEN {equal} THEN 'same' ELSE 'changed' END AS verdict
            FROM incoming i LEFT JOIN present p USING ({key})""",
    )


def _is_settled(ours: Table) -> bool:
    """Whether the key says the month, so that no other month can have it."""
    return bool(ours.of) or ours.dated in ours.key


def _dismiss(draft: Draft, ours: Table) -> int:
    """The rows of stays that came anew in this writing leave where they did not come again; how many those are."""
    answered = f"answered_{ours.name}"
    anew = f"SELECT hospital, stay, month FROM taken WHERE NOT list_contains(answered, {word(ours.name)})"
    places = draft.run(f"SELECT DISTINCT hospital, strftime(month, '%Y-%m') FROM ({anew})")
    if not places:
        return 0
    here = draft.read(ours.name, {each for each, _ in places}, {each for _, each in places})
    key = listed(["hospital", *ours.key])
    draft.keep(
        answered,
        f"""SELECT hospital, month, {listed(ours.key)} FROM {here}
            SEMI JOIN ({anew}) USING (hospital, stay) ANTI JOIN incoming USING ({key})""",
    )
    draft.run(f"INSERT INTO leaving SELECT * FROM {answered}")
    draft.run(f"UPDATE taken SET answered = list_append(answered, {word(ours.name)})")
    [(removed,)] = draft.run(f"SELECT count(*) FROM {answered}")
    return removed


def _stays_taken(draft: Draft) -> None:
    """Remembers which stays came, whose patients' stays are to be linked anew, and moves what lies with them."""
    draft.run("INSERT INTO stirred SELECT hospital, patient FROM judged WHERE verdict <> 'same'")
    before = "SELECT hospital, stay FROM judged WHERE verdict = 'changed'"
    draft.run(f"INSERT INTO stirred SELECT hospital, patient FROM present SEMI JOIN ({before}) USING (hospital, stay)")
    draft.keep("moved", "SELECT hospital, stay, was, month FROM judged WHERE verdict = 'changed' AND was <> month")
    draft.run("DELETE FROM taken USING judged j WHERE taken.hospital = j.hospital AND taken.stay = j.stay")
    draft.run("INSERT INTO taken SELECT hospital, stay, month, [] FROM judged")
    places = draft.run("SELECT DISTINCT hospital, strftime(was, '%Y-%m') FROM moved")
    for each in children("stay") if places else ():
        _move(draft, each, places)


def _move(draft: Draft, ours: Table, places: Iterable[tuple[str, str]]) -> None:
    hospitals, months = ({place[at] for place in places} for at in (0, 1))
    here = f"{draft.read(ours.name, hospitals, months)} c JOIN moved m USING (hospital, stay)"
    names = [each for each in columns(ours) if each not in ("hospital", "month", "stay")]
    draft.keep("entering", f"SELECT hospital, m.month, stay, {listed(names, 'c')} FROM {here}")
    draft.keep("leaving", f"SELECT hospital, c.month, {listed(ours.key)} FROM {here}")
    rewrite(draft, ours)


def _told(ours: Table) -> list[str]:
    """The columns that a source brings."""
    return [each.name for each in ours.columns.values() if not each.made]


def _optional(ours: Table, name: str) -> bool:
    return name != "hospital" and ours.columns[name].optional


def _quoted(name: str) -> str:
    return f'"{name}"'
