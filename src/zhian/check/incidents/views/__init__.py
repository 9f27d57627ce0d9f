"""The pages of incidents."""

from .answers import answer_page
from .figures import show_figures
from .findings import new_finding
from .pages import IncidentPages, pages
from .sac import show_sac

__all__ = [
    "IncidentPages",
    "answer_page",
    "new_finding",
    "pages",
    "show_figures",
    "show_sac",
]
