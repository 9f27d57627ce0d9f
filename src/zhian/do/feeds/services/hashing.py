"""The keyed hashes that join rows: the key lies in the key file, and neither in the database nor in the lake."""

from zhian.kernel.encryption import blind_index

LENGTH = 32  # hexadecimal digits: 128 bits


def hashed(kind: str, *parts: str) -> str:
    """The same parts give the same hash here, and nowhere else."""
    return blind_index("\x1f".join(parts), f"feeds.{kind}")[:LENGTH]
