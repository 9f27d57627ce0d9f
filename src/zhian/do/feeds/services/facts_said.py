"""Facts as they were read, in words: what a person sees before a file is taken in."""

from typing import Any

from django.utils.translation import gettext as _

from zhian.engines.indicators.facts import Column, codes
from zhian.engines.indicators.facts import table as table_of

from .sentences import in_our_language


def facts_said(table: str, rows: list[dict[str, Any]], most: int) -> dict[str, Any]:
    """Titles and cells of so many columns in which something stands; keys are none that a person could read."""
    columns = [each for each in table_of(table).columns.values() if each.type != "key" and each.name != "line"]
    used = [each for each in columns if any(row.get(each.name) is not None for row in rows)][:most]
    said = [[_said(each, row.get(each.name)) for each in used] for row in rows]
    return {"read_titles": [in_our_language(each.names) for each in used], "read_rows": said}


def _said(column: Column, value: Any) -> Any:
    if column.type == "code" and value in codes(column.of):
        return in_our_language(codes(column.of)[value].names)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value if column.type != "money" or value is None else f"{value // 100}.{value % 100:02}"
