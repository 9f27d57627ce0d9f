"""Questionnaires as a nurse informatician writes them: short YAML, in which every fault is told with its line.

    id: FALL                      zh: 跌倒            en: Fall
    version: 1                    valid_from: 2026-01-01
    items:
    - id: activity
      zh: 当时在做什么
      options: {walk: 行走, bed: [上下床, Getting out of bed], aid: [用助行器, With an aid, 15]}
    - id: shoes
      zh: 穿的鞋
      if: {activity: [walk, aid]}

`if` and `if_any` name questions before: a value, a list of values, a comparison such as ">= 3", or `answered`.
"""

import re
from collections.abc import Iterator
from typing import Any

from .checking import check
from .items import Band, Case, Condition, Decision, Item, Option, Questionnaire, Score, Unit, Words
from .lines import Block, read_yaml
from .sentences import Fault, Faulty, Sentence
from .sentences import sentence as _

COMPARISON = re.compile(r"(>=|<=|!=|=|>|<)\s*(.+)")
LANGUAGES = ("zh", "en")  # a list of words is in this order
ANSWERED, UNANSWERED = "answered", "unanswered"

WORDS_HERE = {"zh", "en", "zh-hant"}
WHOLE_KEYS = {"id", "version", "valid_from", "source", "verified", "notice", "items", "scores", "decisions"}
ITEM_KEYS = {
    *("id", "type", "help", "required", "repeats", "options", "unit", "units", "if", "if_any", "initial"),
    *("least", "most", "max_length", "shape", "key", "items"),
}
SCORE_KEYS = {"of", "missing", "bands"}
CASE_KEYS = {"if"}


def load(text: str, source: str = "", *, shapes: Any = None) -> Questionnaire:
    """The questionnaire that the text describes, checked; raises Faulty with every fault that was found."""
    reader = _Reader()
    try:
        found = reader.whole(read_yaml(text))
    except Faulty as faulty:
        raise Faulty(faulty.faults, source) from None
    faults = [*reader.faults, *(reader.with_line(fault) for fault in check(found, shapes=shapes))]
    if faults:
        raise Faulty(sorted(faults, key=lambda fault: fault.line), source)
    return found


