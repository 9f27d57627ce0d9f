"""Loads Django for the commands that need it, and says in one sentence what keeps it from loading."""

import os
from typing import NoReturn

import typer


def load_django() -> None:
    """Makes models and settings usable. Commands call it first and import what they need of the site after it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhian.site.settings")
    import django

    django.setup()


def refuse(chinese: str, english: str) -> NoReturn:
    """Ends the command with what is wrong and what to do, in both languages."""
    typer.echo(f"\n  ✗ {chinese}\n    {english}\n", err=True)
    raise typer.Exit(1)
