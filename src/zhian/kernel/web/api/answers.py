"""What the API tells of everything around a record: comments, files, links, history, offers."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from zhian.kernel.records.models import Comment, Link
from zhian.kernel.records.services import Offer

from .schemas import PersonOut


class CommentOut(Schema):
    """Words on a record."""

    author: PersonOut | None = Field(description="Nobody where the record's author says it under seal.")
    text: str
    mentioned: list[PersonOut]
    at: datetime

    @staticmethod
    def resolve_mentioned(comment: Comment) -> list[Any]:
        return list(comment.mentioned.all())


class AttachmentOut(Schema):
    """A file of a record; its content is at files/<key>."""

    key: str
    name: str
    content_type: str
    size: int = Field(description="In bytes.")
    sha256: str
    added_by: PersonOut | None
    added_at: datetime


class LinkOut(Schema):
    """Two records that belong together."""

    number: str = Field(description="The record that says so.")
    other: str
    kind: str
    added_at: datetime

    @staticmethod
    def resolve_number(link: Link) -> str:
        return link.record.number

    @staticmethod
    def resolve_other(link: Link) -> str:
        return link.other.number


class EventOut(Schema):
    """One line of a record's timeline."""

    at: datetime
    who: PersonOut | None
    kind: str = Field(description="step, word, file, change or opening.")
    text: str
    note: str


class OfferOut(Schema):
    """A step out of the present state."""

    name: str
    label: str
    is_open: bool = Field(description="Whether you can take it now.")
    why_not: str = Field(description="Why you cannot; empty where you can.")
    needs_a_note: bool

    @staticmethod
    def resolve_name(offer: Offer) -> str:
        return offer.step.name

    @staticmethod
    def resolve_label(offer: Offer) -> str:
        return str(offer.step.label)

    @staticmethod
    def resolve_needs_a_note(offer: Offer) -> bool:
        return offer.step.note == "required"


class OffersOut(Schema):
    """What may be done with a record now."""

    steps: list[OfferOut]
    deeds: list[str] = Field(description="Of edit, comment, attach, link and identify those that you may do.")


class IdentityOut(Schema):
    """Who the patient is."""

    name: str
    identity_number: str
