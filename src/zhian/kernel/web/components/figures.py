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
