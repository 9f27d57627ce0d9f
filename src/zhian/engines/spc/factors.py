"""The factors that turn ranges and standard deviations of small subgroups into sigma.

The factors of the range are used as they are published, rounded, so that a chart equals those of other programs.
Published up to subgroups of 25 values; larger ones belong on a chart of standard deviations.
"""

from functools import cache
from math import exp, lgamma, nan, sqrt

OUTLYING_RANGE = 3.267  # D4 of two values: a moving range beyond so many times their mean is an outlier
LARGEST_RANGE = 25
# fmt: off
_D2 = (
    1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.970, 3.078, 3.173, 3.258, 3.336,
    3.407, 3.472, 3.532, 3.588, 3.640, 3.689, 3.735, 3.778, 3.819, 3.858, 3.895, 3.931,
)
_D3 = (
    0.8525033, 0.8883697, 0.8798108, 0.8640855, 0.8480442, 0.8332108, 0.8198378, 0.8078413,
    0.7970584, 0.7873230, 0.7784873, 0.7704257, 0.7630330, 0.7562217, 0.7499188, 0.7440627,
    0.7386021, 0.7334929, 0.7286980, 0.7241851, 0.7199267, 0.7158987, 0.7120802, 0.7084528,
)
# fmt: on


def d2(n: int) -> float:
    """The expected range of n normal values, in sigmas; nan where no range is."""
    return _D2[n - 2] if 2 <= n <= LARGEST_RANGE else nan


def d3(n: int) -> float:
    """The standard deviation of the range of n normal values, in sigmas."""
    return _D3[n - 2] if 2 <= n <= LARGEST_RANGE else nan


@cache
def c4(n: int) -> float:
    """The expected standard deviation of n normal values, in sigmas; nan below two values."""
    return sqrt(2 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2)) if n > 1 else nan


@cache
def c5(n: int) -> float:
    """The standard deviation of that standard deviation, in sigmas."""
    return sqrt(1 - c4(n) ** 2) if n > 1 else nan
