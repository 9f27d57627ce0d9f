"""The month's returns: opened, filled in, handed in, reviewed by a second person, reopened with a reason."""

from .entrusting import entrust, owned, take_back
from .lines import PLAIN, Asked, asked_in, compared, fill_in, number_of
from .steps import hand_in, open_all, open_return, reopen, review, send_back
from .tables import TITLES, Taken, WrongLines, take_in, template_rows

__all__ = [
    "PLAIN",
    "TITLES",
    "Asked",
    "Taken",
    "WrongLines",
    "asked_in",
    "compared",
    "entrust",
    "fill_in",
    "hand_in",
    "number_of",
    "open_all",
    "open_return",
    "owned",
    "reopen",
    "review",
    "send_back",
    "take_back",
    "take_in",
    "template_rows",
]
