"""Charts as pictures (SVG): one for the screen, for Word and for paper."""

from .control import Note, Picture, Wording, svg
from .funnel import FunnelPicture, funnel_svg
from .pareto import pareto_svg
from .sums import Series, SumPicture, sum_svg

__all__ = [
    "FunnelPicture",
    "Note",
    "Picture",
    "Series",
    "SumPicture",
    "Wording",
    "funnel_svg",
    "pareto_svg",
    "sum_svg",
    "svg",
]
