"""One indicator: its chart, values, departments, comparisons, definition; and what people put on the chart."""

from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhian.engines.indicators.definition import Definition
from zhian.engines.workflow import Refused
from zhian.kernel.moment import today
from zhian.kernel.months import month_of
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department, User
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.marks import MarkForm, RebaseForm, SwitchForm, TargetForm, WithdrawForm
from ..models import Alert, Entrusted, Mark, Rebase
from ..services.charts import drawing_of
from ..services.comparing import funnel_picture, peers, references
from ..services.definitions import definition_of, editions_of, in_words, name_of
from ..services.drawing import Drawing
from ..services.expecting import expecting
from ..services.explaining import data_said, parts_of
from ..services.marks import begin_limits, put_mark, withdraw_limits
from ..services.persons import by_person
from ..services.places import departments_of
from ..services.quality import quality_of
from ..services.saying import target_said, unit_alone
from ..services.standard import by_standard
from ..services.standings import ASSURANCES, VARIATIONS, sign
from ..services.switches import set_switch, waits_for, ways_of
from ..services.targets import own_target, set_target, words_on
from .boards import asked_place
from .measuring import office_of

SHORT = 12  # lines of the table that stand open


@does("indicators.read")
@login_required
def indicator(request: Request, indicator: str) -> HttpResponse:
    """The page of an indicator in a place, as it is known now or was on a day."""
    hospital, place = asked_place(request)
    definition = found_definition(hospital, indicator, request.GET.get("edition", ""))
    return render(request, "indicators/indicator.html", page_of(request, hospital, place, definition))


def found_definition(hospital: Department, code: str, edition: str = "") -> Definition:
    definition = definition_of(hospital, code, edition)
    if definition is None:
        raise Http404
    return definition


def page_of(
    request: Request, hospital: Department, place: Department, definition: Definition, **forms: Any
) -> dict[str, Any]:
    """All that stands on the page; `forms` are those that were sent and are shown again."""
    at = _moment(request.GET.get("on", ""))
    drawing = drawing_of(definition, place, at=at)
    return {
        "hospital": hospital,
        "place": place,
        "is_hospital": place == hospital,
        "definition": definition,
        "name": name_of(definition),
        "on": request.GET.get("on", "") if at else "",
        **_chart(definition, drawing),
        **_beside(request.user, hospital, definition, drawing),
        **_behind(hospital, place, definition, drawing),
        **_defined(hospital, definition),
        **_put_there(request.user, place, definition, drawing),
        **_allowed(request.user, hospital, place),
        "mark_form": MarkForm(),
        "rebase_form": RebaseForm(),
        **forms,
    }


def _chart(definition: Definition, drawing: Drawing) -> dict[str, Any]:
    """The picture, its two icons and its table."""
    icons = drawing.icons if drawing.last is not None else None
    lines = drawing.lines()
    return {
        "drawing": drawing,
        "picture": drawing.svg(),
        "variation": sign(VARIATIONS, icons.variation) if icons else None,
        "assurance": sign(ASSURANCES, icons.assurance or "") if icons else None,
        "lines": lines[:SHORT],
        "older": lines[SHORT:],
        "goal": target_said(definition, drawing.target),
    }


def _beside(user: User, hospital: Department, definition: Definition, drawing: Drawing) -> dict[str, Any]:
    """The departments side by side, and with whom to compare."""
    departments = departments_of(user, hospital)
    told = peers(definition, departments, drawing.months[-1]) if drawing.months else []
    return {
        "departments": departments,
        "peers": told[:SHORT],
        "more_peers": told[SHORT:],
        "funnel": funnel_picture(definition, told),
        "standard": by_standard(definition, departments, drawing),
        "references": references(definition, drawing),
    }


def _behind(hospital: Department, place: Department, definition: Definition, drawing: Drawing) -> dict[str, Any]:
    """Whom it concerns, what was expected of them, and how good the data are."""
    return {
        "persons": by_person(definition, place, drawing),
        "expecting": expecting(hospital, drawing),
        "quality": quality_of(drawing, place),
    }


def _defined(hospital: Department, definition: Definition) -> dict[str, Any]:
    """The definition in words, and what the hospital settled about it."""
    ways = ways_of(hospital, definition)
    entrusted = Entrusted.objects.filter(indicator=definition.code, department__hospital=hospital)
    return {
        "editions": editions_of(hospital, definition.code),
        "words": parts_of(definition),
        "note": in_words(getattr(definition, "note", None)),
        "taken_from": "" if definition.is_manual else data_said(definition),
        "entrusted": entrusted.select_related("department"),
        "ways": ways,
        "waits": waits_for(hospital, ways),
        "aims": words_on(hospital, definition),
    }


def _put_there(user: User, place: Department, definition: Definition, drawing: Drawing) -> dict[str, Any]:
    """What people and the watch put on the chart."""
    rebases = Rebase.objects.filter(department=place, indicator=definition.code, withdrawn_at=None)
    alerts = Alert.objects.filter(Alert.visible_to(user), indicator=definition.code, department=place)
    return {
        "marks": list(drawing.marks),
        "rebases": rebases.select_related("by", "finding"),
        "alerts": alerts.order_by("-pk")[:5],
    }


