"""What an indicator counts, written as a checked expression over the columns of one table of facts.

    leaving = 'died' and any(procedure, grade in ('grade_3', 'grade_4'))

`read` gives the typed tree, which SQLGlot writes for every database; what is wrong is a `Fault` with its place.
"""

from .faults import Fault
from .functions import FUNCTIONS, Function
from .reading import check, columns, read
from .tree import Gathered

__all__ = ["FUNCTIONS", "Fault", "Function", "Gathered", "check", "columns", "read"]
