"""Whether a questionnaire makes sense: everything in it that could not be asked, answered or counted."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

from .items import CHOOSING, LIMITED, NUMBERS, OPERATORS, REPEATING, SILENT, TYPES, Condition, Item, Questionnaire
from .sentences import Fault, Sentence, Wrong
from .sentences import sentence as _
from .values import read

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
MISSING = ("none", "zero", "mean")
ORDERED = (">", "<", ">=", "<=")


def check(questionnaire: Questionnaire, *, shapes: Collection[str] | None = None) -> list[Fault]:
    """Everything that is wrong with it; `shapes` are those that the user of it knows, None if that does not matter."""
    faults = [
        *(Fault(said) for said in _whole(questionnaire)),
        *(Fault(said, item=item.link_id) for item in questionnaire.walk() for said in _item(item, shapes)),
        *(Fault(said, item=name) for name, said in _conditions(questionnaire)),
        *(Fault(said, item=name) for name, said in _results(questionnaire)),
    ]
    return sorted(faults, key=lambda fault: fault.item != "")


def _whole(questionnaire: Questionnaire) -> Iterator[Sentence]:
    if not NAME.fullmatch(questionnaire.name):
        yield _("“%(name)s” is no name: letters, digits, dot, dash and underscore.", name=questionnaire.name)
    if questionnaire.version < 1:
        yield _("The version is a whole number from 1 on.")
    if not questionnaire.words:
        yield _("It has no title: write zh: …")
    if questionnaire.valid_from and not _is_date(questionnaire.valid_from):
        yield _("“%(text)s” is no date such as 2026-07-31.", text=questionnaire.valid_from)
    if not questionnaire.questions():
        yield _("There is no question in it.")
    for name, count in Counter(item.link_id for item in questionnaire.walk()).items():
        if count > 1:
            yield _("“%(name)s” stands for %(count)s items: each needs an id of its own.", name=name, count=count)


def _item(item: Item, shapes: Collection[str] | None) -> Iterator[Sentence]:
    if item.type not in TYPES:
        yield _("“%(type)s” is no type. The types are: %(types)s.", type=item.type, types=", ".join(TYPES))
        return
    for rule in RULES:
        yield from rule(item)
    if shapes is not None and item.shape and item.shape not in shapes:
        yield _("“%(shape)s” is no shape that is known here.", shape=item.shape)
    if item.initial is not None:
        try:
            read(item, item.initial, {})
        except (Wrong, KeyError):
            yield _("“%(value)s” cannot be an answer to begin with.", value=item.initial)


def _names_and_words(item: Item) -> Iterator[Sentence]:
    if not NAME.fullmatch(item.link_id):
        yield _("“%(name)s” is no name: letters, digits, dot, dash and underscore.", name=item.link_id)
    if not item.words:
        yield _("It has no words: write zh: …")


def _options(item: Item) -> Iterator[Sentence]:
    if item.type in CHOOSING and not item.options:
        yield _("A choice needs options.")
    if item.options and item.type not in CHOOSING:
        yield _("Only a choice has options.")
    codes = [option.code for option in item.options]
    for code in {code for code in codes if codes.count(code) > 1}:
        yield _("The option “%(code)s” stands there twice.", code=code)


def _units(item: Item) -> Iterator[Sentence]:
    if item.type == "quantity" and not item.units:
        yield _("A quantity needs units.")
    if item.units and item.type not in NUMBERS:
        yield _("Only a number has a unit.")
    if len(item.units) > 1 and item.type != "quantity":
        yield _("Only a quantity has several units to choose from.")


def _shape_of_tree(item: Item) -> Iterator[Sentence]:
    if item.type == "group" and not item.items:
        yield _("A group needs items.")
    if item.type == "display" and item.items:
        yield _("Words have no items below them.")
    if item.type in SILENT and (item.required or item.repeats):
        yield _("Only a question can be required or answered several times.")
    elif item.repeats and item.type not in REPEATING:
        yield _("Only choices and text can be answered several times.")


def _limits(item: Item) -> Iterator[Sentence]:
    given = [limit for limit in (item.least, item.most) if limit is not None]
    if given and item.type not in LIMITED:
        yield _("Only numbers, dates and times have limits.")
    is_number = item.type in NUMBERS
    if any(isinstance(limit, str) == is_number for limit in given):
        yield _("The limit is written unlike the answers.")
    elif len(given) == 2 and given[0] > given[1]:  # type: ignore[operator]
        yield _("The least is more than the most.")


RULES: tuple[Callable[[Item], Iterator[Sentence]], ...] = (_names_and_words, _options, _units, _shape_of_tree, _limits)


def _conditions(questionnaire: Questionnaire) -> Iterator[tuple[str, Sentence]]:
    """A condition looks back only, so that there can be no circle and a page is filled in from top to bottom."""
    before: dict[str, Item] = {}
    for item in questionnaire.walk():
        for condition in item.when:
            yield from ((item.link_id, said) for said in _condition(condition, before))
        before[item.link_id] = item


def _condition(condition: Condition, known: Mapping[str, Item]) -> Iterator[Sentence]:
    asked = known.get(condition.question)
    if asked is None or not asked.is_question:
        yield _("It depends on “%(name)s”, which is no question before it.", name=condition.question)
    elif condition.operator not in OPERATORS:
        yield _("“%(operator)s” compares nothing.", operator=condition.operator)
    elif not _can_be_compared(asked, condition):
        yield _(
            "“%(name)s” can never be answered so: %(operator)s %(value)s.",
            name=condition.question,
            operator=condition.operator,
            value=condition.value,
        )


def _can_be_compared(asked: Item, condition: Condition) -> bool:
    if condition.operator == "exists":
        return isinstance(condition.value, bool)
    if condition.operator in ORDERED and asked.type not in LIMITED:
        return False
    if asked.type in CHOOSING:
        return asked.option(condition.value) is not None
    if asked.type == "boolean":
        return isinstance(condition.value, bool)
    return isinstance(condition.value, bool) is False and (asked.type in NUMBERS) != isinstance(condition.value, str)


def _results(questionnaire: Questionnaire) -> Iterator[tuple[str, Sentence]]:
    questions = questionnaire.questions()
    taken = [item.link_id for item in questionnaire.walk()]
    names = [score.name for score in questionnaire.scores] + [decision.name for decision in questionnaire.decisions]
    for name in names:
        if not NAME.fullmatch(name) or (names + taken).count(name) > 1:
            yield name, _("“%(name)s” is taken, or is no name.", name=name)
    for score in questionnaire.scores:
        yield from ((score.name, said) for said in _score(score.of, score.missing, questions))
    for decision in questionnaire.decisions:
        conditions = (condition for case in decision.cases for condition in case.when)
        yield from ((decision.name, said) for one in conditions for said in _condition(one, questions))


def _score(of: Iterable[str], missing: str, questions: Collection[str]) -> Iterator[Sentence]:
    for name in of:
        if name not in questions:
            yield _("It counts “%(name)s”, which is no question.", name=name)
    if missing not in MISSING:
        yield _("“missing” is one of: %(ways)s.", ways=", ".join(MISSING))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
