"""Checking a claim: a letter, a judgment or a settlement, head by head and as a sum, and what would make it lawful."""

from .arithmetic import remarks_on_sum
from .checking import Claim, ClaimedHead, check_claim
from .ways import Way, lawful_ways

__all__ = ["Claim", "ClaimedHead", "Way", "check_claim", "lawful_ways", "remarks_on_sum"]
