"""Through the door: hands a letter to a mail server or a group chat, and says in words what kept it from arriving."""

import re
from collections.abc import Callable
from logging import DEBUG
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from apprise import Apprise, LogCapture, NotifyBase, NotifyFormat
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .words import Letter

TROUBLES: list[tuple[str, Promise]] = [  # what the technical message says, and what that means
    (r"no address", _("No such channel is set up any more.")),
    (r"unusable address", _("The address in the settings is not one that can be used.")),
    (r"refused|unreachable|reset by peer|closed", _("The server takes no connection: is it running?")),
    (r"timed? ?out", _("The server does not answer in time.")),
    (r"name or service|resolution|getaddrinfo|nodename", _("There is no server of this name.")),
    (r"certificate|ssl", _("The server cannot prove who it is: its certificate is not accepted.")),
    (r"\b(530|534|535|401|403)\b|authentic", _("The server does not accept name and password.")),
    (r"\b(550|551|553)\b|recipient", _("The server does not accept the recipient's address.")),
    (r"freq|limit|too many|429", _("Too many messages at once: the service asks for a pause.")),
    (r"invalid|token|key|sign|93000|310000|19001", _("The service does not accept the key of the group chat.")),
]
UNKNOWN = _("The message was not accepted.")


class Unsent(Exception):
    """The letter did not arrive; the technical reason, without anything secret."""


def deliver(address: str, letter: Letter, *, to: str = "") -> None:
    """Hand the letter to the channel at this address; raises Unsent. `to` is the mailbox, where it is mail."""
    door = _door(address)
    try:
        if type(door) in CHATS:
            _post_to_chat(door, f"{letter.subject}\n{letter.text}")
        else:
            _notify(door, letter, to)
    except Unsent as trouble:
        raise Unsent(_without_secrets(str(trouble), address)) from None
    except Exception as error:  # whatever breaks out there, the other letters must go on
        raise Unsent(_without_secrets(f"{type(error).__name__}: {error}", address)) from None


def in_words(error: str) -> Promise:
    """What a technical message means, for the person who can do something about it."""
    return next((meaning for pattern, meaning in TROUBLES if re.search(pattern, error, re.IGNORECASE)), UNKNOWN)


def _door(address: str) -> NotifyBase:
    if not address:
        raise Unsent("no address")
    door = Apprise.instantiate(address, suppress_exceptions=True)
    if not isinstance(door, NotifyBase):
        raise Unsent("unusable address")
    return door


def _notify(door: NotifyBase, letter: Letter, to: str) -> None:
    door.notify_format = NotifyFormat.TEXT
    if to:
        door.targets = [(False, to)]  # type: ignore[attr-defined]
    with LogCapture(level=DEBUG, fmt="%(levelname)s %(message)s") as said:
        arrived = door.notify(title=letter.subject, body=letter.text, body_format=NotifyFormat.TEXT)
        if not arrived:
            raise Unsent(_reason(said.getvalue()))


def _reason(log: str) -> str:
    """The line that tells most of what apprise said."""
    found = re.search(r"Socket Exception: (.+)", log) or re.search(r"(?:WARNING|ERROR) (.+)", log)
    return found[1] if found else "not accepted"


# These three answer “200 OK” to what they refuse, with the refusal inside; apprise takes that for sent.
def _post_to_chat(door: Any, text: str) -> None:
    url, body, params = CHATS[type(door)](door, text)
    answer = requests.post(url, json=body, params=params, timeout=door.request_timeout, allow_redirects=False)
    if answer.status_code != requests.codes.ok:
        raise Unsent(f"HTTP {answer.status_code}")
    told = answer.json()
    if code := told.get("errcode", told.get("code", 0)):
        raise Unsent(f"{code} {told.get('errmsg', told.get('msg', ''))}")


def _to_wecom(door: Any, text: str) -> tuple[str, dict, dict]:
    return door.api_url, {"msgtype": "text", "text": {"content": text}}, {}


def _to_dingtalk(door: Any, text: str) -> tuple[str, dict, dict]:
    timestamp, sign = door.get_signature() if door.secret else ("", "")
    params = {"timestamp": timestamp, "sign": sign} if sign else {}
    return door.notify_url.format(token=door.token), {"msgtype": "text", "text": {"content": text}}, params


def _to_feishu(door: Any, text: str) -> tuple[str, dict, dict]:
    return door.notify_url.format(token=door.token), {"msg_type": "text", "content": {"text": text}}, {}


CHATS: dict[type, Callable[[Any, str], tuple[str, dict, dict]]] = {
    NotifyWeComBot: _to_wecom,
    NotifyDingTalk: _to_dingtalk,
    NotifyFeishu: _to_feishu,
}


def _without_secrets(text: str, address: str) -> str:
    parts = urlsplit(address)
    secret = [parts.password] if parts.scheme.startswith("mail") else re.split(r"[/:@?&=]+", address)[1:]
    for part in secret:
        for form in {part, unquote(part)} if part and len(part) >= 6 else ():
            text = text.replace(form, "…")
    return text[:300]
