"""Indicators at the prompt: `zhian measure --indicator NCIS-DEATH --period 2026 --by department --out values.xlsx`."""

from pathlib import Path
from typing import Annotated

import typer


def measure(
    indicator: Annotated[list[str] | None, typer.Option(help="CODE or CODE@edition; as often as you like.")] = None,
    board: Annotated[str, typer.Option("--set", help="All that stand on a board, such as core or nursing.")] = "",
    file: Annotated[
        list[Path] | None,
        typer.Option(help="An own definition as YAML, or a FHIR Measure as JSON.", exists=True, dir_okay=False),
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option(help='department, or what divides the rows: sex, "age_band(age)".')
    ] = None,
    period: Annotated[str, typer.Option(help="2026, 2026-03 or 2025-07:2026-06.")] = "",
    whole: Annotated[bool, typer.Option(help="One value for the period instead of one a month.")] = False,
    switch: Annotated[list[str] | None, typer.Option(help="Another way of counting, by its name.")] = None,
    hospital: Annotated[str, typer.Option(help="One hospital of the lake, by its code.")] = "",
    engine: Annotated[str, typer.Option(help="duckdb, or spark for a cluster.")] = "duckdb",
    master: Annotated[str, typer.Option(help="Where Spark runs.")] = "local[*]",
    lake: Annotated[str, typer.Option(help="The folder of facts, or its address in an object store.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="values.csv, .json, .xlsx, .parquet; .fhir.json, .fhir-r4.json, .dhis2.json.")
    ] = None,
) -> None:
    """Measure indicators from the lake of facts; needs no database where the lake is named."""
    from .measuring import Wish, measured  # DuckDB and PyArrow take longer to load than the other commands to run

    wish = Wish(
        indicators=tuple(indicator or ()),
        board=board,
        files=tuple(file or ()),
        by=tuple(by or ()),
        period=period,
        monthly=not whole,
        switches=tuple(switch or ()),
        hospital=hospital or None,
        engine=engine,
        master=master,
        lake=lake,
    )
    measured(wish, out)