class _Reader:
    """Makes items of blocks, and gathers what is wrong on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.lines: dict[str, int] = {}

    def with_line(self, fault: Fault) -> Fault:
        return Fault(fault.sentence, self.lines.get(fault.item, 0), fault.item)

    def whole(self, block: Any) -> Questionnaire:
        if not isinstance(block, Block):
            raise Faulty([Fault(_("It is to begin with “id:”, “version:”, “zh:” and “items:”."))])
        self._refuse_unknown(block, WHOLE_KEYS)
        version = block.get("version")
        return Questionnaire(
            name=self._text(block, "id"),
            version=version if isinstance(version, int) else 0,
            words=self._words(block),
            items=self._items(block),
            scores=tuple(self._score(name, told) for name, told in self._named(block, "scores")),
            decisions=tuple(self._decision(name, told) for name, told in self._named(block, "decisions")),
            valid_from=self._text(block, "valid_from"),
            source=self._text(block, "source"),
            verified=self._flag(block, "verified"),
            notice=self._said(block, "notice"),
        )

    # Items ------------------------------------------------------------------------------------------------
    def _items(self, block: Block) -> tuple[Item, ...]:
        told = block.get("items") or []
        if not isinstance(told, list):
            self._fault(block, "items", _("Items are a list: each begins with “- id:”."))
            return ()
        return tuple(self._item(one, block) for one in told)

    def _item(self, block: Any, above: Block) -> Item:
        if not isinstance(block, Block):
            self._fault(above, "items", _("An item begins with “- id:”."))
            return Item("", "display", {})
        self._refuse_unknown(block, ITEM_KEYS)
        link_id = self._text(block, "id")
        self.lines[link_id] = block.line
        kind = block.get("type") or ("group" if "items" in block else "choice" if "options" in block else "string")
        longest = block.get("max_length")
        return Item(
            link_id=link_id,
            type=str(kind),
            words=self._words(block),
            help=self._said(block, "help"),
            required=self._flag(block, "required"),
            repeats=self._flag(block, "repeats"),
            options=tuple(self._options(block)),
            units=tuple(self._units(block)),
            when=tuple(self._conditions(block, "if_any" if "if_any" in block else "if")),
            is_any="if_any" in block or self._is_one_of_several(block),
            initial=block.get("initial"),
            least=block.get("least"),
            most=block.get("most"),
            max_length=longest if isinstance(longest, int) else None,
            shape=self._text(block, "shape"),
            is_key=self._flag(block, "key"),
            items=self._items(block),
        )

    def _options(self, block: Block) -> Iterator[Option]:
        for code, told in self._named(block, "options"):
            weight = told.pop() if isinstance(told, list) and told and _is_number(told[-1]) else None
            yield Option(code, self._in_languages(block, "options", told), weight)

    def _units(self, block: Block) -> Iterator[Unit]:
        if "unit" in block:
            unit = str(block["unit"])
            yield Unit(unit, {"zh": unit})
        told = block.get("units") or {}
        if isinstance(told, list):
            yield from (Unit(str(unit), {"zh": str(unit)}) for unit in told)
        else:
            yield from (Unit(code, self._in_languages(block, "units", words)) for code, words in told.items())

    # Conditions -------------------------------------------------------------------------------------------
    def _conditions(self, block: Block, key: str) -> Iterator[Condition]:
        told = block.get(key)
        if told is None:
            return
        if not isinstance(told, Block):
            self._fault(block, key, _("A condition names a question and its answer: if: {place: ward}."))
            return
        if key == "if" and len(told) > 1 and any(isinstance(value, list) for value in told.values()):
            sentence = _("Either several questions or several answers: put the item into a group with the other one.")
            self._fault(block, key, sentence)
        for question, value in told.items():
            for one in value if isinstance(value, list) else [value]:
                yield _condition(question, one)

    def _is_one_of_several(self, block: Block) -> bool:
        told = block.get("if")
        return isinstance(told, Block) and len(told) == 1 and any(isinstance(value, list) for value in told.values())

    # Scores and decisions ---------------------------------------------------------------------------------
    def _score(self, name: str, block: Any) -> Score:
        block = self._as_block(name, block)
        self._refuse_unknown(block, SCORE_KEYS)
        bands = block.get("bands") or []
        found = [self._band(block, band) for band in bands] if isinstance(bands, list) else []
        of = block.get("of")
        named = tuple(str(one) for one in of) if isinstance(of, list) else ()
        return Score(name, self._words(block), named, str(block.get("missing", "none")), tuple(found))

    def _band(self, block: Block, told: Any) -> Band:
        if not isinstance(told, list) or len(told) < 2 or not _is_number(told[0]):
            self._fault(block, "bands", _("A band is a number and its words: [45, 高风险, High risk]."))
            return Band(0, {})
        return Band(told[0], self._in_languages(block, "bands", told[1:]))

    def _decision(self, name: str, block: Any) -> Decision:
        block = self._as_block(name, block)
        self._refuse_unknown(block, {"cases"})
        return Decision(name, self._words(block), tuple(self._case(*case) for case in self._named(block, "cases")))

    def _case(self, code: str, block: Any) -> Case:
        block = self._as_block(code, block)
        self._refuse_unknown(block, CASE_KEYS)
        return Case(code, self._words(block), tuple(self._conditions(block, "if")))

    # Words and plain values -------------------------------------------------------------------------------
    def _words(self, block: Block) -> Words:
        return {key: str(block[key]) for key in block if key in WORDS_HERE and block[key] is not None}

    def _said(self, block: Block, key: str) -> Words:
        return self._in_languages(block, key, block[key]) if block.get(key) is not None else {}

    def _in_languages(self, block: Block, key: str, told: Any) -> Words:
        if isinstance(told, Block):
            return {language: str(text) for language, text in told.items()}
        if isinstance(told, list):
            if len(told) > len(LANGUAGES):
                self._fault(
                    block, key, _("“%(words)s” is one part too many: words with a comma need quotes.", words=told[-1])
                )
            return dict(zip(LANGUAGES, map(str, told), strict=False))
        if told is None:
            self._fault(block, key, _("There are no words behind it."))
        return {"zh": str(told)}

    def _named(self, block: Block, key: str) -> list[tuple[str, Any]]:
        told = block.get(key)
        if told is not None and not isinstance(told, Block):
            self._fault(block, key, _("Here names stand with what belongs to them: “name: …”."))
            return []
        return list((told or {}).items())

    def _as_block(self, name: str, told: Any) -> Block:
        if isinstance(told, Block):
            self.lines.setdefault(name, told.line)
            return told
        self.faults.append(Fault(_("Here names stand with what belongs to them: “name: …”."), item=name))
        return Block(0)

    def _text(self, block: Block, key: str) -> str:
        value = block.get(key)
        if isinstance(value, list | dict):
            self._fault(block, key, _("This must be text."))
        return "" if value is None else str(value)

    def _flag(self, block: Block, key: str) -> bool:
        value = block.get(key, False)
        if not isinstance(value, bool):
            self._fault(block, key, _("“%(name)s” is true or false.", name=key))
        return bool(value)

    def _refuse_unknown(self, block: Block, known: set[str]) -> None:
        for key in block:
            if key not in known and key not in WORDS_HERE:
                self._fault(block, key, _("“%(name)s” is not known here.", name=key))

    def _fault(self, block: Block, key: str, said: Sentence) -> None:
        self.faults.append(Fault(said, block.line_of(key), str(block.get("id", ""))))


def _condition(question: str, told: Any) -> Condition:
    if told in (ANSWERED, UNANSWERED):
        return Condition(question, "exists", told == ANSWERED)
    if isinstance(told, str) and (found := COMPARISON.fullmatch(told)):
        return Condition(question, found[1], _number(found[2]))
    return Condition(question, "=", told)


def _number(text: str) -> Any:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _is_number(told: Any) -> bool:
    return isinstance(told, int | float) and not isinstance(told, bool)
