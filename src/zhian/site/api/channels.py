"""How the channels to the outside fare, for the programs that watch the installation."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.web.api import READING, WRITING, Rate, answer, doors, operation
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..channels import MANAGE, Health, healths, require_administrator, retry_channel

router = Router(auth=doors("channels", _("Channels")), throttle=Rate(), tags=["channels"])


class ChannelOut(Schema):
    """Mail, or a group chat."""

    name: str
    title: str
    failing_since: datetime | None
    trouble: str = Field(description="What keeps letters from arriving, in words; empty where nothing does.")
    waiting: int
    given_up: int
    last_sent_at: datetime | None

    @staticmethod
    def resolve_failing_since(health: Health) -> datetime | None:
        return health.fares.failing_since

    @staticmethod
    def resolve_trouble(health: Health) -> str:
        return str(health.trouble)

    @staticmethod
    def resolve_last_sent_at(health: Health) -> datetime | None:
        return health.fares.last_sent_at


@router.get("", response={200: list[ChannelOut], **READING}, **operation("channels", MANAGE, "How the channels fare"))
def list_channels(request: Request) -> Any:
    """Since when one fails, why, and what waits."""
    require_administrator(request)
    return list(healths())


@router.post(
    "{slug:name}/retry",
    response={200: list[ChannelOut], **WRITING},
    **operation("channel_retry", MANAGE, "Try everything on a channel again", is_once=True),
)
@once
def retry(request: Request, name: str) -> HttpResponse:
    """Once somebody has repaired it."""
    require_administrator(request)
    retry_channel(name)
    return answer(list[ChannelOut], list(healths()))
