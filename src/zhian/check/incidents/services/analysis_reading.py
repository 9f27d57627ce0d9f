"""An analysis as a whole, for reading: the timeline, the fishbone as a drawing and as a list, the whys as a tree."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhian.engines.fishbone import Bone, fishbone

from ..models import Analysis, Cause, Factor, Happening, Member, Recommendation, RootCause, Why, standard_of
from ..terms.analysis import FRAMES, STRENGTHS, Standard
from ..terms.reading import Term


@dataclass(frozen=True, slots=True)
class Branch:
    """One answer to a why, and the answers to why that is so."""

    why: Why
    below: list["Branch"]


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that an analysis says."""

    members: list[Member]
    happenings: list[Happening]
    bones: list[tuple[Term, list[Cause]]]
    drawing: str
    whys: list[Branch]
    factors: list[Factor]
    root_causes: list[RootCause]
    recommendations: list[Recommendation]
    standard: Standard

    @property
    def is_verified(self) -> bool:
        """Whether somebody has checked the lists that it is made with against their sources."""
        return all([FRAMES.is_verified, STRENGTHS.is_verified, self.standard.is_verified])


def whole(analysis: Analysis) -> Whole:
    bones = _bones(analysis)
    drawn = [Bone(str(term), [cause.text for cause in causes]) for term, causes in bones]
    return Whole(
        members=list(analysis.members.select_related("person")),
        happenings=list(analysis.happenings.all()),
        bones=bones,
        drawing=fishbone(analysis.question, drawn, title=_("Fishbone diagram: %(q)s") % {"q": analysis.question}),
        whys=_branches(list(analysis.whys.all())),
        factors=list(analysis.factors.all()),
        root_causes=list(analysis.rootcauses.all()),
        recommendations=list(analysis.recommendations.select_related("department", "owner", "finding")),
        standard=standard_of(analysis.hospital),
    )


def _bones(analysis: Analysis) -> list[tuple[Term, list[Cause]]]:
    """Each bone with its causes; causes of another frame, chosen before, come last and are not lost."""
    causes = list(analysis.causes.all())
    terms = {term.code: term for term in analysis.bones}
    for cause in causes:
        if cause.bone not in terms:
            terms[cause.bone] = FRAMES.find(cause.bone) or Term(cause.bone, cause.bone)
    return [(term, [cause for cause in causes if cause.bone == code]) for code, term in terms.items()]


def _branches(whys: Iterable[Why], above: int | None = None) -> list[Branch]:
    whys = list(whys)
    return [Branch(why, _branches(whys, why.pk)) for why in whys if why.above_id == above]
