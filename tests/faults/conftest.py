"""Whatever is below here kills, fills and cuts what the program runs on; each test has an installation of its own."""

import pytest

from .installation import a_pattern


def pytest_collection_modifyitems(items):
    for item in items:
        if "faults" in item.path.parts:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def pattern(tmp_path_factory):
    """What others are copied from: to make the tables takes longer than most of these tests."""
    return a_pattern(tmp_path_factory.mktemp("pattern") / "home")


@pytest.fixture(scope="module")
def house(pattern, tmp_path_factory):
    """A running one."""
    running = pattern.copy(tmp_path_factory.mktemp("installation") / "home").start()
    yield running
    running.stop()
