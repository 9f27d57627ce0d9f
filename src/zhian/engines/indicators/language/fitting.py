"""Types: what fits where, and what two things must be made so that they can be compared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlglot import exp

from .. import facts
from .faults import Fault, unknown
from .meaning import NAMES, TAKEN, Meaning
from .tree import moment


def fitting(found: Meaning, wants: str) -> Meaning:
    if found.type not in TAKEN[wants]:
        raise misfit(found, wants)
    return found


def misfit(found: Meaning, wants: str) -> Fault:
    return Fault("wants", {"wanted": NAMES[wants], "found": NAMES[found.family]}, found.start, found.end)


def see_that_it_has_an_order(value: Meaning) -> None:
    """A flag or one of a set of codes is not smaller than another."""
    if value.family == "flag" or value.codes:
        raise misfit(value, "ordered")


def alike(values: Sequence[Meaning]) -> list[Meaning]:
    """The same, made of one kind so that they can be compared. Raises Fault."""
    like = next((each for each in values if each.type not in ("written", "null")), values[0])
    return [_made_like(each, like) for each in values]


def _made_like(value: Meaning, like: Meaning) -> Meaning:
    if value.type == "null":
        raise Fault("compared_with_null")
    if value.type == "written":
        return word_like(value, like)
    if value.family != like.family or (value.codes and like.codes and value.codes != like.codes):
        raise Fault("unlike", {"left": NAMES[like.family], "right": NAMES[value.family]})
    return replace(value, sql=moment(value.sql)) if value.family == "time" else value


def word_like(word: Meaning, like: Meaning) -> Meaning:
    if like.family == "time":
        return replace(word, type="moment", sql=moment(exp.Literal.string(_moment(word))))
    if like.family != "text":
        raise Fault("unlike", {"left": NAMES[like.family], "right": NAMES["text"]})
    known = facts.codes(like.codes) if like.codes else ()
    if known and word.written not in known:
        raise unknown("unknown_word", word.written, known, column=like.names).at(word.start, word.end)
    return replace(word, codes=like.codes)


def _moment(word: Meaning) -> str:
    try:
        return datetime.fromisoformat(word.written).replace(tzinfo=None).isoformat(" ")
    except ValueError:
        raise Fault("not_a_moment", {"word": word.written}, word.start, word.end) from None
