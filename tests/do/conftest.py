"""A lake that lies in the test's own folder."""

import pytest

from zhian.engines.indicators.lake import Lake


@pytest.fixture
def lake(settings):
    settings.LAKE = str(settings.HOME / "lake")
    return Lake(settings.LAKE)
