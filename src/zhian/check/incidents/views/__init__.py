"""The pages of incidents."""

from .answers import answer_page
from .figures import counted, show_figures
from .findings import new_finding
from .pages import IncidentPages, pages
from .sac import show_sac

__all__ = [
    "IncidentPages",
    "answer_page",
    "counted",
    "new_finding",
    "pages",
    "show_figures",
    "show_sac",
]
