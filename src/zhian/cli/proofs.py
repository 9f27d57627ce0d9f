"""Proving that the audit log is the one that was written: `zhian verify`, `zhian head`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from .setup import load_ready_django, refuse

MOST_SHOWN = 10
Kept = Annotated[Path | None, typer.Option("--head", help="A head that `zhian head` exported earlier.", exists=True)]


def verify(kept: Kept = None) -> None:
    """Prove the audit log from its first entry to its last; names the first broken one and ends with 1."""
    load_ready_django()
    from zhian.kernel.audit import services as audit

    exported = _read(kept) if kept else None
    report = audit.verify(exported)
    typer.echo(
        f"已核对 Checked: {report.heads} 个封签 heads, {report.entries} 条已封存记录 sealed entries, "
        f"{report.rows} 行数据 rows; 待封存 not yet sealed: {report.unsealed}"
    )
    if not report.is_intact:
        typer.echo("\n".join(report.faults[:MOST_SHOWN]), err=True)
        many = len(report.faults)
        refuse(
            f"审计日志未通过核对，共 {many} 处，首处在最上。",
            f"The audit log is not intact: {many} faults, the first on top.",
        )
    typer.echo("审计日志完整。 The audit log is intact.")


def head(
    into: Annotated[Path | None, typer.Argument(help="File to write; without it the head is printed.")] = None,
) -> None:
    """Export the signed head of the audit log, to be kept where nobody of this hospital can change it."""
    load_ready_django()
    from zhian.kernel.audit import services as audit

    exported = audit.export_head()
    if exported is None:
        refuse("尚无封签：请先运行 zhian tick。", "Nothing has been sealed yet: run zhian tick first.")
    text = json.dumps(exported, indent=1) + "\n"
    if into:
        into.write_text(text, encoding="utf-8")
    else:
        typer.echo(text, nl=False)


def _read(path: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        refuse(f"{path} 不是导出的封签文件。", f"{path} is not an exported head.")
