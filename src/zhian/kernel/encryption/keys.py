"""The key file: which keys there are, and which of them is active. It is never in the database, nor in its backup.

    {"active": "k2", "keys": {"k1": {"cipher": "a256gcm", "secret": "…"}, "k2": …}, "index": "…", "signing": "…"}

`index` keys the lookup hashes and `signing` is the Ed25519 key under the audit log's heads; neither is rotated.
"""

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext as _

from .ciphers import CIPHERS

INDEX_KEY_SIZE = SIGNING_KEY_SIZE = 32


class KeysMissing(Exception):
    """The key file is not there or not a key file. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Key:
    id: str
    cipher: str
    secret: bytes


@dataclass(frozen=True, slots=True)
class Keyring:
    active: Key
    keys: Mapping[str, Key]
    index: bytes
    signing: bytes


def keyring() -> Keyring:
    """The keys as they are in the file now. Raises KeysMissing."""
    path = _path()
    try:
        stat = path.stat()
        return _read(path, stat.st_mtime_ns, stat.st_ino)
    except FileNotFoundError:
        raise KeysMissing(
            _("There is no key file at %(path)s. Put back the one of this hospital, or create one for a new hospital.")
            % {"path": path}
        ) from None


def create_keys(cipher: str = "a256gcm") -> Path:
    """Write a new key file that only its owner may read. Raises FileExistsError rather than replace one."""
    content = {
        "active": "k1",
        "keys": {"k1": _new_key(cipher)},
        "index": _text(secrets.token_bytes(INDEX_KEY_SIZE)),
        "signing": _text(secrets.token_bytes(SIGNING_KEY_SIZE)),
    }
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_new(path, content)
    return path


def add_key(cipher: str | None = None) -> str:
    """Add a key and make it the active one; the old ones stay, to read with. Follow with `rotate()`."""
    ring, path = keyring(), _path()
    content = json.loads(path.read_text())
    name = next(name for number in count(len(ring.keys) + 1) if (name := f"k{number}") not in ring.keys)
    content["keys"][name] = _new_key(cipher or ring.active.cipher)
    content["active"] = name
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    _write_new(fresh, content)
    fresh.replace(path)
    _sync(path.parent)
    return name


def sign(data: bytes) -> bytes:
    """The Ed25519 signature of this installation."""
    return _signer().sign(data)


def signing_identity() -> bytes:
    """The public key, 32 bytes, that others check our signatures with."""
    return _signer().public_key().public_bytes_raw()


def signed_by(identity: bytes, data: bytes, signature: bytes) -> bool:
    """Whether the holder of this public key signed the data."""
    try:
        Ed25519PublicKey.from_public_bytes(identity).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _signer() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keyring().signing)


def _path() -> Path:
    return Path(settings.ZHIAN_KEYS)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _file: int) -> Keyring:
    try:
        return _keyring(json.loads(path.read_text()))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeysMissing(
            _("The key file %(path)s is damaged. Put back an intact copy; do not create a new one.") % {"path": path}
        ) from None


def _keyring(content: dict[str, Any]) -> Keyring:
    keys = {name: Key(name, key["cipher"], b64decode(key["secret"])) for name, key in content["keys"].items()}
    ring = Keyring(keys[content["active"]], keys, b64decode(content["index"]), b64decode(content["signing"]))
    sizes = [len(key.secret) == CIPHERS[key.cipher].key_size for key in keys.values()]
    if not all(sizes) or len(ring.index) != INDEX_KEY_SIZE or len(ring.signing) != SIGNING_KEY_SIZE:
        raise ValueError
    return ring


def _new_key(cipher: str) -> dict[str, str]:
    if cipher not in CIPHERS or not CIPHERS[cipher].is_offered():
        raise ValueError(_("The cipher %(cipher)s is not offered on this machine.") % {"cipher": cipher})
    return {"cipher": cipher, "secret": _text(secrets.token_bytes(CIPHERS[cipher].key_size))}


def _text(secret: bytes) -> str:
    return b64encode(secret).decode()


def _write_new(path: Path, content: dict[str, Any]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """A new name in a folder survives a power cut only when the folder itself was written out."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
