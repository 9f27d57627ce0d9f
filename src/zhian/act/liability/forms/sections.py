"""In which order a case is asked for, and which questions depend on which answer."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhian.kernel.modules import Words


@dataclass(frozen=True, slots=True)
class Asked:
    title: Words
    fields: tuple[str, ...]
    is_first: bool = False  # stands open from the beginning


SECTIONS = {
    "case": Asked(_("Place, time and persons"), ("title", "forum", "places", "dates", "patient"), is_first=True),
    "harm": Asked(_("Harm and its appraisal"), ("accident", "injuries"), is_first=True),
    "responsibility": Asked(_("Share of responsibility"), ("responsibility",), is_first=True),
    "claim": Asked(_("The claim"), ("claim",), is_first=True),
    "treatment": Asked(_("Treatment and receipts"), ("hospital_days", "stays", "receipts", "nutrition"), is_first=True),
    "work": Asked(_("Lost earnings"), ("income", "lost_days", "absences")),
    "care": Asked(_("Nursing care"), ("care", "permanent_care")),
    "devices": Asked(_("Assistive devices"), ("devices",)),
    "family": Asked(_("Dependants and relatives"), ("dependants", "relatives")),
    "further": Asked(_("Mental harm and other cost"), ("mental", "other", "continued_years")),
    "paid": Asked(_("What is paid, and who is insured"), ("prepaid", "hospital", "insurance")),
    "figures": Asked(_("Figures and amounts that a court found"), ("figures", "amounts")),
    "options": Asked(_("Where the law leaves a choice"), ("options",)),
}

# A field → the answers on which it is asked, any of them.
RELEVANT: dict[str, list[tuple[str, str]]] = {
    "places.court": [("forum", "court")],
    "dates.accepted": [("forum", "court")],
    "continued_years": [("forum", "court")],
    "accident.grade": [("accident.established", "yes")],
}
