"""What the hospital did, for programs: counts of a month, and files of other systems taken in."""

from . import imports, mappings, quarantine
from .activity import router

imports.router.add_router("", quarantine.router)
beside = {"feeds/imports": imports.router, "feeds/mappings": mappings.mappings, "feeds/codes": mappings.codes}

__all__ = ["beside", "router"]
