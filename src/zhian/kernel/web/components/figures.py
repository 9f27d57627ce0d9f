"""Charts."""

from collections.abc import Sequence

from django import template

from zhian.kernel.web import charts

register = template.Library()


@register.inclusion_tag("web/parts/bars.html")
def bar_chart(bars: Sequence[charts.Bar], caption: str) -> dict:
    """Lying bars, each with its name and value as text."""
    return {"drawn": charts.drawn(bars), "caption": caption}


@register.inclusion_tag("web/parts/columns.html")
def column_chart(bars: Sequence[charts.Bar], caption: str, head: str = "") -> dict:
    """Standing columns for steps in time, with the table behind them."""
    return {"drawn": charts.drawn(bars), "rows": bars, "caption": caption, "head": head}


@register.inclusion_tag("web/parts/stacks.html")
def stack_chart(stacks: Sequence[charts.Stack], caption: str, head: str = "") -> dict:
    """Standing columns of several parts, with their names and the table behind them."""
    names = [(part.label, part.tone) for part in stacks[0].parts] if stacks else []
    return {"drawn": charts.drawn_stacks(stacks), "names": names, "caption": caption, "head": head}


@register.inclusion_tag("web/parts/heat.html")
def heat_map(rows: Sequence[charts.Row], columns: Sequence[str], caption: str) -> dict:
    """A table whose cells are the deeper the more they count; it is its own table for who cannot see it."""
    return {"rows": charts.shaded(rows), "columns": columns, "caption": caption}


@register.inclusion_tag("web/parts/pareto.html")
def pareto_chart(bars: Sequence[charts.Bar], total: float, caption: str) -> dict:
    """Lying bars, the largest first, and a line for the share that they reach together; 80 per cent is marked."""
    return {"steps": charts.steps(bars, total), "caption": caption}
