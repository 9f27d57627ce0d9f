"""A logistic model by scikit-learn: curves for numbers, and as many words by themselves as the events bear."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import SplineTransformer

from .calibrating import NORMAL, calibrated
from .told import Fitted, Odds, TooFew

FEWEST = 100  # events, and as many without: Collins, Ogundimu, Altman, Stat Med 2016;35:214-226
BEARS = 10  # events that a word needs to stand by itself: Peduzzi et al., J Clin Epidemiol 1996;49:1373-1379
FOLDS = 5
LOOSE = 10.0  # how little a coefficient is drawn to nought: tighter, and words without an event are thought dangerous
OTHERS = ""
PLACES = (0.1, 0.5, 0.9)  # of a number's values: the curve is told at the outer ones, against the middle

Told = Callable[[], object]


@dataclass(frozen=True)
class Curve:
    """A number as columns of splines; one that is missing is the middle one."""

    name: str
    middle: float
    splines: SplineTransformer

    def of(self, cases: pa.Table) -> np.ndarray:
        return self.columns(_numbers(cases, self.name))

    def columns(self, values: np.ndarray) -> np.ndarray:
        told = np.where(np.isnan(values), self.middle, values)
        return np.asarray(self.splines.transform(told[:, None]))

    @property
    def names(self) -> list[str]:
        return [f"{self.name} {at}" for at in range(self.splines.n_features_out_)]


@dataclass(frozen=True)
class Words:
    """A word as columns of 0 and 1, one for each that differs from the usual one."""

    name: str
    usual: str
    others: tuple[str, ...]
    counts: Mapping[str, tuple[int, int]]  # cases and events

    def of(self, cases: pa.Table) -> np.ndarray:
        known = {self.usual, *self.others}
        told = np.array([_held(word, known) for word in _texts(cases, self.name)], dtype=object)
        return np.column_stack([told == each for each in self.others] or [np.empty((len(told), 0))]).astype(float)

    @property
    def names(self) -> list[str]:
        return [f"{self.name} {each}" for each in self.others]


@dataclass(frozen=True)
class Model:
    """A fitted model."""

    parts: Sequence[Curve | Words]
    regression: LogisticRegression

    def columns(self, cases: pa.Table) -> np.ndarray:
        return np.column_stack([each.of(cases) for each in self.parts])

    def expected(self, cases: pa.Table) -> np.ndarray:
        """The risk of each case, between 0 and 1."""
        return self.regression.predict_proba(self.columns(cases))[:, 1]

    @property
    def coefficients(self) -> dict[str, float]:
        names = [name for each in self.parts for name in each.names]
        told = zip(names, map(float, self.regression.coef_[0]), strict=True)
        return {"": float(self.regression.intercept_[0]), **dict(told)}

    def odds(self, cases: pa.Table) -> Iterator[Odds]:
        """Each word against the usual one, each number at two places against its middle.

        Limits from the curvature of the likelihood with its penalty (Wood, Generalized Additive Models 2017, ch. 6).
        """
        spread, at = self._covariance(cases), 0
        for each in self.parts:
            width = len(each.names)
            found, error = self.regression.coef_[0, at : at + width], spread[at : at + width, at : at + width]
            for told, step in _steps(each, cases):
                sure = NORMAL * float(np.sqrt(step @ error @ step))
                middle = float(step @ found)
                yield Odds(*told[:3], *np.exp([middle, middle - sure, middle + sure]).tolist(), *told[3:])
            at += width

    def _covariance(self, cases: pa.Table) -> np.ndarray:
        columns, risk = self.columns(cases), self.expected(cases)
        columns = np.column_stack([columns, np.ones(len(columns))])
        penalty = np.full(columns.shape[1], 1 / LOOSE)
        penalty[-1] = 0
        curvature = columns.T @ (columns * (risk * (1 - risk))[:, None]) + np.diag(penalty)
        return np.linalg.inv(curvature)[:-1, :-1]


def fit(
    cases: pa.Table, event: str, *, numbers: Sequence[str], words: Sequence[str], told: Told = lambda: None
) -> Fitted:
    """A model of the flag `event`, judged by five models that have not seen the fifth that they speak of.

    The same every time. `told` hears of each of the six. Raises TooFew where fewer than a hundred had the event, or
    had it not.
    """
    happened = _flags(cases, event)
    if min(happened.sum(), (~happened).sum()) < FEWEST:
        raise TooFew(f"{int(happened.sum())} of {len(happened)}: at least {FEWEST} with and without are needed")
    fold = np.random.default_rng(1).permutation(len(happened)) % FOLDS
    unseen = np.empty(len(happened))
    for one in range(FOLDS):
        unseen[fold == one] = learnt(cases.filter(fold != one), event, numbers, words).expected(
            cases.filter(fold == one)
        )
        told()
    model = learnt(cases, event, numbers, words)
    told()
    return Fitted(
        cases=len(happened),
        events=int(happened.sum()),
        coefficients=model.coefficients,
        odds=list(model.odds(cases)),
        calibration=calibrated(happened, unseen),
        risk=model.expected(cases),
    )


def learnt(cases: pa.Table, event: str, numbers: Sequence[str], words: Sequence[str]) -> Model:
    """The model that these cases teach."""
    happened = _flags(cases, event)
    curves = [_curve(name, _numbers(cases, name)) for name in numbers]
    model = Model(
        [*curves, *(_words(name, _texts(cases, name), happened) for name in words)],
        LogisticRegression(C=LOOSE, solver="newton-cholesky", max_iter=200, tol=1e-7),
    )
    model.regression.fit(model.columns(cases), happened)
    return model


def _curve(name: str, values: np.ndarray) -> Curve:
    known = values[~np.isnan(values)]
    splines = SplineTransformer(n_knots=4, degree=3, knots="quantile", extrapolation="linear", include_bias=False)
    return Curve(name, float(np.median(known)), splines.fit(known[:, None]))


def _words(name: str, words: Sequence[str], happened: np.ndarray) -> Words:
    """Those by themselves that have events enough, or so many cases that it says something to have none.

    Of a code that has not its first letter stands for it, and where that has not either it is among the others.
    """
    alone = _enough(words, happened)
    letters = _enough([word if word in alone else word[:1] for word in words], happened)
    held = [_held(word, alone | letters) for word in words]
    cases, events = Counter(held), Counter(word for word, did in zip(held, happened, strict=True) if did)
    usual, *others = sorted(cases, key=lambda word: (-cases[word], word))
    return Words(name, usual, tuple(sorted(others)), {word: (cases[word], events[word]) for word in cases})


def _enough(words: Sequence[str], happened: np.ndarray) -> set[str]:
    share = float(happened.mean())
    cases, events = Counter(words), Counter(word for word, did in zip(words, happened, strict=True) if did)
    return {
        word
        for word, count in cases.items()
        if max(events[word], share * count) >= BEARS and count - events[word] >= BEARS
    }


def _held(word: str, known: set[str]) -> str:
    return word if word in known else word[:1] if word[:1] in known else OTHERS


def _steps(part: Curve | Words, cases: pa.Table) -> Iterator[tuple[tuple, np.ndarray]]:
    """What is told of a part (name, word, reference, cases, events), and where it lies from its reference."""
    if isinstance(part, Words):
        for at, word in enumerate(part.others):
            yield (part.name, word, part.usual, *part.counts[word]), np.eye(len(part.others))[at]
    else:
        low, middle, high = np.nanquantile(_numbers(cases, part.name), PLACES, method="nearest")
        curve = part.columns(np.array([low, middle, high]))
        for at, place in ((0, low), (2, high)):
            yield (part.name, f"{place:g}", f"{middle:g}"), curve[at] - curve[1]


def _numbers(cases: pa.Table, name: str) -> np.ndarray:
    return np.asarray(cases[name].cast(pa.float64()).to_numpy(zero_copy_only=False))


def _texts(cases: pa.Table, name: str) -> list[str]:
    return [word or OTHERS for word in cases[name].cast(pa.string()).to_pylist()]


def _flags(cases: pa.Table, name: str) -> np.ndarray:
    return np.asarray(cases[name].to_numpy(zero_copy_only=False), dtype=bool)
