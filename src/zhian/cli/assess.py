"""What a case is worth in law: `zhian assess CASE.yaml`. The engine answers; Django is never loaded."""

import json
from dataclasses import asdict, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

# Below act/liability; the first is what the pages use, in the words of a hospital that changed none.
TEMPLATES = {
    "zh-hans": "documents/sheet.docx",
    "zh-hant": "documents/sheet.zh-hant.docx",
    "en": "documents/sheet.en.docx",
}
TITLE = "赔偿计算书"


class Regime(StrEnum):
    A = "A"
    B = "B"
    BOTH = "both"


class Language(StrEnum):
    ZH = "zh"
    ZH_HANS = "zh-hans"
    ZH_HANT = "zh-hant"
    EN = "en"


Case = Annotated[Path | None, typer.Argument(help="YAML or JSON: a case, see --template.", show_default=False)]
RegimeOption = Annotated[Regime, typer.Option(help="A: Regulation of 2002. B: Civil Code and interpretation.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs; amounts are texts of yuan.")]
Docx = Annotated[Path | None, typer.Option(help="Write the calculation sheet as Word.")]
Pdf = Annotated[Path | None, typer.Option(help="Write the calculation sheet as PDF.")]
LanguageOption = Annotated[Language, typer.Option("--lang", help="In which language it is told.")]
Batch = Annotated[Path | None, typer.Option(help="Many cases at once: a Parquet file.")]
Table = Annotated[list[str], typer.Option(help="A long table of a batch: dependants=FILE, receipts=FILE …")]
Out = Annotated[Path | None, typer.Option(help="Where the awards of a batch are written.")]
Figures = Annotated[Path | None, typer.Option(help="Published figures of your own (YAML), laid over the program's.")]
Schema = Annotated[bool, typer.Option("--schema", help="The JSON Schema of a case.")]
Template = Annotated[str, typer.Option(help="A commented case to start from: grade4, disability, death; or list.")]


def assess(
    case: Case = None,
    regime: RegimeOption = Regime.BOTH,
    as_json: AsJson = False,
    docx: Docx = None,
    pdf: Pdf = None,
    language: LanguageOption = Language.ZH,
    batch: Batch = None,
    out: Out = None,
    figures: Figures = None,
    table: Table = [],  # noqa: B006 -- typer reads it, nobody changes it
    schema: Schema = False,
    template: Template = "",
) -> None:
    """What each law supports for a case, head by head, with its articles, figures, choices and procedure."""
    code = str(Language.ZH_HANS if language is Language.ZH else language)
    if schema:
        _print_schema()
    elif template:
        _print_template(template, code)
    elif case:
        _assess_case(case, regime, code, as_json=as_json, papers={"docx": docx, "pdf": pdf}, own=figures)
    elif batch and out:
        _assess_batch(batch, out, regime, table, code)
    elif batch:
        _refuse("请用 --out 指明结果文件。", "Name the file for the awards with --out.")
    else:
        _refuse("请给出案件文件，或者 --template grade4。", "Name the file of a case, or ask for --template grade4.")


def _assess_batch(cases: Path, out: Path, regime: Regime, tables: list[str], language: str) -> None:
    from .many_cases import assess_many

    regimes = ("A", "B") if regime is Regime.BOTH else (str(regime),)
    assess_many(cases, out, regimes=regimes, tables=tables, language=language)


def _print_schema() -> None:
    from zhian.engines.compensation.fields import schema

    typer.echo(json.dumps(schema(), ensure_ascii=False, indent=1))


def _print_template(name: str, language: str) -> None:
    from zhian.engines.compensation.examples import TEMPLATES, template, titles

    if name == "list":
        for known, title in titles().items():
            typer.echo(f"{known:12} {title}")
    elif name in TEMPLATES:
        typer.echo(template(name, language), nl=False)
    else:
        _refuse(
            f"没有示例 {name}；有：{'、'.join(TEMPLATES)}。",
            f"There is no template {name}; there are {', '.join(TEMPLATES)}.",
        )


def _assess_case(
    file: Path, regime: Regime, language: str, *, as_json: bool, papers: dict[str, Path | None], own: Path | None
) -> None:
    from zhian.engines.compensation.setting_out import bare, grouped

    answered = _answered(file, regime, language, own)
    if as_json:
        typer.echo(json.dumps(asdict(answered(bare)), ensure_ascii=False, indent=1))
    sheet = answered(grouped)
    wanted = {format: path for format, path in papers.items() if path}
    for format, path in wanted.items():
        _write(path, format, asdict(sheet), language)
    if not as_json and not wanted:
        from .award_note import print_note

        print_note(sheet, language)


def _answered(file: Path, regime: Regime, language: str, own: Path | None) -> Any:
    """The sheet of the case in a file, as a function of how amounts are written."""
    from zhian.engines.compensation.documents import decoded, load
    from zhian.engines.compensation.fields import CaseError
    from zhian.engines.compensation.figures import FiguresError, published, read_file
    from zhian.engines.compensation.setting_out import answer

    try:
        book = published().laid_over(read_file(own)) if own else None
    except (OSError, FiguresError) as error:
        _refuse(f"数据文件有误：{error}", f"The file of figures is wrong: {error}")
    try:
        answered = answer(load(decoded(file.read_bytes())), book)
        sheet = partial(answered.sheet, language)
        return lambda money: _only(sheet(money=money), regime)
    except OSError as error:
        _refuse(f"无法读取 {file}：{error.strerror}", f"{file} cannot be read: {error.strerror}")
    except CaseError as error:
        _refuse_case(file, error, language)


def _only(sheet: Any, regime: Regime) -> Any:
    """The sheet with the regime that was asked for."""
    wanted = [each for each in sheet.regimes if regime in (Regime.BOTH, each.key)]
    return replace(sheet, regimes=wanted)


def _refuse_case(file: Path, error: Any, language: str) -> NoReturn:
    """Field, value, what is allowed; and nothing else."""
    for fault in error.faults:
        typer.echo(f"{file.name}: {fault.said_in(language)}", err=True)
    raise typer.Exit(2)


def _refuse(chinese: str, english: str) -> NoReturn:
    typer.echo(f"{chinese}\n{english}", err=True)
    raise typer.Exit(2)


# On paper ----------------------------------------------------------------------------------------------------
def _write(path: Path, format: str, facts: dict[str, Any], language: str) -> None:
    """The sheet in the program's own Word template, as a hospital's pages make it in theirs."""
    from importlib.resources import files

    from zhian.kernel.documents.making import child, unprintable

    template = files("zhian.act.liability").joinpath(TEMPLATES[language]).read_bytes()
    printed = {"hospital": "", "printed_at": f"{datetime.now().astimezone():%Y-%m-%d %H:%M}", "printed_by": ""}
    asked = {"facts": facts | printed, "format": format, "title": facts["title"] or TITLE, "language": language}
    try:
        _told, made = child.make(asked, template)
    except unprintable.Unprintable as refused:
        _refuse(f"无法生成 {path}：{refused.reason}", f"{path} cannot be made: {refused.reason}")
    try:
        path.write_bytes(made)
    except OSError as error:
        _refuse(f"无法写入 {path}：{error.strerror}", f"{path} cannot be written: {error.strerror}")
    typer.echo(f"{path}")
