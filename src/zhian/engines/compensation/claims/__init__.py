"""Checking a claim: a letter, a judgment or a settlement, head by head and as a sum, and what would make it lawful."""

from .arithmetic import remarks_on_sum
from .checking import Claim, ClaimedHead, check_claim
from .estimates import Largest, largest
from .ways import Way, lawful_ways

__all__ = ["Claim", "ClaimedHead", "Largest", "Way", "check_claim", "largest", "lawful_ways", "remarks_on_sum"]
