"""A file of cases at the prompt: `zhian assess --batch cases.parquet --out awards.parquet`, with a progress bar."""

from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from zhian.engines.compensation.batch import assess_file
from zhian.engines.compensation.cells import BatchError
from zhian.engines.compensation.facts import TABLES
from zhian.engines.compensation.words import Words


def assess_many(cases: Path, out: Path, *, regimes: tuple[str, ...], tables: list[str], language: str) -> None:
    """Awards for a file of cases; on bad input file, row, field, value, what is allowed, and no file of awards."""
    try:
        done = _with_a_bar(cases, out, regimes, _tables(tables))
    except (BatchError, OSError) as error:
        words = error.words if isinstance(error, BatchError) else Words.of(str(error))
        typer.echo(words.said_in(language), err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{out}  {done:,}")


def _with_a_bar(cases: Path, out: Path, regimes: tuple[str, ...], tables: dict[str, Path]) -> int:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(cases.name, total=None)

        def advance(done: int, whole: int) -> None:
            bar.update(task, completed=done, total=whole)

        return assess_file(cases, out, regimes=regimes, tables=tables, progress=advance)


def _tables(told: list[str]) -> dict[str, Path]:
    """`dependants=FILE`, once for each long table."""
    tables = {}
    for each in told:
        name, _, file = each.partition("=")
        if name not in TABLES or not file:
            known = ", ".join(TABLES)
            raise BatchError(
                Words(f"--table {each}：应为 名称=文件，名称为 {known}", f"--table {each}: NAME=FILE, of {known}")
            )
        tables[name] = Path(file)
    return tables
