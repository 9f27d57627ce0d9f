"""Entering a webhook, changing it, giving it a new secret, trying it out."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.people.models import Department, User
from zhian.kernel.records.models import Record

from .calling import owe, try_again
from .models import Call, Webhook, new_secret
from .outside import Unreachable, resolve, split

TEST = "webhook.test"


def events() -> dict[str, str]:
    """Every step of every kind that can be heard of, with its words."""
    return {
        f"{kind}.{step.name}": f"{capfirst(model._meta.verbose_name)} · {step.label}"
        for kind, model in Record.kinds.items()
        for step in model.workflow.steps.values()
    }


@deed
def keep(
    webhook: Webhook, *, actor: User, name: str, address: str, steps: Collection[str], is_active: bool = True
) -> Webhook:
    """Enter a webhook, or what was changed of it. The address is looked at now, and again before every call."""
    _require(actor, webhook.hospital)
    try:
        resolve(split(address))
    except Unreachable as trouble:
        raise Refused(in_words(str(trouble))) from trouble
    webhook.name, webhook.address, webhook.steps, webhook.is_active = name, address, sorted(steps), is_active
    webhook.by = actor
    webhook.full_clean(exclude=["hospital", "by"])
    webhook.save()
    return webhook


@deed
def renew_secret(webhook: Webhook, *, actor: User) -> str:
    """A new secret; the old one signs nothing any more."""
    _require(actor, webhook.hospital)
    webhook.secret = new_secret()
    webhook.save(update_fields=["secret"])
    return webhook.secret


@deed
def try_out(webhook: Webhook, *, actor: User) -> Call:
    """Owe it a call that tells of no step."""
    _require(actor, webhook.hospital)
    return owe(webhook, TEST, None)


@deed
def send_again(webhook: Webhook, *, actor: User) -> None:
    """Somebody has repaired the other side."""
    _require(actor, webhook.hospital)
    try_again(webhook)


def in_words(error: str) -> str | Promise:
    """What a technical message means, for the person who can do something about it."""
    if "not allowed" in error:
        return _(
            "This address leads into a network that the installation does not allow. "
            "Its operator names allowed networks in ZHIAN_WEBHOOK_NETWORKS."
        )
    if "no server" in error:
        return _("There is no server of this name.")
    if "unusable" in error:
        return _("This is no address that can be called: it begins with https:// and holds no name and password.")
    if "CERTIFICATE" in error.upper():
        return _("The server cannot prove who it is: its certificate is not accepted.")
    if error.startswith("HTTP 3"):
        return _("The server sends the call elsewhere; calls are not followed. Enter the final address.")
    if error.startswith("HTTP"):
        return _("The server refuses the call.")
    return _("The server takes no connection: is it running?")


def _require(actor: User, hospital: Department) -> None:
    if not actor.has_perm("webhooks.manage", hospital):
        raise PermissionDenied("webhooks.manage")
