"""The program's own settings, with a home that is thrown away and a module that only the tests have."""

import os
import tempfile

os.environ.setdefault("ZHIAN_HOME", tempfile.mkdtemp(prefix="zhian-test-"))
os.environ.setdefault("ZHIAN_SECRET_KEY", "only for tests, and long enough that nothing complains of it")
os.environ.setdefault("ZHIAN_MODULES", "deliveries")

from zhian.site.settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"] == "zhian.site.queued_sqlite3":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405, as it is for Django's own SQLite
