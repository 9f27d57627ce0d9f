"""How the cells of a mapped column are read: how days are written, by what numbers are multiplied, what words mean."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhian.engines.indicators.facts import Column, codes
from zhian.engines.workflow import Refused
from zhian.kernel.web.mapping import DAYS

from .sentences import in_our_language

Cells = dict[str, Any]  # words: {word there: ours}, days, factor
READ_BY = {  # type of the fact → how its cells can be read
    "code": "words", "flag": "words", "day": "days", "moment": "days",
    "integer": "factor", "number": "factor", "money": "factor",
}  # fmt: skip
FACTOR = re.compile(r"\d{1,7}(\.\d{1,4})?")


def answers(column: Column) -> dict[str, str]:
    """What a word can mean in a column: our word → what it is called."""
    if column.type == "flag":
        return {"yes": _("yes"), "no": _("no")}
    return {word: in_our_language(code.names) for word, code in codes(column.of).items()} if column.of else {}


def checked(cells: Mapping[str, Cells], columns: Mapping[str, Column]) -> dict[str, Cells]:
    """What is said of the columns that there are. Raises Refused for what no cell can be read by."""
    found: dict[str, Cells] = {}
    for title, told in cells.items():
        if title in columns and (wanted := {name: what for name, what in told.items() if what}):
            _check(title, wanted, columns[title])
            found[title] = wanted
    return found


def _check(title: str, told: Cells, column: Column) -> None:
    if told.keys() != {READ_BY.get(column.type)}:
        raise Refused(_("The column %(title)s is not read by that.") % {"title": title})
    if told.get("days", "auto") not in DAYS:
        raise Refused(_("Days are written with the year, the day or the month first."))
    if "factor" in told and not (FACTOR.fullmatch(str(told["factor"])) and Decimal(str(told["factor"]))):
        raise Refused(_("The factor of %(title)s is a number above 0, such as 1000 or 0.01.") % {"title": title})
    if set(told.get("words", {}).values()) - answers(column).keys():
        raise Refused(_("A word of %(title)s means nothing that this column can tell.") % {"title": title})
