"""Taking in what other systems export: `zhian import pages-2026.csv --as hqms`."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from .setup import load_ready_django, refuse

screen = Console(highlight=False)
KINDS = ("hqms", "performance", "fhir", "csv")


def take_in(
    files: Annotated[
        list[Path], typer.Argument(help="CSV, XLSX, FHIR JSON or NDJSON, ZIP; or a folder of them.", exists=True)
    ],
    kind: Annotated[
        str, typer.Option("--as", help=f"What they are, else told by their columns: {', '.join(KINDS)}.")
    ] = "",
    mapping: Annotated[str, typer.Option(help="The name of a saved mapping, for a table of your own.")] = "",
    hospital: Annotated[str, typer.Option(help="The code of the hospital; not needed where there is one.")] = "",
    even_so: Annotated[bool, typer.Option("--even-so", help="Also where most rows have the same fault.")] = False,
) -> None:
    """Take in what other systems export: front pages, FHIR (its files together), tables by a mapping."""
    if kind and kind not in KINDS:
        refuse(
            f"没有“{kind}”这种格式。可用：{'、'.join(KINDS)}",
            f"There is no form {kind}. Use one of {', '.join(KINDS)}.",
        )
    load_ready_django()
    from zhian.engines.workflow import Refused

    place, is_whole = hospital_of(hospital), True
    _see_to_mapping(mapping, place)
    with Progress(*Progress.get_default_columns(), console=screen) as bar, TemporaryDirectory() as folder:
        for told in _gathered(files, Path(folder)):
            task = bar.add_task(told.name, total=1)
            try:
                is_whole &= _import(
                    told, place, kind, mapping, even_so, lambda share, task=task: bar.update(task, completed=share)
                )
            except Refused as refused:
                screen.print(f"  ✗ {told.name}: {refused}")
                is_whole = False
    if not is_whole:
        raise typer.Exit(1)


def hospital_of(code: str):  # type: ignore[no-untyped-def]
    """The hospital of this code; the only one where none is named."""
    from zhian.kernel.people.models import Department, DepartmentKind

    known = {each.code: each for each in Department.objects.filter(kind=DepartmentKind.HOSPITAL)}
    if code in known:
        return known[code]
    if code or len(known) != 1:
        codes = "、".join(sorted(known))
        refuse(f"请用 --hospital 写明医院代码，可选：{codes}", f"Name the hospital with --hospital, one of: {codes}")
    return next(iter(known.values()))


def _see_to_mapping(name: str, hospital) -> None:  # type: ignore[no-untyped-def]
    """That a mapping that was named is there."""
    from zhian.do.feeds.models import Mapping

    known = sorted(Mapping.objects.filter(hospital=hospital, is_in_use=True).values_list("name", flat=True))
    if name and name not in known:
        refuse(
            f"没有名为“{name}”的对照关系；有：{'、'.join(known) or '无'}。",
            f"No mapping is called {name}; there are: {', '.join(known) or 'none'}.",
        )


def _gathered(paths: Sequence[Path], into: Path):  # type: ignore[no-untyped-def]
    """The files that are imports of their own: archives are unpacked, those of a FHIR export are one."""
    from zhian.do.feeds.readers.unreadable import Unreadable
    from zhian.do.feeds.services.gathering import Given, gathered
    from zhian.do.feeds.services.sentences import refusal_of

    files = [each for path in paths for each in (sorted(path.iterdir()) if path.is_dir() else [path])]
    try:
        return gathered([Given(each, each.name) for each in files if each.is_file()], into)
    except Unreadable as unfit:
        screen.print(f"  ✗ {refusal_of({'reason': unfit.reason, 'facts': unfit.facts})}")
        raise typer.Exit(1) from None


def _import(file, hospital, kind: str, mapping: str, even_so: bool, report) -> bool:  # type: ignore[no-untyped-def]
    """Whether it was taken in."""
    from zhian.do.feeds.models import State, Way
    from zhian.do.feeds.services.imports import begin, carry_out
    from zhian.do.feeds.services.looking import hand_in
    from zhian.do.feeds.services.sentences import refusal_of

    run = hand_in(file.path, file.name, hospital, way=Way.PROMPT, kind=kind, mapping=mapping)
    run = carry_out(begin(run, actor=None, is_forced=even_so), report)
    report(1)
    if run.state == State.REFUSED:
        screen.print(f"  ✗ {file.name}: {refusal_of(run.refusal)}")
        return False
    screen.print(_reconciled(run))
    if run.left:
        left = "、".join(f"{kind} {count:,}" for kind, count in run.left.items())
        screen.print(f"  未读取（本系统无处存放）Not read, for it has no place here: {left}")
    return True


def _reconciled(run) -> Table:  # type: ignore[no-untyped-def]
    """Rows in = taken + quarantined + duplicates."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), title=run.name, title_justify="left")
    for title in ("读入 Rows in", "采用 Taken", "重复 Duplicates", "隔离 Quarantined"):
        table.add_column(title, justify="right")
    table.add_row(*(f"{count:,}" for count in (run.rows, run.taken, run.duplicates, run.quarantined)))
    return table
