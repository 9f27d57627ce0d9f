"""The ciphers that a stored value may name: authenticated ones only, each with the size of its key."""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, algorithms, modes

NONCE_SIZE = 12
TAG_SIZE = 16


class Forged(Exception):
    """The sealed bytes are not what was sealed, or not under this key and context."""


@dataclass(frozen=True, slots=True)
class GaloisCounterMode:
    """A block cipher in GCM: what it seals can neither be read nor changed without the key."""

    block: Callable[[bytes], CipherAlgorithm]
    key_size: int  # bytes

    def seal(self, key: bytes, nonce: bytes, clear: bytes, bound: bytes) -> bytes:
        """Ciphertext and tag; `bound` is not stored but must be the same when opening."""
        encryptor = Cipher(self.block(key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return encryptor.update(clear) + encryptor.finalize() + encryptor.tag

    def open(self, key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """What was sealed. Raises Forged where a single bit differs."""
        ciphertext, tag = sealed[:-TAG_SIZE], sealed[-TAG_SIZE:]
        if len(nonce) != NONCE_SIZE or len(tag) != TAG_SIZE:
            raise Forged
        decryptor = Cipher(self.block(key), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(bound)
        try:
            return decryptor.update(ciphertext) + decryptor.finalize()
        except InvalidTag:
            raise Forged from None

    def is_offered(self) -> bool:
        """Whether the cryptographic library of this machine has it (SM4 is missing from some builds)."""
        try:
            self.seal(bytes(self.key_size), bytes(NONCE_SIZE), b"", b"")
        except UnsupportedAlgorithm:
            return False
        return True


CIPHERS = {
    "a256gcm": GaloisCounterMode(algorithms.AES, 32),
    "sm4gcm": GaloisCounterMode(algorithms.SM4, 16),  # GB/T 32907, where the law asks for a Chinese cipher
}
