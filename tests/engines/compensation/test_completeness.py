"""No age, grade, day or place without an answer, or with two."""

from datetime import date
from types import SimpleNamespace

import pytest

from zhian.engines.compensation import completeness
from zhian.engines.compensation.completeness import Unpublished, holes, needed_series, turning_days, unpublished
from zhian.engines.compensation.law.registry import instrument


def test_the_law_has_no_gap_and_no_overlap():
    assert holes() == []


def test_every_day_on_which_the_law_changes_is_looked_at():
    assert {date(2002, 8, 31), date(2002, 9, 1), date(2010, 6, 30), date(2010, 7, 1), date(2022, 5, 1)} <= set(
        turning_days()
    )


def test_a_gap_would_be_found(monkeypatch: pytest.MonkeyPatch):
    def years(age):
        return 20 if age < 60 else 0 if age == 70 else 80 - age if age < 75 else 5

    monkeypatch.setattr(completeness, "support", SimpleNamespace(**vars(completeness.support) | {"years": years}))
    assert any("70" in hole.words.en for hole in holes())


def test_what_is_not_published_is_named():
    law = instrument("personal_injury_2022")
    assert needed_series(law) == {"food_per_day", "urban_consumption", "urban_income", "wage"}
    assert Unpublished("food_per_day", "重庆", 2023) in unpublished(law, ["重庆"], [2023])
    assert Unpublished("urban_income", "重庆", 2023) not in unpublished(law, ["重庆"], [2023])
