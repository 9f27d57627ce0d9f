"""Serves the bare view in the number of processes and threads in which this program is served."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"

import django

django.setup()

from django.db import connection
from granian import Granian
from granian.constants import Interfaces

from zhian.site.server import THREADS, processes

if __name__ == "__main__":
    Granian(
        "benchmarks.bare.wsgi:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=processes(),
        blocking_threads=THREADS[connection.vendor],
        websockets=False,
        log_level="warning",
    ).serve()
