"""Regime B: what courts award, by the texts of 2003, 2020 and 2022, to the fen."""

from fractions import Fraction

import pytest

from .cases import gross, regime_b, under

HEBEI_2015 = {
    "places": {"act": "河北"},
    "dates": {"act": "2015-04-30", "death": "2015-04-30", "debate_closed": "2015-10-01"},
    "patient": {"age": 35, "household": "urban"},
    "figures": {"urban_income": "24141", "wage": "46239", "urban_consumption": "16204"},
    "dependants": [
        {"name": "父", "age": 63, "supporters": 2, "incapable": True, "no_income": True},
        {"name": "母", "age": 55, "supporters": 2, "incapable": True, "no_income": True},
        {"name": "子", "age": 6, "supporters": 2},
    ],
}


@pytest.mark.parametrize(("age", "years"), [(59, 20), (60, 20), (61, 19), (74, 6), (75, 5), (90, 5)])
def test_years_decline_from_sixty_and_end_at_five(age, years):
    assert gross(regime_b(patient={"age": age}, injuries=[{"level": 10}]), "disability") == Fraction(47435 * years, 10)


def test_the_annual_cap_over_three_dependants():
    made = under("personal_injury_2003", HEBEI_2015)
    assert gross(made, "dependants") == 299_774  # the court's sum
    assert gross(made, "death") == 482_820
    assert gross(made, "funeral") == Fraction(46239, 2)
