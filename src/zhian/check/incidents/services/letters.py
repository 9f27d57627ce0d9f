"""Letters between the office and a reporter whom it does not know."""

from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.notices.models import News, What
from zhian.kernel.notices.services import tell
from zhian.kernel.people.models import User
from zhian.kernel.people.services import holders
from zhian.kernel.records.deeds import note_opening
from zhian.kernel.records.models import Opening
from zhian.kernel.records.services import require, require_open

from ..models import Incident, Letter, Receipt
from ..permissions import OFFICES


@deed
def ask_reporter(incident: Incident, *, actor: User, text: str) -> Letter:
    """Put a question to the reporter, who finds it by the receipt."""
    require(actor, "incidents.ask_reporter", incident)
    require_open(incident)
    receipt = receipt_of(incident)
    if receipt is None:
        raise Refused(_("The reporter is known here: write a comment instead."))
    return Letter.objects.create(receipt=receipt, author=actor, text=text)


@deed
def read_contact(incident: Incident, *, actor: User, reason: str) -> str:
    """How the reporter wished to be reached; who looked, when and why is kept as an opening of the record."""
    require(actor, "incidents.ask_reporter", incident)
    receipt = receipt_of(incident)
    if receipt is None or not receipt.contact:
        raise Refused(_("The reporter left no way to be reached."))
    note_opening(incident, reader=actor, what=Opening.What.CONTACT, reason=reason)
    return receipt.contact


def receipt_of(incident: Incident) -> Receipt | None:
    return Receipt.objects.filter(incident_id=incident.pk).first()


def tell_office(incident: Incident) -> None:
    """The reporter has answered: the office hears that there are new words."""
    people = set(holders(OFFICES, incident.department))
    told = News(what=What.COMMENT, record_id=incident.pk, state=incident.state)
    tell(told, people, roles=OFFICES, department=incident.department)
