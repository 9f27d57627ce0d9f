"""On an incident without a known reporter: what that means, and the letters to and from them."""

from typing import Any

from zhian.kernel.records.models import Record
from zhian.kernel.web.panels import Panel, register
from zhian.kernel.web.requests import Request

from ..forms.letters import LetterForm
from ..models import Incident
from ..permissions import CONFIRMED
from ..services.letters import receipt_of


def letters_of(record: Record, request: Request) -> dict[str, Any] | None:
    """That a contact was left is told to the office alone; to read it is a deed of its own."""
    receipt = receipt_of(record) if isinstance(record, Incident) else None
    if receipt is None:
        return None
    may_ask = request.user.has_perm("incidents.ask_reporter", record)
    return {
        "receipt": receipt,
        "letters": receipt.letters.all(),
        "has_contact": may_ask and bool(receipt.contact),
        "is_raw": record.state not in CONFIRMED,
        "form": LetterForm() if may_ask and not record.is_closed else None,
    }


register(Panel("incidents/parts/letters.html", letters_of, order=30, is_wide=True))
