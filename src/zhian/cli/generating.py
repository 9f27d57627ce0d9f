"""What `zhian generate` does, with a progress bar."""

from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from zhian.engines.indicators.generating import Plan, fill, planted
from zhian.engines.indicators.lake import Lake, LakeError


def generate(out: Path, told: tuple[int, int, int, int, int, str], *, faults: bool, language: str) -> None:
    """A lake of invented facts; where that cannot be, a sentence, and the lake as it was."""
    plan = Plan(*told)
    if faults:
        plan = plan._replace(faults=planted([plan.month(at) for at in range(plan.months)]))
    try:
        answers = _with_a_bar(Lake(out), plan)
    except LakeError as error:
        typer.echo(error.said_in(language), err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{out}  {plan.rows:,}  {answers}")


def _with_a_bar(lake: Lake, plan: Plan) -> Path:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(lake.path, total=plan.rows)
        return fill(lake, plan, progress=lambda done: bar.update(task, completed=done))
