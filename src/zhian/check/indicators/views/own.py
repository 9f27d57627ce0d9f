"""The hospital's own indicators: written in the browser, checked while one types, tried out before they count."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhian.kernel.people.access import does
from zhian.kernel.web.pages import RecordPages
from zhian.kernel.web.requests import Request

from ..forms.records import OwnForm
from ..models import OwnIndicator
from ..services.charts import draw
from ..services.language import words_to_use
from ..services.measuring import as_measured
from ..services.own import example, looked_through, previewed, write
from ..tables import OwnFilters, OwnTable
from .measuring import office_of


class OwnPages(RecordPages[OwnIndicator]):
    model = OwnIndicator
    table = OwnTable
    filters = OwnFilters
    form = OwnForm
    file = staticmethod(write)
    detail = "indicators/own.html"
    form_page = "indicators/own_form.html"

    def render(self, request: Request, template: str, **context: Any) -> HttpResponse:
        """The form page is told what can be written; a new definition begins with an example."""
        if template == self.form_page:
            context |= {"words": words_to_use()}
            if not context.get("record"):
                context["form"].fields["definition"].initial = example()
        return super().render(request, template, **context)


pages = OwnPages()


@does("own_indicators.file")
@login_required
@require_POST
def check(request: Request) -> HttpResponse:
    """What is wrong with the text, while one types."""
    _require(request)
    context = {"wrong": looked_through(request.POST.get("definition", ""))}
    return render(request, "indicators/own_check.html", context)


@does("own_indicators.file")
@login_required
@require_POST
def preview(request: Request) -> HttpResponse:
    """What the definition would have shown over the last two years."""
    hospital = office_of(request, "own_indicators.file")
    context: dict[str, Any] = {}
    try:
        found = previewed(request.POST.get("definition", ""), hospital)
        rows = {row.month: row for row in as_measured(found.values, hospital)}
        drawing = draw(found.definition, rows)
        context = {"drawing": drawing, "picture": drawing.svg(), "lines": drawing.lines()}
    except ValidationError as wrong:
        context = {"wrong": wrong.messages}
    return render(request, "indicators/preview.html", context, status=422 if "wrong" in context else 200)


def _require(request: Request) -> None:
    if not request.user.has_perm("own_indicators.file"):
        raise PermissionDenied("own_indicators.file")
