"""A lake that lies in the test's own folder."""

import pytest


@pytest.fixture(autouse=True)
def _own_lake(settings, tmp_path):
    settings.LAKE = str(tmp_path / "lake")
