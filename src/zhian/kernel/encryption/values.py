"""One value: encrypted, found again by a keyed hash, or hidden from the audit log."""

import hmac
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable

from django.utils.translation import gettext as _

from .ciphers import CIPHERS, NONCE_SIZE, Forged
from .keys import Key, keyring

HIDDEN = "hidden"


class Unreadable(Exception):
    """A stored value cannot be decrypted. The message says which and why."""


def encrypt(text: str, context: str) -> str:
    """`cipher:key:base64` under the active key; it can only be read in the same context (`patients.patient.name`)."""
    key = keyring().active
    nonce = secrets.token_bytes(NONCE_SIZE)
    sealed = CIPHERS[key.cipher].seal(key.secret, nonce, text.encode(), _bound(key.cipher, key.id, context))
    return f"{key.cipher}:{key.id}:{urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(token: str, context: str) -> str:
    """The text behind the token. Raises Unreadable where it was changed, moved, or its key is gone."""
    key, sealed = _parse(token, context)
    bound = _bound(key.cipher, key.id, context)
    try:
        return CIPHERS[key.cipher].open(key.secret, sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], bound).decode()
    except Forged:
        raise Unreadable(
            _("The value in %(context)s was changed or moved outside the program, or its key is a different one.")
            % {"context": context}
        ) from None


def active_prefix() -> str:
    """What a token under the active key begins with."""
    key = keyring().active
    return f"{key.cipher}:{key.id}:"


def blind_index(text: str, context: str) -> str:
    """A keyed hash by which an exact value is found without decrypting every row."""
    return _keyed_hash("index", context, text)


def blind_indexer(context: str) -> Callable[[str], str]:
    """`blind_index` for a great many values in one go: the key is looked up once."""
    key = keyring().index
    return lambda text: hmac.digest(key, _bound("index", context, text), "sha256").hex()


def mask(value: str) -> str:
    """What the audit log keeps instead of a personal value: a salted, keyed hash, different each time."""
    if value == "None":  # how auditlog writes an absent value
        return value
    salt = secrets.token_hex(16)
    return f"{HIDDEN}:{salt}:{_keyed_hash(HIDDEN, salt, value)}"


def hides(masked: str, value: str) -> bool:
    """Whether `mask` made this of that value: so that a stored value can be checked against the log."""
    kind, salt, hashed = [*masked.split(":"), "", ""][:3]
    return kind == HIDDEN and hmac.compare_digest(hashed, _keyed_hash(HIDDEN, salt, value))


def _parse(token: str, context: str) -> tuple[Key, bytes]:
    cipher, _sep, rest = token.partition(":")
    name, _sep, encoded = rest.partition(":")
    key = keyring().keys.get(name)
    if cipher not in CIPHERS or not encoded:
        raise Unreadable(_("The value in %(context)s is not an encrypted one.") % {"context": context})
    if key is None or key.cipher != cipher:
        raise Unreadable(
            _("The value in %(context)s needs the key %(key)s, which is not in the key file.")
            % {"context": context, "key": f"{cipher}:{name}"}
        )
    try:
        return key, b64decode(encoded, altchars=b"-_", validate=True)
    except ValueError:
        raise Unreadable(_("The value in %(context)s is damaged.") % {"context": context}) from None


def _bound(*parts: str) -> bytes:
    """What a token holds together without storing it: the parts, unambiguous because of their lengths."""
    return b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)


def _keyed_hash(*parts: str) -> str:
    return hmac.digest(keyring().index, _bound(*parts), "sha256").hex()
