"""What the analysis of a case says, for its report: nothing for whoever may not read the analysis."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from zhian.kernel.documents.kinds import Facts
from zhian.kernel.people.models import User
from zhian.kernel.web.dates import day, moment

from ..models import Analysis, Incident
from ..services.analysis_reading import Branch, Whole, whole

STEP = "　"  # for each why below another
ROOT = "◆"
CLASS = re.compile(r'class="([a-z-]+)"')
LINE = 'fill="none" stroke="#333333" stroke-width="1.5"'
INK = {  # a drawing on paper is outside of our style sheets
    "fishbone": 'font-family="Noto Sans CJK SC, 微软雅黑, sans-serif"',
    "spine": LINE,
    "bone": LINE,
    "twig": 'fill="none" stroke="#999999" stroke-width="1"',
    "head": 'fill="#0f5575"',
    "effect": 'fill="#ffffff" font-weight="600"',
    "bone-name": 'fill="#111111" font-weight="600"',
    "cause": 'fill="#222222"',
}
NOTHING: Facts = {
    "analysis": {"number": "", "question": "", "method": "", "lead": "", "conclusion": ""},
    "happenings": [],
    "fishbone": "",
    "bones": [],
    "whys": [],
    "factors": "",
    "root_causes": [],
    "recommendations": [],
}


def analysis_facts(incident: Incident, reader: User) -> Facts:
    found = Analysis.objects.filter(case=incident).select_related("lead").first()
    if found is None or not reader.has_perm("analysis.read", found):
        return NOTHING
    told = whole(found)
    return {
        "analysis": _heading(found),
        "happenings": [_happening(each) for each in told.happenings],
        "fishbone": _picture(found, told),
        "bones": [
            {"name": str(term), "causes": "；".join(cause.text for cause in causes)}
            for term, causes in told.bones
            if causes
        ],
        "whys": list(_whys(told.whys)),
        "factors": "、".join(str(factor) for factor in told.factors),
        "root_causes": [each.text for each in told.root_causes],
        "recommendations": [_advice(each) for each in told.recommendations],
    }


def _heading(analysis: Analysis) -> Facts:
    return {
        "number": analysis.number,
        "question": analysis.question,
        "method": analysis.get_method_display(),
        "lead": analysis.lead.name,
        "conclusion": analysis.conclusion,
    }


def _happening(told: Any) -> Facts:
    at = moment(told.at) if told.at else told.get_precision_display()
    return {"at": at, "what": told.what, "should": told.should, "source": told.source}


def _picture(analysis: Analysis, told: Whole) -> Any:
    """The drawing, where there is something in it."""
    if not any(causes for _term, causes in told.bones):
        return ""
    drawn = CLASS.sub(lambda found: INK.get(found[1], ""), told.drawing)
    return {"picture": drawn, "words": analysis.question}


def _whys(branches: Iterable[Branch], depth: int = 0) -> Iterator[str]:
    for branch in branches:
        yield f"{STEP * depth}{ROOT if branch.why.is_root else '→'} {branch.why.text}"
        yield from _whys(branch.below, depth + 1)


def _advice(told: Any) -> Facts:
    return {
        "what": told.what,
        "strength": str(told.term or told.strength),
        "department": told.department.name,
        "due": day(told.due_on),
    }