def _allowed(user: User, hospital: Department, place: Department) -> dict[str, bool]:
    """Which of the page's deeds the person may do."""
    return {
        "may_annotate": user.has_perm("indicators.annotate", place),
        "may_rebase": user.has_perm("indicators.rebase", place),
        "may_drill": user.has_perm("indicators.drill", place),
        "may_switch": user.has_perm("indicators.switch", hospital),
        "may_aim": user.has_perm("indicators.set_target", hospital),
    }


@does("indicators.annotate")
@login_required
@require_POST
@once
def mark(request: Request, indicator: str) -> HttpResponse:
    """Put an intervention or a note on the chart."""
    hospital, place, definition = _asked(request, indicator, "indicators.annotate")
    form = MarkForm(request.POST)
    if form.is_valid():
        put_mark(Mark(department=place, indicator=definition.code, **form.cleaned_data), actor=request.user)
        messages.success(request, _("It stands on the chart."))
        return redirect(address(definition, place))
    return render(
        request, "indicators/indicator.html", page_of(request, hospital, place, definition, mark_form=form), status=422
    )


@does("indicators.rebase")
@login_required
@require_POST
@once
def rebase(request: Request, indicator: str) -> HttpResponse:
    """Let the limits begin anew from a month, with the reason."""
    hospital, place, definition = _asked(request, indicator, "indicators.rebase")
    form = RebaseForm(request.POST)
    if form.is_valid():
        begin_limits(definition, place, actor=request.user, **form.cleaned_data)
        messages.success(request, _("New limits begin there; the old ones stay on the chart before it."))
        return redirect(address(definition, place))
    return render(
        request,
        "indicators/indicator.html",
        page_of(request, hospital, place, definition, rebase_form=form),
        status=422,
    )


@does("indicators.rebase")
@login_required
@once
def withdraw(request: Request, indicator: str, pk: int) -> HttpResponse:
    """Take a beginning of new limits back, with the reason."""
    found = get_object_or_404(
        Rebase.objects.select_related("department"), pk=pk, indicator=indicator, withdrawn_at=None
    )
    if not request.user.has_perm("indicators.rebase", found.department):
        raise PermissionDenied("indicators.rebase")
    definition = found_definition(found.department.hospital, indicator)  # type: ignore[arg-type]
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        withdraw_limits(found, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The limits run on as before."))
        return redirect(address(definition, found.department))
    context = {"form": form, "rebase": found, "definition": definition, "back": address(definition, found.department)}
    return render(request, "indicators/withdraw.html", context, status=422 if form.is_bound else 200)


@does("indicators.switch")
@login_required
@once
def switch(request: Request, indicator: str, name: str) -> HttpResponse:
    """Say which way the hospital counts it, with the reason."""
    hospital = office_of(request, "indicators.switch")
    definition = found_definition(hospital, indicator)
    way = next((each for each in ways_of(hospital, definition) if each.name == name), None)
    if way is None:
        raise Http404
    form = SwitchForm(request.POST or None, initial={"is_on": not way.is_on})
    if form.is_valid():
        try:
            set_switch(definition, hospital, actor=request.user, switch=name, **form.cleaned_data)
            messages.success(request, _("Kept; it is counted this way from the next measuring on."))
            return redirect(address(definition, hospital))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "way": way, "definition": definition, "name": name_of(definition)}
    context["back"] = address(definition, hospital)
    return render(request, "indicators/switch.html", context, status=422 if form.is_bound else 200)


@does("indicators.set_target")
@login_required
@once
def aim(request: Request, indicator: str) -> HttpResponse:
    """Say what the hospital wants to reach, from a month on, and where that comes from."""
    hospital = office_of(request, "indicators.set_target")
    definition = found_definition(hospital, indicator)
    month = month_of(today())
    form = TargetForm(
        request.POST or None, initial={"month": month, "value": own_target(hospital, definition.code, month)}
    )
    if form.is_valid():
        try:
            set_target(definition, hospital, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Kept; charts and boards go by it."))
            return redirect(address(definition, hospital))
        except (Refused, ValidationError) as refusal:
            form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
    context = {"form": form, "definition": definition, "name": name_of(definition)}
    context |= {
        "aims": words_on(hospital, definition),
        "unit": unit_alone(definition),
        "back": address(definition, hospital),
    }
    return render(request, "indicators/target.html", context, status=422 if form.is_bound else 200)


def address(definition: Definition, place: Department) -> str:
    """The page of an indicator in a place."""
    here = reverse("indicators:indicator", args=[definition.code])
    return f"{here}?department={place.code}&edition={definition.edition}"


def _asked(request: Request, code: str, permission: str) -> tuple[Department, Department, Definition]:
    """What the address and the form name; whoever may not is told so first."""
    hospital, place = asked_place(request)
    if not request.user.has_perm(permission, place):
        raise PermissionDenied(permission)
    return hospital, place, found_definition(hospital, code, request.GET.get("edition", ""))


def _moment(told: str) -> datetime | None:
    """The end of the day that is asked for; None where none is."""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return None
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
