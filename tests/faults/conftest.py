"""Whatever is below here kills, fills and cuts what the program runs on; each test has an installation of its own."""

import os

import pytest

from .installation import Installation, own_database


def pytest_collection_modifyitems(items):
    for item in items:
        if "faults" in item.path.parts:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A running installation on the database that this run is about: SQLite, or PostgreSQL where one is named."""
    server = os.environ.get("ZHIAN_DATABASE", "")
    database = own_database(server) if server else ""
    home = tmp_path_factory.mktemp("installation") / "home"
    running = Installation(home, database, ZHIAN_LEAST_FREE_MB="0").prepare().start()
    yield running
    running.stop()
