"""How tables of other systems are read: proposed from their titles, agreed to by a person, kept by name."""

from collections.abc import Mapping as Told
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from zhian.engines.indicators.facts import table as table_of
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User
from zhian.kernel.web.mapping import Fact, guessed

from ..models import Kind, Mapping, Run, State
from ..readers.absent import absent
from ..readers.homes import FINDS
from ..readers.mapped import COMPLEMENTS, called, layout_of, mappable, tellable
from .cells import Cells, checked
from .sentences import in_our_language


def proposed(table: str, titles: Sequence[str]) -> dict[str, str]:
    """Which column probably tells which fact: title → fact."""
    facts = [Fact(fact, column.names["zh"], (*called(fact), column.names["en"])) for fact, column in tellable(table)]
    found = guessed(facts, [title for title in titles if title])
    return {title: fact for fact, title in found.items()}


def likely_table(titles: Sequence[str]) -> str:
    """What the table most probably tells of: where most of its columns are understood and nothing needed is missing.

    Whole rows come before lines that only say more of what is there.
    """

    def fit(table: str) -> tuple[int, bool, float]:
        columns = proposed(table, titles)
        gone = len(absent(layout_of("", table, columns), titles)) + (not _says_more(table, columns))
        return -gone, table not in COMPLEMENTS, len(columns) / max(len(list(tellable(table))), 1)

    return max(mappable(), key=fit)


@deed
def keep_mapping(
    hospital: Department,
    *,
    name: str,
    table: str,
    columns: Told[str, str],
    actor: User | None,
    run: Run | None = None,
    cells: Told[str, Cells] | None = None,
) -> Mapping:
    """Keep how a table is read, and read by it the run that it was made from. Raises Refused where a fact lacks."""
    if actor and not actor.has_perm("feeds.map", hospital):
        raise PermissionDenied("feeds.map")
    known = dict(tellable(table)) if table in mappable() else {}
    told = {title: fact for title, fact in columns.items() if fact in known}
    if gone := absent(layout_of(name, table, told), list(told)):
        names = [in_our_language(known[fact].names) if fact in known else fact for fact in gone]
        raise Refused(_("Say which column tells: %(facts)s.") % {"facts": "、".join(names)})
    _require_more(table, told)
    if twice := {fact for fact in told.values() if list(told.values()).count(fact) > 1}:
        names = [in_our_language(known[fact].names) for fact in sorted(twice)]
        raise Refused(_("Two columns cannot tell the same: %(facts)s.") % {"facts": "、".join(names)})
    defaults: dict[str, Any] = {"table": table, "columns": told, "changed_by": actor, "changed_at": now()}
    if cells is not None:
        defaults["cells"] = checked(cells, {title: known[fact] for title, fact in told.items()})
    mapping, _is_new = Mapping.objects.update_or_create(
        hospital=hospital, name=name.strip(), is_in_use=True, defaults=defaults
    )
    if run and run.state in (State.NEW, State.REFUSED):
        run.mapping, run.kind, run.sheets = mapping, Kind.CSV, {mapping.of: run.header}
        run.save()
    return mapping


@deed
def rename(mapping: Mapping, *, name: str, actor: User) -> Mapping:
    """Give it another name. Raises Refused where the hospital has one of that name."""
    if not actor.has_perm("feeds.map", mapping.hospital):
        raise PermissionDenied("feeds.map")
    others = Mapping.objects.filter(hospital=mapping.hospital, is_in_use=True).exclude(pk=mapping.pk)
    if others.filter(name=name.strip()).exists():
        raise Refused(_("There is a mapping of this name already."))
    mapping.name, mapping.changed_by, mapping.changed_at = name.strip(), actor, now()
    mapping.save()
    return mapping


@deed
def put_out_of_use(mapping: Mapping, *, actor: User) -> None:
    """No file is read by it from now on, and its name is free. What was read by it still says so, and can be mended."""
    if not actor.has_perm("feeds.map", mapping.hospital):
        raise PermissionDenied("feeds.map")
    mapping.is_in_use, mapping.changed_by, mapping.changed_at = False, actor, now()
    mapping.save()


def title_of(table: str) -> str:
    """What a line tells of."""
    if table in COMPLEMENTS:
        return _("%(table)s: only says more of what is there") % {"table": title_of(COMPLEMENTS[table])}
    return in_our_language(table_of(table).names)


def _require_more(table: str, columns: Told[str, str]) -> None:
    """What says more of a row must be able to find it, and say something of it."""
    if table == "more_of_stay" and not {*columns.values()} & {"page.admission", "page.left_on"}:
        raise Refused(_("Say which column tells the admission count, or the day of discharge: they find the stay."))
    if not _says_more(table, columns):
        raise Refused(_("Say which column tells something more of the row that it finds."))


def _says_more(table: str, columns: Told[str, str]) -> bool:
    """Whether anything is told besides what finds the row; of whole rows it is."""
    if table not in COMPLEMENTS:
        return True
    of = COMPLEMENTS[table]
    finds = {f"{of}.{name}" for name in FINDS[of]}
    return any(fact.startswith(f"{of}.") and fact not in finds for fact in columns.values())
