"""What the hospital did, for programs: counts of a month, and files of other systems taken in."""

from . import imports, quarantine
from .activity import router

router.add_router("imports", imports.router)
router.add_router("imports", quarantine.router)

__all__ = ["router"]
