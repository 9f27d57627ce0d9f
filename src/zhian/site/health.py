"""Whether the program can serve: for load balancers, containers and the start script."""

import shutil

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse

from zhian.kernel.people.access import PUBLIC, does


@does(PUBLIC)
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers and the disk has room; else 503 with what is wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    has_room = shutil.disk_usage(settings.HOME).free >= settings.LEAST_FREE_BYTES
    return JsonResponse({"database": "ok", "disk": "ok" if has_room else "full"}, status=200 if has_room else 503)
