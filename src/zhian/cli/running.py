"""Running an installation: the pages, the background worker, the schedules, the tables."""

import os
from contextlib import suppress
from http.client import HTTPConnection
from typing import Annotated

import typer

from .setup import load_django, load_ready_django, refuse

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(help="Processes that answer; 0 for one per processor.", min=0)] = 0,
) -> None:
    """Serve the pages."""
    load_ready_django()
    from zhian.site.server import serve as serve_pages

    serve_pages(host, port, workers=workers)


def work() -> None:
    """Do the background work: seal the log, send notices, remind; until stopped."""
    load_ready_django()
    from zhian.site.worker import work as work_on

    work_on()


def tick() -> None:
    """Run every schedule once, now."""
    load_ready_django()
    from zhian.site.worker import tick as run_schedules

    run_schedules()


def migrate() -> None:
    """Bring the database's tables up to this version of the program."""
    prepare_database(verbosity=1)


def prepare_database(verbosity: int = 0) -> None:
    """All tables, the cache's too, and for a new hospital the keys; one that has lost its keys gets no new ones."""
    load_django()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from zhian.kernel import encryption

    is_new = not MigrationRecorder(connection).has_table()
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=verbosity)
    if is_new:
        with suppress(FileExistsError):
            encryption.create_keys()


def healthy(port: Port = 8000) -> None:
    """Ask the pages whether they answer; for a container's health check."""
    host = os.environ.get("ZHIAN_HOSTS", "localhost").split(",")[0].strip().lstrip(".*") or "localhost"
    door = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        door.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        status = door.getresponse().status
    except OSError as error:
        refuse(f"网页服务没有响应：{error}", f"The pages do not answer: {error}")
    if status >= 400:
        refuse(f"网页服务报告错误 {status}。", f"The pages answer with an error: {status}.")


def manage(context: typer.Context) -> None:
    """Pass a command to Django: zhian manage showmigrations."""
    load_django()
    from django.core.management import execute_from_command_line

    if not context.args:
        refuse("请写明 Django 命令，例如：zhian manage shell", "Name the Django command: zhian manage shell")
    execute_from_command_line(["zhian manage", *context.args])
