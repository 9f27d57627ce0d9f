"""The figures for programs: what the page draws, as numbers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from zhian.kernel.web.api import READING, Rate, checked, doors, operation, refuse_unknown, schema_of
from zhian.kernel.web.charts import Row, Stack
from zhian.kernel.web.requests import Request

from ..figures import Chart
from ..forms import FiguresForm
from ..views import counted

router = Router(auth=doors("figures", _("Figures of adverse events")), throttle=Rate(), tags=["incidents"])

FiguresIn = schema_of("FiguresIn", FiguresForm.base_fields, of_url=True)
BESIDE_EACH_OTHER = ("months", "categories", "heat", "ways")  # charts that stand alone; the others come in lists


class PartOut(Schema):
    """A bar, a column, or a line of a table."""

    label: str
    values: list[float | str] = Field(description="One for each of the chart's columns; text where it is hidden.")


class ChartOut(Schema):
    """What a chart shows."""

    name: str
    title: str
    says: str
    columns: list[str]
    parts: list[PartOut]


class FiguresOut(Schema):
    """All figures of the months asked for."""

    first: str = Field(description="The first month.")
    last: str
    total: int
    open: int
    late: int
    before: int = Field(description="How many there were in as many months before.")
    near_misses: float | None = Field(description="In per cent of the events.")
    triaged_in: float | None = Field(description="Median, in hours.")
    closed_in: float | None = Field(description="Median, in days.")
    charts: list[ChartOut]


@router.get(
    "",
    response={200: FiguresOut, **READING},
    **operation("incidents_figures", "incidents.read", "Figures of the months asked for"),
)
def show(request: Request, told: Query[FiguresIn]) -> Any:  # type: ignore[valid-type]
    """Of all that you look after; of your own reports where you look after nothing. Small numbers are hidden."""
    refuse_unknown(request, FiguresIn.model_fields)
    form = checked(FiguresForm(request.GET, user=request.user))
    found = counted(request.user, form, lambda **conditions: "")
    tiles = {name: value for name, value in found["tiles"].items() if name in FiguresOut.model_fields}
    alone = [(name, found[name]) for name in BESIDE_EACH_OTHER]
    alone += [("answers", found["answers"])] if found["answers"] else []
    listed = [(name, chart) for name in ("bars", "rates", "columns") for chart in found[name]]
    return {
        "first": f"{form.months.first:%Y-%m}",
        "last": f"{form.months.last:%Y-%m}",
        "charts": [_told(name, chart) for name, chart in (*alone, *listed)],
        **tiles,
    }


def _told(name: str, chart: Chart) -> dict[str, Any]:
    first = next(iter(chart.parts), None)
    columns = [part.label for part in first.parts] if isinstance(first, Stack) else list(chart.columns)
    parts = [{"label": _label(part), "values": _values(part)} for part in chart.parts]
    return {"name": name, "title": chart.title, "says": chart.says, "columns": columns, "parts": parts}


def _label(part: Any) -> str:
    return " ".join(filter(None, [getattr(part, "beneath", ""), part.label]))


def _values(part: Any) -> list[float | str]:
    if isinstance(part, Stack):
        return [each.value for each in part.parts]
    if isinstance(part, Row):
        return [cell.value if cell.words.isdigit() or not cell.said else cell.said for cell in part.cells]
    return [part.words if part.said else part.value]
