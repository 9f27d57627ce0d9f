"""Heads of the log, signed; and as a file that others keep, so that nobody here can rewrite the past unseen."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from zhian.engines.merkle import Frontier
from zhian.kernel.encryption import sign, signed_by, signing_identity
from zhian.kernel.moment import now

from .models import Head

LOG = "zhian audit log"


@dataclass(frozen=True, slots=True)
class Witness:
    """A signed statement: at this moment the log had so many entries and this root."""

    number: int
    size: int
    root: str
    sealed_at: str  # ISO 8601 with its zone
    signer: str
    signature: str
    log: str = LOG

    def statement(self) -> bytes:
        """What is signed."""
        return "\n".join([self.log, str(self.number), str(self.size), self.root, self.sealed_at]).encode()

    def is_signed_here(self) -> bool:
        """Whether the key of this installation signed it."""
        ours = signing_identity()
        try:
            return self.signer == ours.hex() and signed_by(ours, self.statement(), bytes.fromhex(self.signature))
        except ValueError:
            return False


def new_head(number: int, frontier: Frontier) -> Head:
    """The head that follows, signed but not saved."""
    stored = frontier.to_json()
    head = Head(number=number, size=frontier.size, root=frontier.root().hex(), peaks=stored["peaks"], sealed_at=now())
    head.signer = signing_identity().hex()
    head.signature = sign(witness(head).statement()).hex()
    return head


def witness(head: Head) -> Witness:
    return Witness(head.number, head.size, head.root, head.sealed_at.isoformat(), head.signer, head.signature)


def newest_head() -> Head | None:
    return Head.objects.order_by("-number").first()


def export_head() -> dict[str, Any] | None:
    """The newest head, to be kept where nobody of this hospital's computers can change it; None while there is none."""
    head = newest_head()
    return asdict(witness(head)) if head else None


def read_head(exported: Mapping[str, Any]) -> Witness:
    """A head that was exported once. Raises ValueError with a sentence where it is none, or not signed here."""
    try:
        found = Witness(**exported)
        is_complete = found.log == LOG and parse_datetime(found.sealed_at) and int(found.size) == found.size
    except (TypeError, ValueError):
        is_complete = False
    if not is_complete:
        raise ValueError(_("This is not an exported head of the audit log."))
    if not found.is_signed_here():
        raise ValueError(_("This head was not signed with the key of this installation, or was changed."))
    return found
