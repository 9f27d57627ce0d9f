"""Many records of a kind: the list and its export, with the filters and the sorting of the list's page."""

from typing import Any, Literal

from django.core.paginator import EmptyPage
from django_filters import FilterSet
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from ..exports import FORMATS, MEDIA_TYPES
from ..problems import Invalid, errors_of
from ..requests import Request
from ..tables import PER_PAGE, QuickPaginator
from .answering import READING, refuse_unknown
from .kinds import Kind
from .schemas import Told, schema_of

MOST_PER_PAGE = 100
LAST_PAGE = 10_000

Format = Literal[tuple(FORMATS)]  # type: ignore[valid-type]


class Page(Schema):
    """Part of a list."""

    count: int = Field(description="How many there are, up to 10,001.")
    is_capped: bool = Field(description="There are more than were counted.")
    page: int
    pages: int


def add_lists(router: Router, kind: Kind) -> None:
    filters = _filters_asked(kind)
    query = _list_asked(kind, filters)
    page_of_kind = create_model(kind.schema_name("Page"), __base__=Page, items=(list[kind.row], ...))  # type: ignore[name-defined]
    export = kind.operation("export", "read", f"Export {kind.titles}", media=MEDIA_TYPES)

    @router.get("", response={200: page_of_kind, **READING}, **kind.operation("list", "read", f"List {kind.titles}"))
    def list_records(request: Request, told: Query[query]) -> Any:  # type: ignore[valid-type]
        """Those that you may read. It counts to ten thousand and no further; `is_capped` says that there are more."""
        refuse_unknown(request, query.model_fields)
        found = _found(kind, request, told.given(but=("sort", "page", "per_page")))  # type: ignore[attr-defined]
        records = found.qs.select_related(*kind.pages.select_related)
        table = kind.pages.table(records, order_by=told.sort or ())  # type: ignore[attr-defined]
        return _page(table.data.data, told.page, told.per_page)  # type: ignore[attr-defined]

    @router.get("export.{format}", response={200: None, **READING, 409: None}, **export)
    def export_records(request: Request, format: Format, told: Query[filters]) -> Any:  # type: ignore[valid-type]
        """The list as a file for a spreadsheet; a cell that would start a formula is made harmless."""
        refuse_unknown(request, filters.model_fields)
        return kind.pages.exported(request, _found(kind, request, told.given()).qs, format)  # type: ignore[attr-defined]


def _filters_asked(kind: Kind) -> type[Told]:
    filters = kind.pages.filters(None, queryset=kind.model.objects.none())  # type: ignore[attr-defined]
    return schema_of(kind.schema_name("Filters"), filters.form.fields, of_url=True, all_optional=True)


def _list_asked(kind: Kind, filters: type[Told]) -> type[Told]:
    columns = [name for name, column in kind.pages.table([]).columns.items() if column.orderable]
    ways: Any = Literal[tuple(sign + name for name in columns for sign in ("", "-"))]
    return create_model(
        kind.schema_name("ListQuery"),
        __base__=filters,
        sort=(list[ways] | None, Field(None, description="By which columns; with - before it, backwards.")),
        page=(int, Field(1, ge=1, le=LAST_PAGE)),
        per_page=(int, Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)),
    )


def _found(kind: Kind, request: Request, told: dict[str, Any]) -> FilterSet:
    found = kind.pages.filters(told, queryset=kind.pages.visible(request.user), request=request)
    if not found.form.is_valid():
        raise Invalid(errors_of(found.form.errors))
    return found


def _page(records: Any, number: int, per_page: int) -> dict[str, Any]:
    paginator = QuickPaginator(records, per_page)
    try:
        items = list(paginator.page(number))
    except EmptyPage:
        items = []
    return {
        "items": items,
        "count": paginator.count,
        "is_capped": paginator.is_capped,
        "page": number,
        "pages": paginator.num_pages,
    }
