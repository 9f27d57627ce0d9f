"""Names and identity numbers at rest: encrypted under keys that lie outside the database."""

from .fields import EncryptedTextField
from .keys import KeysMissing, add_key, create_keys, sign, signed_by, signing_identity
from .rotation import rotate
from .values import Unreadable, active_prefix, blind_index, blind_indexer, decrypt, encrypt, hides, mask

__all__ = [
    "EncryptedTextField",
    "KeysMissing",
    "Unreadable",
    "active_prefix",
    "add_key",
    "blind_index",
    "blind_indexer",
    "create_keys",
    "decrypt",
    "encrypt",
    "hides",
    "mask",
    "rotate",
    "sign",
    "signed_by",
    "signing_identity",
]
