"""Changing how soon the hospital analyses its events, and the contributing factors that it chooses from."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhian.kernel.audit.acting import deed
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import require

from ..models import AnalysisStandard, standard_of
from ..models.standard import as_kept
from ..terms.analysis import FACTORS, Target
from ..terms.reading import Term

Groups = Sequence[tuple[str, Sequence[str]]]  # the words of a group, and of the factors in it


@deed
def change_standard(
    hospital: Department,
    *,
    actor: User,
    targets: Mapping[int | None, Target],
    factors: Groups,
    source: str,
    valid_from: date,
) -> AnalysisStandard:
    """Keep a new version, which holds from its day on. Analyses that are planned already keep their days."""
    require(actor, "analysis_standards.edit", hospital)
    Department.objects.select_for_update().get(pk=hospital.pk)
    version = AnalysisStandard.objects.filter(hospital=hospital).count() + 1
    new = AnalysisStandard(
        hospital=hospital,
        version=version,
        valid_from=valid_from,
        targets=as_kept(targets),
        factors=_with_codes(factors, hospital, version),
        source=source,
        changed_by=actor,
    )
    new.full_clean()
    new.save()
    return new


def _with_codes(factors: Groups, hospital: Department, version: int) -> list[list]:
    """Words that are known keep their code, so that figures go on; new ones get one of their own."""
    known = {word: term for term in _known(hospital) for word in (str(term), term.en)}
    said = [word for group, below in factors for word in (group, *below)]
    if not said or len(said) != len(set(said)):
        raise ValidationError({"factors": _("Each factor and each group must be named, and named once.")})
    codes = {word: (known[word].code, known[word].en) for word in said if word in known}
    codes |= {word: (f"own{version}.{place}", word) for place, word in enumerate(said, 1) if word not in known}
    return [[*codes[group], [list(codes[word]) for word in below]] for group, below in factors]


def _known(hospital: Department) -> list[Term]:
    groups = [*FACTORS, *standard_of(hospital).factors]
    return [term for group in groups for term in (group, *group.terms)]
