"""What figures may know of the answers to a category's questions: the chosen ones of key questions, and no words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhian.engines.questionnaires import Item

from ..codes import Category


class Detail(models.Model):
    """One answer of one incident as figures count it, written whenever the answers are."""

    audited = False  # follows from the answers

    fact = models.ForeignKey("incidents.Fact", models.CASCADE, related_name="details", db_index=False)
    category = models.CharField(_("category"), max_length=40)
    question = models.CharField(_("question"), max_length=60)
    answer = models.CharField(_("answer"), max_length=60)

    class Meta:
        verbose_name = _("detail")
        verbose_name_plural = _("details")
        constraints = [models.UniqueConstraint(fields=["fact", "category", "question", "answer"], name="detail_once")]
        indexes = [models.Index(fields=["category", "question", "answer", "fact"], name="detail_of_question")]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.category}.{self.question} {self.answer}"


@dataclass(frozen=True, slots=True)
class Countable:
    """A question of a category, and its answers by code in the order in which they are offered."""

    category: str
    question: str
    words: str
    answers: Mapping[str, str]
    repeats: bool = False

    @property
    def category_words(self) -> str:
        return str(Category(self.category).label)

    @property
    def name(self) -> str:
        return f"{self.category}.{self.question}"


def is_countable(item: Item) -> bool:
    """Whether a question has few answers that are worth counting."""
    return item.is_key and (bool(item.options) or item.type == "boolean")


def follow_answers(fact: int, answers: Iterable[Any]) -> None:
    """Write down for the fact with this key what its answers say now."""
    for each in answers:
        Detail.objects.filter(fact=fact, category=each.name).delete()
        Detail.objects.bulk_create(details_of(fact, each))


def details_of(fact: int, answers: Any) -> Iterator[Detail]:
    """Of the answers to one category what is counted: choices, yes or no, and decisions such as by NCC MERP."""
    questionnaire = answers.edition.questionnaire
    for item in filter(is_countable, questionnaire.walk()):
        for code in dict.fromkeys(_codes(answers.values.get(item.link_id))):
            yield Detail(fact_id=fact, category=answers.name, question=item.link_id, answer=code)
    for decision in questionnaire.decisions:
        if code := answers.results.get(decision.name):
            yield Detail(fact_id=fact, category=answers.name, question=decision.name, answer=code)


def _codes(value: Any) -> Iterator[str]:
    """What somebody wrote in own words is not counted."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, bool):
            yield "true" if each else "false"
        elif isinstance(each, str):
            yield each
