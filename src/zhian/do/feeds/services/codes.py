"""What other systems call our departments: seen in the quarantine, said by a person, and used from then on."""

from collections import Counter
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import now
from zhian.kernel.people.models import Department, User

from ..models import DepartmentCode, Run, State
from ..readers.checks import UNKNOWN_DEPARTMENT
from .mending import replay
from .store import Stored

LOOKED_AT = 5000  # rows of a quarantine: what is left unseen shows when these are taken in
RUNS = 10
LONGEST = 60


def runs_waiting(hospital: Department) -> QuerySet[Run]:
    """Imports with rows that wait for somebody to say which department it is, the newest first."""
    waiting = Run.objects.filter(hospital=hospital, state=State.DONE, quarantined__gt=0)
    return waiting.filter(tallies__is_fault=True, tallies__fault=UNKNOWN_DEPARTMENT).distinct().order_by("-pk")


def unknown(hospital: Department) -> Counter[str]:
    """Codes of departments that nobody knows → in how many of the rows that were looked at."""
    found: Counter[str] = Counter()
    for run in runs_waiting(hospital)[:RUNS]:
        for kept in Stored(run.store, run.sheets).page(fault=UNKNOWN_DEPARTMENT, most=LOOKED_AT):
            for fault, place, _rank in kept.faults:
                if fault == UNKNOWN_DEPARTMENT and (code := kept.cells.get(place, "").strip()):
                    found[code] += 1
    known = set(codes_of(hospital))
    return Counter({code: rows for code, rows in found.items() if code not in known})


def codes_of(hospital: Department) -> dict[str, Department]:
    """Code there → our department."""
    found = DepartmentCode.objects.filter(hospital=hospital).select_related("department").order_by("code")
    return {each.code: each.department for each in found}


@deed
def keep_codes(hospital: Department, *, codes: Mapping[str, Department | None], actor: User) -> None:
    """Say which department each code is; None where it is none any more. Raises Refused."""
    if not actor.has_perm("feeds.map", hospital):
        raise PermissionDenied("feeds.map")
    known = {each.code: each for each in DepartmentCode.objects.filter(hospital=hospital)}
    for code, department in codes.items():
        kept = known.get(code.strip()) or DepartmentCode(hospital=hospital, code=code.strip())
        if department is None:
            if kept.pk:
                kept.delete()
        elif kept.department_id != department.pk:
            _require_fit(kept, department)
            kept.department, kept.changed_by, kept.changed_at = department, actor, now()
            kept.save()


def replay_waiting(hospital: Department, *, actor: User) -> int:
    """Have every import tried again that waited for a department; how many those are."""
    runs = list(runs_waiting(hospital))
    for run in runs:
        replay(run, actor=actor)
    return len(runs)


def _require_fit(kept: DepartmentCode, department: Department) -> None:
    if not 0 < len(kept.code) <= LONGEST:
        raise Refused(_("A code has 1 to %(most)s characters.") % {"most": LONGEST})
    if department.hospital_id != kept.hospital_id:
        raise Refused(_("“%(name)s” is no department of this hospital.") % {"name": department})
