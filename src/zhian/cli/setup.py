"""Loads Django for the commands that need it, and says in one sentence what keeps it from loading."""

import os
from typing import NoReturn

import typer


def load_django() -> None:
    """Makes models and settings usable. Commands call it first and import what they need of the site after it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhian.site.settings")
    import django

    django.setup()


def load_ready_django() -> None:
    """The same, for what works on a database: ends the command where it cannot be reached or has older tables."""
    load_django()
    from django.db import OperationalError, connections
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connections["default"])
        is_behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError as error:
        refuse(
            f"无法连接数据库：{error}", "The database cannot be reached, for the reason above. Look at ZHIAN_DATABASE."
        )
    if is_behind:
        refuse(
            "数据库表不是本版本的，请先运行：zhian migrate",
            "The tables are of another version. Run first: zhian migrate",
        )
    connections.close_all()


def refuse(chinese: str, english: str) -> NoReturn:
    """Ends the command with what is wrong and what to do, in both languages."""
    typer.echo(f"\n  ✗ {chinese}\n    {english}\n", err=True)
    raise typer.Exit(1)
