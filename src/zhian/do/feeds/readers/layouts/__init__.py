"""Which column of a source tells which fact: the layouts that ship with the program, and how any other is written."""

from .layout import Field, Layout, layouts, recognised

__all__ = ["Field", "Layout", "layouts", "recognised"]
