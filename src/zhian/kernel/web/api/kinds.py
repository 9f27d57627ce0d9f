"""What the operations on a kind of record need to know of it."""

from typing import Any

from django.http import HttpResponse
from django.utils import translation

from zhian.kernel.records.models import Record

from ..pages import RecordPages
from ..requests import Request
from .answering import answer, operation
from .schemas import RecordOut, row_of, shown


class Kind:
    """One kind of record, its pages, and its schemas."""

    def __init__(self, pages: RecordPages, out: type[RecordOut] | None = None) -> None:
        self.pages = pages
        self.model: type[Record] = pages.model
        self.name = self.model.workflow.name
        self.row = row_of(self.model)
        self.out = out or shown(self.model)
        with translation.override("en"):
            self.title, self.titles = str(self.model._meta.verbose_name), str(self.model._meta.verbose_name_plural)

    def schema_name(self, use: str) -> str:
        return f"{self.model.__name__}{use}"

    def operation(self, name: str, deed: str, summary: str, **more: Any) -> dict[str, Any]:
        """As documented: incidents_confirm does incidents.confirm."""
        return operation(f"{self.name}_{name}", f"{self.name}.{deed}", summary, **more)

    def get(self, request: Request, number: str, deed: str = "read") -> Any:
        """The record, if the person may know of it and do this with it."""
        return self.pages.get(request, number, deed)

    def answer(self, record: Record, status: int = 200) -> HttpResponse:
        return answer(self.out, record, status)
