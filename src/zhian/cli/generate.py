"""`zhian generate stays --rows 10000000 --seed 1 --out lake/`: invented facts, with the answers beside."""

import re
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Invented facts of any size, with known true rates.")


def _month(text: str) -> str:
    if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text):
        raise typer.BadParameter("应为 2024-01 这样的月份。A month looks like 2024-01.")
    return text


@app.callback()
def _generate() -> None:
    """A group, so that more than stays can be generated."""


@app.command()
def stays(
    rows: Annotated[int, typer.Option(help="Stays, over all hospitals and months.", min=1)],
    out: Annotated[Path, typer.Option(help="The lake: a folder that is empty, or not there.", file_okay=False)],
    seed: Annotated[int, typer.Option(help="The same seed gives the same facts.", min=0)] = 1,
    hospitals: Annotated[int, typer.Option(help="They differ in size and in how many die.", min=1, max=9999)] = 1,
    months: Annotated[int, typer.Option(min=1, max=600)] = 24,
    departments: Annotated[int, typer.Option(min=1, max=240)] = 30,
    start: Annotated[str, typer.Option(help="The first month.", callback=_month)] = "2024-01",
    faults: Annotated[bool, typer.Option("--faults", help="Plant one of each kind; answers.json says where.")] = False,
    language: Annotated[str, typer.Option(help="zh-hans, zh-hant or en.")] = "zh-hans",
) -> None:
    """Front pages, bed-days, device-days and infections; answers.json beside them says what is true."""
    from .generating import generate  # numpy and DuckDB take longer to load than the other commands to run

    generate(out, (rows, seed, hospitals, months, departments, start), faults=faults, language=language)
