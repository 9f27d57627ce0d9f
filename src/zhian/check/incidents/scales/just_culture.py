"""A guide for judging fairly what somebody did: a few questions, one after the other, that end in what to do.

After the idea of James Reason's culpability questions and the substitution test, in our own words; no rule of law
prescribes it, and a hospital should have its own committee look at it (verified: no).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Words

VERSION = "2026-11"
YES, NO = "yes", "no"


class FairOutcome(models.TextChoices):
    """What it comes to. None of it is a mark against anybody: appraisal never sees it."""

    SYSTEM = "system", _("The system: change how the work is done")
    SUPPORT = "support", _("Support: care for the colleague")
    COACHING = "coaching", _("Coaching: train and accompany")
    TALK = "talk", _("A talk about risk, with a clear agreement")
    OUTSIDE = "outside", _("Outside this system: hand it to those whose business it is")


OUTCOME_HELP: dict[str, Words] = {
    FairOutcome.SYSTEM: _("Others would have done the same. Look for causes in tasks, tools, staffing and rules."),
    FairOutcome.SUPPORT: _("Health or exhaustion played a part. See to rest, care and duty rosters."),
    FairOutcome.COACHING: _("Knowledge or practice was missing. Teach, supervise, and ask why nobody noticed before."),
    FairOutcome.TALK: _("A risk was taken knowingly that others would not take. Understand why, agree, follow up."),
    FairOutcome.OUTSIDE: _("Harm was meant, or it is a matter for the law. Safety work stops here."),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `yes` and `no` name the next one, or what it comes to."""

    asks: Words
    means: Words
    yes: str
    no: str


GUIDE: dict[str, Question] = {
    "meant": Question(
        _("Was harm meant?"),
        _("Not: was the rule broken. Only whether somebody wanted the harm."),
        yes=FairOutcome.OUTSIDE,
        no="unwell",
    ),
    "unwell": Question(
        _("Was the person ill, exhausted or otherwise not able to work safely?"),
        _("Look at the roster of the days before."),
        yes=FairOutcome.SUPPORT,
        no="rule",
    ),
    "rule": Question(
        _("Was there a clear rule that could be followed in this situation, and was it not followed?"),
        _("A rule that cannot be kept at night or with the staff on duty is none."),
        yes="usual",
        no="others",
    ),
    "usual": Question(
        _("Do others here do it the same way, or was it expected?"),
        _("Ask two colleagues who were not there."),
        yes=FairOutcome.SYSTEM,
        no="aware",
    ),
    "aware": Question(
        _("Did the person see the risk and take it without good reason?"),
        _("Acting for the patient in need is a good reason."),
        yes=FairOutcome.TALK,
        no=FairOutcome.COACHING,
    ),
    "others": Question(
        _("Would three colleagues with the same training have done the same in this situation?"),
        _("Substitution test: put somebody else in the same place, with what was known then."),
        yes=FairOutcome.SYSTEM,
        no="prepared",
    ),
    "prepared": Question(
        _("Had the person been trained, introduced and accompanied for this task?"),
        _("If not, the preparation is what has to change."),
        yes=FairOutcome.COACHING,
        no=FairOutcome.SYSTEM,
    ),
}
FIRST = "meant"


def walk(answers: Mapping[str, str]) -> tuple[list[str], str]:
    """The questions asked so far by these answers, and what it comes to; "" while a question is open."""
    asked, here = [], FIRST
    while here in GUIDE:
        asked.append(here)
        answer = answers.get(here)
        if answer not in (YES, NO):
            return asked, ""
        here = GUIDE[here].yes if answer == YES else GUIDE[here].no
    return asked, str(here)
