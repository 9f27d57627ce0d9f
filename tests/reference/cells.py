"""What a cell of the matrix says: worked out from the rules alone, for one person, one deed and one record."""

from functools import cache

from zhian.engines.workflow import FILE
from zhian.kernel.people.access import ANY_ACCOUNT, PUBLIC
from zhian.kernel.records.models import Authorship, Record
from zhian.site.routes import routes

from .world import ACTION, AWAY, CLOSED, KINDS, OWN, World, is_step, workflow_of

MAY, DENIED, HIDDEN, NEVER = "may", "denied", "hidden", "never"
OPENINGS = "records.read_openings"
OF_SEALED = ("ask_unsealing", "decide_unsealing")
READING = ("read", "compare")  # they write nothing
STAYS_POSSIBLE = (  # on a closed record
    *READING,
    *("comment", "link", "identify", "print_case", "print_form"),
    "write_lesson",
)


def deeds_of(kind: str) -> list[str]:
    """The deeds for which there is an address, in the order of the workflow."""
    named = {route.deed.removeprefix(f"{kind}.") for route in routes() if route.deed.startswith(f"{kind}.")}
    steps = [name for name in workflow_of(kind).steps if name != FILE]
    first = [deed for deed in (FILE, "read", "comment", "attach", "link", "identify", "edit") if deed in named]
    return [*first, *steps, *sorted(named - {*first, *steps, "<step>"})]


@cache
def house_deeds() -> list[str]:
    """Those that look after the house and are done with no record."""
    named = {route.deed for route in routes()} - {PUBLIC, ANY_ACCOUNT, OPENINGS}
    return sorted(deed for deed in named if deed.split(".")[0] not in Record.kinds)


def openings(world: World, person, relation: str) -> str:
    """Who may see who opened a record: more than may read the record itself."""
    record = world.record("incidents", state_for("incidents", "read", relation), relation, person)
    return MAY if person.has_perm(OPENINGS, record) else HIDDEN


def state_for(kind: str, deed: str, relation: str) -> str:
    known = KINDS[kind]
    if relation == CLOSED:
        return known.closed
    usual = workflow_of(kind).steps[deed].sources[0] if is_step(kind, deed) else known.usual
    return known.states.get(deed, usual)


def cell(world: World, person, kind: str, deed: str, relation: str) -> str:
    """MAY, DENIED (they may read it, and are told no), HIDDEN (it is as if it did not exist), NEVER (no such case)."""
    if deed == FILE:
        return _filing(world, person, kind, relation)
    if relation == ACTION and state_for(kind, deed, relation) == "open":
        return NEVER
    record = world.record(kind, state_for(kind, deed, relation), relation, person)
    if not person.has_perm(f"{kind}.read", record):
        return HIDDEN
    if not person.has_perm(f"{kind}.{deed}", subject(deed, record)):
        return DENIED
    return MAY if _is_possible(kind, deed, record) else DENIED


def subject(deed: str, record: Record):
    """What the rule looks at: the action for what is done with an action, else the record."""
    return record.actions.first() if deed == "do_action" else record


def _filing(world: World, person, kind: str, relation: str) -> str:
    if relation in (OWN, ACTION, CLOSED):
        return NEVER
    filed = Record.kinds[kind](department=world.place(relation))
    is_open = relation != AWAY and person.has_perm(f"{kind}.{FILE}", filed)
    return MAY if is_open else DENIED


def _is_possible(kind: str, deed: str, record: Record) -> bool:
    if is_step(kind, deed):
        return record.state in workflow_of(kind).steps[deed].sources
    if deed in OF_SEALED:
        return record.authorship == Authorship.SEALED
    return not record.is_closed or deed in STAYS_POSSIBLE
