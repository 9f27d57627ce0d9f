"""The pages of what the house itself sets: its own versions of the rules, and the days that it works."""

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhian.engines.clocks import Rule
from zhian.kernel.calendar.models import HouseDay
from zhian.kernel.calendar.services import forget_day, keep_days, read_days
from zhian.kernel.moment import today
from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from .forms import DayForm, PasteForm, RuleForm
from .models import OwnRule, Verified, said
from .rulebook import rules_of
from .services import keep_rule
from .views import done

MANAGE_RULES, MANAGE_DAYS = "clocks.manage_rules", "calendar.manage"


# Rules ------------------------------------------------------------------------------------------------------
@does(MANAGE_RULES)
@login_required
def rules(request: Request) -> HttpResponse:
    """Every rule as it holds here, with its source and how sure it is."""
    hospital = hospital_of(request, MANAGE_RULES)
    shown = shown_rules(hospital)
    unsure = sum(not row["is_verified"] for row in shown)
    return render(request, "clocks/rules.html", {"rules": shown, "unsure": unsure, "hospital": hospital})


@does(MANAGE_RULES)
@login_required
@once
def edit_rule(request: Request, rule: str) -> HttpResponse:
    """The hospital's own version of a rule, or the national one confirmed."""
    hospital = hospital_of(request, MANAGE_RULES)
    versions = [each for each in rules_of(hospital) if each.id == rule]
    if not versions:
        raise Http404
    form = RuleForm(request.POST or None, initial=_initial(versions[-1]))
    if done(form, lambda: keep_rule(hospital, rule, actor=request.user, **form.rule())):
        messages.success(request, _("The rule is kept."))
        return redirect("clocks:rules")
    own = OwnRule.objects.filter(hospital=hospital, rule_id=rule).select_related("by").order_by("-pk")
    context = {"form": form, "rule": _shown(versions), "own": own}
    return render(request, "clocks/rule.html", context, status=422 if form.is_bound else 200)


def shown_rules(hospital: Department) -> list[dict[str, Any]]:
    """Every rule as it holds in the hospital today."""
    found = groupby(rules_of(hospital), key=lambda rule: rule.id)
    return [_shown(list(versions)) for _name, versions in found]


def _shown(versions: list[Rule]) -> dict[str, Any]:
    """The version that holds today, else the next, in the language that is spoken now."""
    rule = next((each for each in reversed(versions) if each.valid_from <= today()), versions[0])
    return {
        "id": rule.id,
        "title": said(rule.title._asdict()),
        "authority": said(rule.authority._asdict()),
        "period": said(rule.period.words._asdict()) if rule.period else _("set by local rules"),
        "is_set": rule.period is not None,
        "source": rule.source,
        "note": said(rule.note._asdict()),
        "is_verified": rule.verified != Verified.UNVERIFIED,
        "verified": Verified(rule.verified).label,
        "valid_from": rule.valid_from,
        "is_own": rule.is_own,
        "next_from": versions[-1].valid_from if versions[-1].valid_from > today() else None,
    }


def _initial(rule: Rule) -> dict[str, Any]:
    period = rule.period
    return {
        "unit": period.unit if period else "hours",
        "amount": (period.amount or None) if period else None,
        "source": rule.source,
        "verified": rule.verified,
    }


# Working days -----------------------------------------------------------------------------------------------
@does(MANAGE_DAYS)
@login_required
@once
def calendar(request: Request) -> HttpResponse:
    """The days on which the hospital does otherwise than the State Council's calendar, and one more of them."""
    hospital = hospital_of(request, MANAGE_DAYS)
    form = DayForm(request.POST or None)
    if done(form, lambda: keep_days(hospital, [_day(form)], actor=request.user)):
        messages.success(request, _("The calendar is kept. It counts from now on."))
        return redirect("clocks:calendar")
    return _calendar(request, hospital, form, PasteForm())


@does(MANAGE_DAYS)
@login_required
@require_POST
@once
def paste(request: Request) -> HttpResponse:
    """Many days at once; all of them or none."""
    hospital = hospital_of(request, MANAGE_DAYS)
    form = PasteForm(request.POST)
    kept = done(form, lambda: keep_days(hospital, read_days(form.cleaned_data["days"]), actor=request.user))
    if not kept:
        return _calendar(request, hospital, DayForm(), form)
    messages.success(request, _("The calendar is kept. It counts from now on."))
    return redirect("clocks:calendar")


@does(MANAGE_DAYS)
@login_required
@require_POST
@once
def forget(request: Request, day: str) -> HttpResponse:
    """Take one exception back."""
    hospital = hospital_of(request, MANAGE_DAYS)
    forget_day(hospital, day_of(day), actor=request.user)
    return redirect("clocks:calendar")


def day_of(text: str) -> date:
    """The day of an address; 404 for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def hospital_of(request: Request, permission: str) -> Department:
    """The person's own hospital, if the duty reaches it."""
    hospital = request.user.department.hospital if request.user.department else None
    if hospital is None or not request.user.has_perm(permission, hospital):
        raise PermissionDenied(permission)
    return hospital


def _day(form: DayForm) -> tuple[date, bool, str]:
    told = form.cleaned_data
    return told["day"], told["is_worked"], told["note"]


def _calendar(request: Request, hospital: Department, form: DayForm, paste_form: PasteForm) -> HttpResponse:
    days = HouseDay.objects.filter(hospital=hospital).select_related("by").order_by("-day")
    wrong = form.is_bound or paste_form.is_bound
    context = {"days": days, "form": form, "paste_form": paste_form, "hospital": hospital}
    return render(request, "clocks/calendar.html", context, status=422 if wrong else 200)
