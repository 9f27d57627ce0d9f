"""What was answered about an incident, as the boxes and lines of a form want it."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from zhian.engines.chinese import written_in
from zhian.engines.questionnaires import Questionnaire, tell

from ..models import Incident
from ..services.editions import edition_for

BOXES = Path(__file__).parent / "boxes.yaml"
TICKED, EMPTY, GAP = "■\N{NO-BREAK SPACE}", "□\N{NO-BREAK SPACE}", "　"


class Asked:
    """The answers in one category: blank where nobody answered."""

    def __init__(self, incident: Incident, category: str) -> None:
        answers = incident.answers.filter(name=category).select_related("edition").first()
        edition = answers.edition if answers else edition_for(incident.hospital, category)
        self.values: Mapping[str, Any] = answers.values if answers else {}
        self._words = _words(edition.questionnaire, self.values)

    def words(self, *questions: str) -> dict[str, str]:
        """Each answer in words."""
        return {question: self._words.get(question, "") for question in questions}

    def codes(self, question: str) -> set[str]:
        """The options that were chosen; of a question that is answered with yes or no, these words."""
        value = self.values.get(question)
        chosen = value if isinstance(value, list) else [] if value is None else [value]
        return {
            {True: "yes", False: "no"}.get(each, str(each)) if isinstance(each, bool) else str(each) for each in chosen
        }


def boxes(form: str, codes: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Every row of boxes of a form with those ticked that one of the codes stands for: ■ 死亡　□ 严重伤害."""
    return {row: _row(choices, set(codes.get(row, ()))) for row, choices in _forms()[form].items()}


def _row(choices: list[list[str]], codes: set[str]) -> str:
    row = GAP.join(f"{TICKED if codes & set(meant) else EMPTY}{label}" for label, *meant in choices)
    return written_in(get_language() or "zh", row)


def _words(questionnaire: Questionnaire, values: Mapping[str, Any]) -> dict[str, str]:
    return {told.item.link_id: told.words for told in tell(questionnaire, values, get_language() or "zh")}


@cache
def _forms() -> dict[str, dict[str, list[list[str]]]]:
    return {name: form["rows"] for name, form in yaml.safe_load(BOXES.read_text(encoding="utf-8")).items()}
