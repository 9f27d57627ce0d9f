"""What was to be expected of these patients: a logistic model of their risk, and how far it may be believed.

Import it where a model is fitted or used, never from a page: scikit-learn takes seconds to load.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.stats import chi2
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, SplineTransformer

from .standardising import exact_limits

RAREST = 50  # cases: words that are rarer are one group, which keeps a model from learning a single patient
FEWEST = 10  # events for each number that a model has to find; below it is not fitted


class TooFew(ValueError):
    """There are too few cases or events to say what is to be expected."""


@dataclass(frozen=True)
class Decile:
    """A tenth of the cases, from the least at risk to the most: how many events there were, and were expected."""

    cases: int
    observed: int
    expected: float


@dataclass(frozen=True)
class Calibration:
    """How far a model may be believed, reckoned on cases that it has not seen.

    `brier`: mean squared error, 0 is perfect. `c`: how often who had the event was thought more at risk, 0.5 is chance.
    `hosmer_lemeshow` with its `p` over the deciles: a small p says that expected and observed part.
    """

    deciles: tuple[Decile, ...]
    brier: float
    c: float
    hosmer_lemeshow: float
    p: float


@dataclass(frozen=True)
class Model:
    """A fitted model. `numbers` enter as smooth curves, `words` each by itself."""

    pipeline: Pipeline
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    cases: int
    events: int
    calibration: Calibration

    @property
    def coefficients(self) -> Mapping[str, float]:
        """What each word and each stretch of a curve adds to the logarithm of the odds."""
        told = [*self.numbers, *self.words]
        columns, regression = self.pipeline[0], self.pipeline[-1]
        names = columns.get_feature_names_out([f"x{place}" for place in range(len(told))])
        named = [re.sub(r"^.*?__x(\d+)", lambda found: told[int(found[1])], name) for name in names]
        return {"": float(regression.intercept_[0])} | dict(zip(named, map(float, regression.coef_[0]), strict=True))

    def expected(self, cases: pa.Table) -> np.ndarray:
        """The risk of each case, between 0 and 1."""
        return self.pipeline.predict_proba(_columns(cases, self.numbers, self.words))[:, 1]


@dataclass(frozen=True)
class Ratio:
    """Observed against expected events, 1 where they are as many, with exact limits for the count observed."""

    observed: int
    expected: float
    ratio: float
    lower: float
    upper: float


def fit(
    cases: pa.Table,
    event: str,
    *,
    numbers: Sequence[str] = ("age",),
    words: Sequence[str] = ("sex", "route", "principal_group"),
    seed: int = 1,
) -> Model:
    """A model of the flag `event`, fitted on four fifths of the cases and judged on the fifth. The same every time.

    Raises TooFew where there are fewer than ten events for each number that has to be found.
    """
    happened = np.asarray(cases[event].to_numpy(zero_copy_only=False), dtype=bool)
    told = _columns(cases, tuple(numbers), tuple(words))
    pipeline = _pipeline(len(numbers), len(words), len(happened))
    wanted = _parameters(told, len(numbers))
    if min(happened.sum(), (~happened).sum()) < FEWEST * wanted:
        raise TooFew(f"{int(happened.sum())} events of {len(happened)} cases are too few for {wanted} parameters")
    held_back = np.random.default_rng(seed).random(len(happened)) < 0.2
    pipeline.fit(told[~held_back], happened[~held_back])
    risk = pipeline.predict_proba(told[held_back])[:, 1]
    calibration = calibrated(happened[held_back], risk)
    pipeline.fit(told, happened)
    return Model(pipeline, tuple(numbers), tuple(words), len(happened), int(happened.sum()), calibration)


def calibrated(happened: np.ndarray, risk: np.ndarray) -> Calibration:
    """How a model's risks compare with what happened. Deciles of risk; ties stay in the order of the cases."""
    order = np.argsort(risk, kind="stable")
    tenths = [each for each in np.array_split(order, 10) if len(each)]
    deciles = [Decile(len(each), int(happened[each].sum()), float(risk[each].sum())) for each in tenths]
    statistic = sum(_departure(each) for each in deciles)
    c = float(roc_auc_score(happened, risk)) if 0 < happened.sum() < len(happened) else float("nan")
    # Two degrees of freedom more than on the cases that a model was fitted to: nothing was fitted to these.
    p = float(chi2.sf(statistic, len(deciles)))
    return Calibration(tuple(deciles), float(brier_score_loss(happened, risk)), c, float(statistic), p)


def ratios(groups: Sequence[str], happened: np.ndarray, risk: np.ndarray) -> Mapping[str, Ratio]:
    """Observed against expected of each group, such as department."""
    found = {}
    for group in sorted(set(groups)):
        inside = np.asarray([each == group for each in groups])
        found[group] = ratio(int(happened[inside].sum()), float(risk[inside].sum()))
    return found


def ratio(observed: int, expected: float) -> Ratio:
    """Raises ValueError where nothing was expected."""
    if expected <= 0:
        raise ValueError("nothing was expected")
    lower, upper = exact_limits(observed)
    return Ratio(observed, expected, observed / expected, lower / expected, upper / expected)


def _departure(decile: Decile) -> float:
    variance = decile.expected * (1 - decile.expected / decile.cases)
    return (decile.observed - decile.expected) ** 2 / variance if variance > 0 else 0.0


def _pipeline(numbers: int, words: int, cases: int) -> Pipeline:
    rarest = min(RAREST, max(1, cases // 20))
    splines = SplineTransformer(n_knots=4, degree=3, knots="quantile", extrapolation="linear", include_bias=False)
    curves = make_pipeline(SimpleImputer(strategy="median"), splines)  # a missing number is the middle one
    groups = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=rarest)
    columns = make_column_transformer(
        (curves, list(range(numbers))), (groups, list(range(numbers, numbers + words))), sparse_threshold=0
    )
    return make_pipeline(columns, LogisticRegression(C=1.0, max_iter=1000, tol=1e-8))


def _parameters(told: np.ndarray, numbers: int) -> int:
    """How many numbers a model of these columns has to find, rare words together."""
    kinds = 0
    for place in range(numbers, told.shape[1]):
        counts = np.unique(told[:, place].astype(str), return_counts=True)[1]
        kinds += max(int((counts >= RAREST).sum()) - 1, 0)
    return 1 + 5 * numbers + kinds


def _columns(cases: pa.Table, numbers: tuple[str, ...], words: tuple[str, ...]) -> np.ndarray:
    """The columns side by side; a missing word is a word of its own."""
    told = [cases[name].cast(pa.float64()).to_numpy(zero_copy_only=False).astype(object) for name in numbers]
    told += [np.asarray([word or "" for word in cases[name].to_pylist()], dtype=object) for name in words]
    return np.column_stack(told)
