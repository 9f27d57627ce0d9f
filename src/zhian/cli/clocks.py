"""Which deadlines an event sets running: `zhian clocks EVENT.yaml`."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.console import Console
from rich.table import Column, Table

from zhian.engines.clocks import FACTS, FactsError, Reckoning, national, read, reckon
from zhian.engines.workdays import add_workdays

from .setup import refuse

CHECKED = {"primary": "✓", "secondary": "✓", "unverified": "待核对 unverified"}
Event = Annotated[Path, typer.Argument(help="YAML: facts of the event, such as grade: 2 and occurred_at.", exists=True)]


def clocks(
    event: Event,
    as_json: Annotated[bool, typer.Option("--json", help="For programs, in both languages.")] = False,
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
) -> None:
    """Show every statutory deadline that an event sets running, and why; needs no database."""
    told = _told(event)
    if not isinstance(told, dict):
        refuse(f"{event} 不是“事实: 值”的清单。", f"{event} is no list of facts and values.")
    try:
        found = reckon(read(told), national(), add_workdays)
    except FactsError as error:
        refuse(f"{event}：{error}", f"{event}: {error}")
    if as_json:
        typer.echo(json.dumps(_as_data(found), ensure_ascii=False, indent=1))
    else:
        _print(found, language)


def _told(event: Path) -> Any:
    try:
        return yaml.safe_load(event.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        refuse(f"{event} 不是 YAML：{error}", f"{event} is no YAML: {error}")


def _print(found: Reckoning, language: str) -> None:
    heads = ("截止 due", "报告 what · 对象 to whom", "依据 why · 来源 source")
    table = Table(*(Column(head, overflow="fold") for head in heads), show_lines=True)
    for clock in found.clocks:
        rule = clock.rule
        what = f"{rule.title.said_in(language)}\n→ {rule.authority.said_in(language)}\n{rule.id}"
        why = f"{clock.why.said_in(language)}\n{rule.source} {CHECKED[rule.verified]}"
        table.add_row(f"{clock.due_at:%Y-%m-%d %H:%M}", what, why)
    console = Console()
    console.print(table)
    for undecided in found.undecided:
        needs = [f"{FACTS[name].label.said_in(language)} ({name})" for name in undecided.missing]
        console.print(f"{undecided.rule.id} 还需要 needs: {', '.join(needs) or '地方时限 the local period'}")


def _as_data(found: Reckoning) -> dict[str, Any]:
    return {
        "clocks": [
            {
                "rule": clock.rule.id,
                "title": clock.rule.title._asdict(),
                "authority": clock.rule.authority._asdict(),
                "starts_at": clock.starts_at.isoformat(),
                "due_at": clock.due_at.isoformat(),
                "met_at": clock.met_at and clock.met_at.isoformat(),
                "why": clock.why._asdict(),
                "source": clock.rule.source,
                "verified": clock.rule.verified,
            }
            for clock in found.clocks
        ],
        "undecided": [{"rule": each.rule.id, "missing": list(each.missing)} for each in found.undecided],
    }
