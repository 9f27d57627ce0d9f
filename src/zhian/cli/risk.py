"""The hospital's own model of the risk of death: `zhian risk`, as the worker fits it each month."""

from typing import Annotated

import typer
from rich.console import Console

from .setup import load_ready_django, refuse


def risk(
    hospital: Annotated[str, typer.Option(help="The code of the hospital; not needed where there is one.")] = "",
) -> None:
    """Fit a model of the risk of death on the hospital's own stays, and give it to stays that have none."""
    load_ready_django()
    from zhian.check.indicators.services.risk import fit_risk
    from zhian.engines.indicators.lake import LakeError
    from zhian.engines.indicators.risk import TooFew

    from .importing import hospital_of

    try:
        found = fit_risk(hospital_of(hospital))
    except TooFew as error:
        refuse(f"住院或死亡例数太少，不能拟合模型：{error}", f"Too few stays or deaths to fit a model: {error}")
    except LakeError as error:
        refuse(error.zh, error.en)
    counts = f"住院 stays {found.cases:,}  死亡 deaths {found.events:,}  → {found.filled:,}"
    quality = f"C {found.c:.2f}  斜率 slope {found.slope:.2f}  观察/预期 observed/expected {found.large:.2f}"
    screen = Console(highlight=False)
    screen.print(f"{counts}\n{quality}  (Hosmer–Lemeshow p {found.p:.3f})")
    if not found.may_be_used:
        screen.print(f"不可使用 may not be used: {', '.join(found.faults)}")
