"""The hospital's own indicators: written with a check of every word, approved by a second person, in versions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhian.engines.indicators.catalogue import shipped
from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.document import faults_of, read
from zhian.engines.indicators.values import Value
from zhian.engines.workflow import Refused
from zhian.kernel.moment import today
from zhian.kernel.months import later, month_of, until
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import file, step

from ..models import OwnIndicator
from ..models.own import faults_of_chart, faults_said
from ..workflow import OWN
from .measuring import reckon

EXAMPLE = Path(__file__).with_name("own_example.yaml")
PREVIEWED = 24  # months


def looked_through(text: str) -> list[str]:
    """What is wrong with the text of a definition, in words; nothing where it can be measured."""
    wrong = faults_said(faults_of(text))
    return wrong or [*_taken(read(text).code), *faults_said(faults_of_chart(read(text)))]


def _taken(code: str) -> Iterator[str]:
    if code in {each.code for each in shipped()}:
        yield _("The code %(code)s belongs to the catalogue; choose another one.") % {"code": code}


@dataclass(frozen=True)
class Preview:
    """What a definition would have shown over the last months, for the whole hospital."""

    definition: Definition
    values: Sequence[Value]


def previewed(text: str, hospital: Department) -> Preview:
    """Reckoned from the lake, kept nowhere. Raises ValidationError where the text is no definition."""
    if wrong := looked_through(text):
        raise ValidationError({"definition": wrong})
    definition = read(text)
    return Preview(definition, reckon(hospital, definition, until(later(month_of(today()), -1), PREVIEWED)))


def example() -> str:
    """A definition to begin with."""
    return EXAMPLE.read_text(encoding="utf-8")


def write(own: OwnIndicator, *, actor: User) -> OwnIndicator:
    """File a new one, or a new version of one."""
    own.settle()
    return file(own, actor=actor)


def require_free_code(own: OwnIndicator) -> None:
    """The catalogue's codes stay the catalogue's."""
    if wrong := next(_taken(own.code), ""):
        raise Refused(wrong)


def require_free(own: OwnIndicator) -> None:
    """Another version in force under the same edition would be another truth."""
    same = OwnIndicator.objects.filter(
        hospital=own.hospital, code=own.code, edition=own.edition, state__in=("in_force", "retired")
    )
    if same.exclude(pk=own.pk).exists():
        raise Refused(
            _("Edition %(edition)s of %(code)s was in force already: give the new version another edition.")
            % {"edition": own.edition, "code": own.code}
        )


@step(OWN, require_free_code, require_free)
def propose(own: OwnIndicator, *, actor: User, note: str) -> None:
    """Ask a second person of the office to approve it."""
    own.proposed_by = actor


@step(OWN)
def send_back(own: OwnIndicator, *, actor: User, note: str) -> None:
    """Ask for another look at it."""


@step(OWN, require_free_code, require_free)
def approve(own: OwnIndicator, *, actor: User, note: str) -> None:
    """Let it be measured from the next run on; the version before is retired."""
    others = OwnIndicator.objects.filter(hospital=own.hospital, code=own.code, state="in_force").exclude(pk=own.pk)
    for earlier in others:
        retire(earlier, actor=actor, note=_("Replaced by %(number)s.") % {"number": own.number})


@step(OWN)
def retire(own: OwnIndicator, *, actor: User, note: str) -> None:
    """Measure it no longer; what was measured stays."""
