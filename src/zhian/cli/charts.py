"""A control chart of a table: `zhian chart data.csv --type p --svg out.svg`."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path,
    typer.Argument(
        help="CSV: period, numerator or value, denominator; of cases: outcome (1 or 0), risk.",
        exists=True,
        dir_okay=False,
    ),
]


def chart(
    data: Data,
    kind: Annotated[
        str,
        typer.Option(
            "--type",
            help="auto, run, i, xmr, p, pp, u, up, c, g, t, xbar … ewma, cusum, funnel, pareto; "
            "of cases bernoulli_cusum, risk_adjusted_cusum, vlad.",
        ),
    ] = "auto",
    out: Annotated[Path | None, typer.Option("--svg", help="Where to write the picture.")] = None,
    rules: Annotated[str, typer.Option(help="anhoej, western_electric, nelson or making_data_count.")] = "anhoej",
    target: Annotated[float | None, typer.Option(help="In the unit of the chart.")] = None,
    factor: Annotated[float, typer.Option(help="100 for per cent, 1000 for per 1000 days.")] = 1,
    freeze: Annotated[int | None, typer.Option(help="Limits from the first so many periods.", min=2)] = None,
    rebase: Annotated[str, typer.Option(help="New limits from these periods on, such as 13 or 13,25.")] = "",
    exclude: Annotated[str, typer.Option(help="Periods left out of the limits, such as 4,9-11.")] = "",
    note: Annotated[list[str] | None, typer.Option(help="What happened when, such as 13=night light.")] = None,
    title: Annotated[str, typer.Option(help="Above the picture, for whoever cannot see it.")] = "",
    screen: Annotated[bool, typer.Option(help="Leave outlying moving ranges out once.")] = True,
) -> None:
    """Draw a control chart and say which points speak for a special cause; needs no database."""
    from .charting import Wish, draw  # numpy takes longer to load than the other commands to run

    draw(data, out, Wish(kind, rules, target, factor, freeze, rebase, exclude, tuple(note or ()), title, screen))
