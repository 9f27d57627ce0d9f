"""Files that people hand in: looked at in quarantine, made harmless and anonymous, then kept."""

from .intake import Clean, accept
from .shelf import Stored, is_intact, store

__all__ = ["Clean", "Stored", "accept", "is_intact", "store"]
