"""Whatever is below here kills, fills and cuts what the program runs on; each test has an installation of its own."""

import pytest

from .installation import a_house


def pytest_collection_modifyitems(items):
    for item in items:
        if "faults" in item.path.parts:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A running one."""
    running = a_house(tmp_path_factory).start()
    yield running
    running.stop()
