"""The register, what hangs on a record, and what is kept under seal."""

from .around import Attachment, Comment, Link, LinkKind, Opening, Transition, Turn
from .record import Authorship, Record
from .sealed import SealedIdentity, Unsealing

__all__ = [
    "Attachment",
    "Authorship",
    "Comment",
    "Link",
    "LinkKind",
    "Opening",
    "Record",
    "SealedIdentity",
    "Transition",
    "Turn",
    "Unsealing",
]
