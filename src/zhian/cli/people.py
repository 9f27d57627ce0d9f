"""Departments, people and first passwords at the prompt: for the first days, and when no other way is left."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from .setup import load_django, refuse

app = typer.Typer(no_args_is_help=True, help=__doc__)
screen = Console(highlight=False)
STYLES = {"new": "green", "changed": "yellow", "unchanged": "dim", "wrong": "red"}


@app.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="Excel (xlsx) or CSV with the titles of the template.", dir_okay=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Take it in without asking.")] = False,
) -> None:
    """Take in departments, people and duties from a table: all lines, or none."""
    load_django()
    from django.core.files import File

    from zhian.engines.workflow import Refused
    from zhian.kernel.people.imports import Outcome, carry_out, fingerprint, preview, recognise
    from zhian.kernel.web.imports import read_tables

    try:
        with file.open("rb") as content:
            tables = read_tables(File(content, name=file.name))
        sheets = preview(recognise(tables), actor=None)
        outcomes = [line.outcome for sheet in sheets for line in sheet.lines]
        for sheet in sheets:
            screen.print(_shown(sheet))
        if Outcome.WRONG in outcomes:
            refuse("有的行有错误，未导入任何内容。", "Some lines are wrong, so nothing was taken in.")
        if set(outcomes) <= {Outcome.UNCHANGED}:
            typer.echo("没有变化。 Nothing to change.")
            return
        if not yes:
            typer.confirm("导入以上内容？ Take this in?", abort=True)
        carry_out(recognise(tables), actor=None, seen=fingerprint(sheets))
    except FileNotFoundError:
        refuse(f"找不到文件 {file}。", f"There is no file {file}.")
    except Refused as refusal:
        refuse("未导入。", str(refusal))
    typer.echo("已导入。 Taken in.")


@app.command()
def password(number: Annotated[str, typer.Argument(help="Staff number.")]) -> None:
    """Issue a first password, for when no security administrator can sign in any more."""
    load_django()
    from zhian.kernel.people.deeds import issue_password
    from zhian.kernel.people.models import User

    person = User.objects.filter(username=number, is_active=True).first()
    if person is None:
        refuse(f"没有工号为 {number} 的在职人员。", f"Nobody who is active has the staff number {number}.")
    typer.echo(f"{person.name}\t{number}\t{issue_password(person, actor=None)}")
    typer.echo("七天内有效，首次登录后必须修改。 Valid for a week; it must be changed at the first login.")


def _shown(sheet: Any) -> Table:
    table = Table(title=str(sheet.kind.title), box=None, title_justify="left", padding=(0, 2, 0, 0))
    for title in ("行 Line", "", *(str(column.title) for column in sheet.kind.columns if column.name in sheet.columns)):
        table.add_column(title)
    for line in sheet.lines:
        said = [line.cells.get(column.name, "") for column in sheet.kind.columns if column.name in sheet.columns]
        reasons = " ".join(line.wrong.values())
        style = STYLES[line.outcome]
        table.add_row(str(line.number), f"[{style}]{line.outcome.label}[/]", *said)
        if reasons:
            table.add_row("", f"[red]✗[/] {reasons}")
    return table
