"""The channels to the outside as the settings name them: one mail server, and group chats that each hear one role."""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhian.kernel.people.models import Role

MAIL = "mail"
ENTRY = re.compile(r"(?:(?P<role>[a-z_]*)(?:@(?P<department>[\w-]+))?=)?(?P<address>\w+://\S+)")
KINDS = {
    "wecombot": gettext_lazy("WeCom"),
    "dingtalk": gettext_lazy("DingTalk"),
    "feishu": gettext_lazy("Feishu"),
    "lark": "Lark",
}


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat. It hears what is told to its role (to any, if it names none) in its department and below."""

    address: str  # for apprise; holds a secret
    role: str = ""
    department: str = ""  # its code

    @property
    def name(self) -> str:
        """Stays the same as long as the address does, and does not give it away."""
        return f"{self.kind}-{hashlib.sha256(self.address.encode()).hexdigest()[:10]}"

    @property
    def kind(self) -> str:
        return self.address.partition("://")[0][:20]

    @property
    def title(self) -> str:
        role = Role(self.role).label if self.role else _("everything that is told to a duty")
        parts = (KINDS.get(self.kind, self.kind), role, self.department)
        return " · ".join(str(part) for part in parts if part)

    def hears(self, roles: Collection[str], places: Collection[str]) -> bool:
        """Whether what is told to these roles in a department concerns it; `places` are the codes from there up."""
        return bool(roles) and self.role in ("", *roles) and (not self.department or self.department in places)


def groups() -> Sequence[Group]:
    """The group chats of the settings: `ROLE@DEPARTMENT=ADDRESS`, where role and department may be left out."""
    return [Group(**found.groupdict(default="")) for entry in settings.NOTICE_CHANNELS if (found := _read(entry))]


def address_of(channel: str) -> str:
    """The address of a channel by its name; "" where the settings no longer name it."""
    if channel == MAIL:
        return settings.MAIL_CHANNEL
    return next((group.address for group in groups() if group.name == channel), "")


@checks.register
def channels_are_readable(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Says at the start which entry of ZHIAN_CHANNELS nothing can be sent to. The entry itself holds a secret."""
    return [
        checks.Warning(
            f"Entry {place} of ZHIAN_CHANNELS is not understood, so nothing is sent there.",
            hint="Write ADDRESS, ROLE=ADDRESS or ROLE@DEPARTMENT=ADDRESS, such as quality_office=wecombot://KEY.",
            id="notices.W001",
        )
        for place, entry in enumerate(settings.NOTICE_CHANNELS, 1)
        if not _read(entry)
    ]


def _read(entry: str) -> re.Match[str] | None:
    found = ENTRY.fullmatch(entry.strip())
    return found if found and (found["role"] or "") in ("", *Role.values) else None
