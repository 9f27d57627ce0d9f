"""A made-up hospital to try everything in. Its accounts have a known password: never for real data."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from .children import Children
from .place import Place
from .running import Host, Port, prepare_database
from .setup import load_django

app = typer.Typer(no_args_is_help=True, help=__doc__)
screen = Console(highlight=False)


@app.command()
def start(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    reset: Annotated[bool, typer.Option("--reset", help="Throw the demo's data away and begin anew.")] = False,
) -> None:
    """Make the demo hospital if there is none yet, and run it until Ctrl-C."""
    home = Path(os.environ.get("ZHIAN_HOME", "var")).absolute()
    with Place(home, host, port) as place:
        if reset:
            place.clear()
        os.environ |= place.settings()
        with screen.status("准备数据库 Preparing the database"):
            prepare_database()
        load()
        with Children(home / "log", host, port) as children:
            with screen.status("启动服务 Starting"):
                children.wait_until_answering(place.address)
            welcome(place)
            children.wait_until_stopped()
    screen.print("\n已停止，数据已保留。 Stopped; the data are kept.")


@app.command()
def load() -> None:
    """Fill an empty database with the demo hospital."""
    load_django()
    from zhian.kernel.people.models import User

    if User.objects.exists():
        return
    from zhian.site.demo.load import load as load_hospital

    with Progress(*Progress.get_default_columns(), console=screen) as bar:
        task = bar.add_task("建立示范医院 Building the demo hospital", total=1)
        load_hospital(lambda share: bar.update(task, completed=share))
        bar.update(task, completed=1)


@app.command()
def accounts() -> None:
    """Show the demo's accounts with their roles and the password."""
    load_django()
    from django.utils.translation import override

    from zhian.kernel.people.models import Role
    from zhian.site.demo.staff import accounts as demo_accounts

    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    for title, width in (("工号 Login", 10), ("姓名 Name", 9), ("角色 Role", None), ("科室 Department", None)):
        table.add_column(title, min_width=width)
    for account in demo_accounts():
        role = Role(account.role)
        with override("zh-hans"):
            chinese = str(role.label)
        with override("en"):
            english = str(role.label)
        table.add_row(f"[bold]{account.number}[/]", account.name, f"{chinese} [dim]{english}[/]", account.department)
    screen.print(table)
    screen.print(f"\n密码 Password（全部相同 the same for all）： [bold]{demo_accounts()[0].password}[/]")


def welcome(place: Place) -> None:
    """Says where the demo is and who can log in."""
    screen.rule("质安 Zhian", style="dim")
    screen.print(f"\n打开 Open              [bold link={place.address}]{place.address}[/]")
    if place.address_for_others:
        screen.print(f"手机 On a phone        [bold]{place.address_for_others}[/]")
        screen.print("[dim]网络中的任何人都能用下列账号登录。 Anybody in this network can use the accounts below.[/]")
    screen.print()
    accounts()
    screen.print("\n[dim]停止 Stop: Ctrl-C    重新开始 Begin anew: script/demo --reset[/]\n")
