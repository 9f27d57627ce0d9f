"""Which questions are asked about an incident: those that came with the program, or the hospital's own."""

import re
from datetime import date
from functools import cache
from importlib.resources import files

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhian.engines.questionnaires import Fault, Faulty, Questionnaire, Sentence, Wrong, load
from zhian.engines.udi import UdiError, UnknownCode, read_udi
from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.moment import today
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.services import require

from ..codes import Category
from ..models import Edition

WRITE = "questions.write"
VERSION = re.compile(r"^version:.*$", re.M)
VALID_FROM = re.compile(r"^valid_from:.*$", re.M)
SHELF = files("zhian.check.incidents") / "questions"


def _as_udi(code: str) -> str:
    """The code as it was typed, if it keeps the rules of its issuer; codes of other issuers are kept unread."""
    try:
        read_udi(code, today())
    except UnknownCode:
        return code
    except UdiError as refusal:
        raise Wrong(Sentence(refusal.words, refusal.given)) from None
    return code


SHAPES = {"udi": _as_udi}


def edition_for(hospital: Department, name: str) -> Edition:
    """What is asked today: the hospital's newest edition if it has one, else the program's. Not yet kept, perhaps."""
    own = Edition.objects.filter(hospital=hospital, name=name, valid_from__lte=today())
    return own.order_by("valid_from", "version").last() or shipped(name)


def shipped(name: str) -> Edition:
    """The edition that came with the program; one that was asked already stays as it was then."""
    found = _from_file(name)
    kept = Edition.objects.filter(hospital=None, name=name, version=found.version).first()
    return kept or Edition(
        name=name, version=found.version, text=found.text, valid_from=found.valid_from, beside=found.version
    )


def shipped_questionnaire(name: str) -> Questionnaire:
    """What came with the program, without a question to the database."""
    return _from_file(name).questionnaire


def keep(edition: Edition) -> Edition:
    """The same edition as a row, so that whoever was asked by it can refer to it for ever."""
    if edition.pk:
        return edition
    told = {"text": edition.text, "valid_from": edition.valid_from, "beside": edition.version}
    kept, _is_new = Edition.objects.get_or_create(
        hospital=None, name=edition.name, version=edition.version, defaults=told
    )
    return kept


def editions(hospital: Department, name: str) -> list[Edition]:
    """Every edition that the hospital can be asked by, newest first."""
    return [*Edition.objects.filter(Q(hospital=hospital), name=name).order_by("-version"), shipped(name)]


def next_version(hospital: Department, name: str) -> int:
    """The number of the hospital's next edition: above its own and above the program's."""
    newest = Edition.objects.filter(Q(hospital=hospital) | Q(hospital=None), name=name).aggregate(Max("version"))
    return max(newest["version__max"] or 0, shipped(name).version) + 1


def read_edition(text: str, name: str) -> Questionnaire:
    """The questionnaire in a text that somebody wrote for this category; raises Faulty."""
    found = load(text, shapes=SHAPES)
    if found.name != name:
        raise Faulty([Fault(Sentence(gettext_noop("The id of these questions is %(name)s."), {"name": name}))])
    return found


@deed
def publish(hospital: Department, *, actor: User, name: str, text: str) -> Edition:
    """Make a hospital's own edition the one that is asked from its day on. What was asked before stays as it is."""
    require(actor, WRITE, hospital)
    if name not in Category.values:
        raise Refused(_("There is no such category."))
    found = read_edition(text, name)
    least = next_version(hospital, name)
    if found.version < least:
        sentence = _("The next version is %(least)s: write “version: %(least)s”.") % {"least": least}
        raise ValidationError({"text": sentence})
    return Edition.objects.create(
        hospital=hospital,
        name=name,
        version=found.version,
        text=text,
        valid_from=date.fromisoformat(found.valid_from) if found.valid_from else today(),
        published_by=actor,
        beside=keep(shipped(name)).version,
    )


def as_next(hospital: Department, edition: Edition) -> str:
    """The text of an edition with the number and the day under which it can be published anew."""
    text = VERSION.sub(f"version: {next_version(hospital, edition.name)}", edition.text, count=1)
    return VALID_FROM.sub(f"valid_from: {today()}", text, count=1)


@cache
def _from_file(name: str) -> Edition:
    text = (SHELF / f"{name}.yaml").read_text("utf-8")
    found = load(text, f"{name}.yaml", shapes=SHAPES)
    return Edition(name=name, version=found.version, text=text, valid_from=date.fromisoformat(found.valid_from))
