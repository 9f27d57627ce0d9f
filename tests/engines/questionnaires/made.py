"""Questionnaires and answers made by Hypothesis: every type, nested, with conditions that can hold."""

import string
from datetime import date, datetime, time, timedelta, timezone

from hypothesis import strategies as st

from zhian.engines.questionnaires import Band, Case, Condition, Decision, Item, Option, Questionnaire, Score, Unit

FIRST, LAST = date(1950, 1, 1), date(2100, 1, 1)
CHINA = timezone(timedelta(hours=8))

word = st.text("跌倒药物甲乙丙丁一二三 abcXYZ%{}<>&'\"", min_size=1, max_size=12).map(str.strip).filter(bool)
words = st.fixed_dictionaries({"zh": word}, optional={"en": word})
code = st.text(string.ascii_lowercase, min_size=1, max_size=4)
number = st.integers(-1000, 1000) | st.integers(-(10**6), 10**6).map(lambda one: one / 1000)
options = st.lists(
    st.builds(Option, code, words, st.none() | number), min_size=1, max_size=4, unique_by=lambda o: o.code
)
units = st.lists(st.builds(Unit, code, words), min_size=1, max_size=3, unique_by=lambda unit: unit.code)
day = st.dates(FIRST, LAST).map(date.isoformat)
clock = st.times().map(lambda at: at.replace(microsecond=0))
moment = st.builds(datetime.combine, st.dates(FIRST, LAST), clock, st.just(CHINA)).map(datetime.isoformat)
line = word.map(lambda text: text.replace("\n", " "))


@st.composite
def questionnaires(draw):
    """A questionnaire that is in order."""
    made: list[Item] = []
    items = tuple(draw(_item(made, depth=0)) for _ in range(draw(st.integers(1, 5))))
    items += (Item("last", "boolean", {"zh": "完"}),)
    asked = [item for item in made if item.is_question] or [items[-1]]
    return Questionnaire(
        name="Q",
        version=draw(st.integers(1, 99)),
        words=draw(words),
        items=items,
        scores=(Score("sum", draw(words), tuple(i.link_id for i in asked), "zero", (Band(3, draw(words)),)),),
        decisions=(Decision("way", draw(words), (Case("a", draw(words), draw(_conditions(asked))),)),),
        valid_from=draw(st.just("") | day),
        source=draw(st.just("") | word),
        verified=draw(st.booleans()),
        notice=draw(st.just({}) | words),
    )


@st.composite
def _item(draw, made, depth):
    kind = draw(st.sampled_from([*VALUES, "display", *(["group"] if depth < 2 else [])]))
    link_id = f"q{len(made)}"
    facts = {
        "when": draw(_conditions([item for item in made if item.is_question])),
        "is_any": False,
        "options": tuple(draw(options)) if "choice" in kind else (),
        "units": tuple(draw(units)) if kind == "quantity" else (),
        "help": draw(st.just({}) | words),
        "is_key": draw(st.booleans()),
    }
    if kind not in ("display", "group"):
        facts["required"] = draw(st.booleans())
    if kind in ("choice", "string", "text"):
        facts["repeats"] = draw(st.booleans())
    if kind in ("decimal", "integer", "quantity"):
        facts["least"] = draw(st.none() | st.just(-1000))
    facts["is_any"] = bool(facts["when"]) and draw(st.booleans())
    item = Item(link_id, kind, draw(words), **facts)
    made.append(item)
    below = 1 if kind == "group" else draw(st.integers(0, 1)) if depth < 2 and item.is_question else 0
    children = tuple(draw(_item(made, depth + 1)) for _ in range(below))
    return Item(link_id, kind, item.words, **facts, items=children)


@st.composite
def _conditions(draw, asked):
    chosen = draw(st.lists(st.sampled_from(asked), max_size=2, unique_by=lambda item: item.link_id)) if asked else []
    return tuple(draw(_condition(item)) for item in chosen)


def _condition(item):
    exists = st.builds(Condition, st.just(item.link_id), st.just("exists"), st.booleans())
    if item.options:
        return exists | st.builds(
            Condition,
            st.just(item.link_id),
            st.sampled_from(["=", "!="]),
            st.sampled_from([o.code for o in item.options]),
        )
    if item.type in ("integer", "quantity"):
        return exists | st.builds(Condition, st.just(item.link_id), st.sampled_from([">", "<="]), st.integers(-9, 9))
    return exists


VALUES = {
    "boolean": lambda item: st.booleans(),
    "integer": lambda item: st.integers(-1000, 1000),
    "decimal": lambda item: number.filter(lambda one: one >= -1000),
    "date": lambda item: day,
    "dateTime": lambda item: moment,
    "time": lambda item: clock.map(time.isoformat),
    "string": lambda item: line,
    "text": lambda item: word,
    "choice": lambda item: st.sampled_from([option.code for option in item.options]),
    "open-choice": lambda item: st.sampled_from([option.code for option in item.options]) | word.map(_own_words),
    "quantity": lambda item: st.fixed_dictionaries(
        {
            "value": number.filter(lambda one: one >= -1000),
            "unit": st.sampled_from([unit.code for unit in item.units]),
        }
    ),
}


def _own_words(text):
    return {"text": text}


@st.composite
def answers(draw, questionnaire):
    """Answers to some of its questions, each of which fits."""
    told = {}
    for item in questionnaire.questions().values():
        if item.required or draw(st.booleans()):
            value = VALUES[item.type](item)
            told[item.link_id] = draw(st.lists(value, min_size=1, max_size=3) if item.repeats else value)
    return told
