"""Published figures: the value of a series at a place in a statistical year, with its source.

published().on("urban_income", "重庆", date(2024, 5, 1)).value == 47435
"""

from .places import Place, known_as, places
from .reading import Figure, FiguresError, Series, Source, all_series, read_file, read_folder
from .yearbook import MissingFigure, Unsettled, Yearbook, figure, published

__all__ = [
    "Figure",
    "FiguresError",
    "MissingFigure",
    "Place",
    "Series",
    "Source",
    "Unsettled",
    "Yearbook",
    "all_series",
    "figure",
    "known_as",
    "places",
    "published",
    "read_file",
    "read_folder",
]
