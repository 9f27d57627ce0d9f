"""The counting cube: numerators and denominators in small cells, counted when rows come; a board only adds up."""

from .counted import Counted
from .making import divides, fits, make, renew
from .reading import read

__all__ = ["Counted", "divides", "fits", "make", "read", "renew"]
