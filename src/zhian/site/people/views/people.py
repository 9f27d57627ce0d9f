"""People: found, shown, added, changed; their duties; first passwords; and colleagues to choose from while typing."""

import time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhian.engines.workflow import Refused
from zhian.kernel.people import deeds
from zhian.kernel.people.access import ANY_ACCOUNT, does
from zhian.kernel.people.models import Duty, Role, User
from zhian.kernel.people.services import suggest
from zhian.kernel.web.grave import grave
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request
from zhian.kernel.web.tokens import revoke

from ...account.factors import factors, remove_second_factors
from ..forms import DutyForm, FindForm, FirstPasswordForm, PersonForm
from .doors import allowed

PER_PAGE = 50
MINUTE = 60  # seconds
SUGGESTED_A_MINUTE = 120


@allowed("people.administer")
def listing(request: Request) -> HttpResponse:
    find = FindForm(request.GET or None, user=request.user)
    page = Paginator(_found(find, request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"find": find, "page": page, "may_manage": request.user.has_perm("people.manage_people")}
    return render(request, "site/people/people.html", context)


@allowed("people.administer")
def show(request: Request, number: str) -> HttpResponse:
    person = _person(request, number)
    return _page(request, person, DutyForm(user=request.user, person=person))


@allowed("people.manage_people")
@once
def add(request: Request) -> HttpResponse:
    form = PersonForm(request.POST or None, user=request.user)
    return _keep(request, form, _("New person"))


@allowed("people.manage_people")
@grave
@once
def change(request: Request, number: str) -> HttpResponse:
    person = _person(request, number)
    form = PersonForm(request.POST or None, instance=person, user=request.user)
    return _keep(request, form, _("Change %(person)s") % {"person": person.name})


@allowed("people.manage_duties")
@grave
@once
def give_duty(request: Request, number: str) -> HttpResponse:
    person = _person(request, number)
    form = DutyForm(request.POST or None, user=request.user, person=person)
    if form.is_valid():
        try:
            with transaction.atomic():
                deeds.give_duty(person, **form.cleaned_data, actor=request.user)
            messages.success(request, _("The duty is given. It counts from the next page on."))
            return redirect("person", number)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            form.add_error(None, error.messages)
    return _page(request, person, form)


@allowed("people.manage_duties")
@require_POST
@grave
@once
def withdraw_duty(request: Request, number: str, duty: int) -> HttpResponse:
    held = get_object_or_404(Duty.objects.select_related("person"), pk=duty, person=_person(request, number))
    deeds.withdraw_duty(held, actor=request.user)
    messages.success(request, _("The duty is withdrawn."))
    return redirect("person", number)


@allowed("people.reset_password")
@grave
def first_password(request: Request, number: str) -> HttpResponse:
    """The password stands on this page once, and is kept nowhere."""
    person = _person(request, number)
    form = FirstPasswordForm(request.POST if request.method == "POST" else None)
    password = ""
    if form.is_valid():
        with transaction.atomic():
            password = deeds.issue_password(person, actor=request.user)
            for token in person.tokens.filter(revoked_at=None):
                revoke(token, actor=request.user)
            if form.cleaned_data["lost_factor"]:
                remove_second_factors(person)
    context = {"person": person, "form": form, "password": password, "has_factor": factors(person).exists()}
    response = render(request, "site/people/first_password.html", context)
    response["Cache-Control"] = "no-store"
    return response


@does(ANY_ACCOUNT)
@login_required
@require_GET
def suggestions(request: Request) -> HttpResponse:
    """Colleagues whose name or staff number fits what was typed so far."""
    if _asks_too_often(request.user):
        return JsonResponse({"people": []}, status=429)
    found = suggest(request.GET.get("q", "")[:60], to=request.user)
    return JsonResponse({"people": [_told(person) for person in found]})


def _asks_too_often(user: User) -> bool:
    """Counted in each process of the server by itself, so that typing a name writes nothing to the database."""
    key, cache = f"suggest-{user.pk}-{int(time.time() // MINUTE)}", caches["process"]
    cache.add(key, 0, MINUTE)
    return cache.incr(key) > SUGGESTED_A_MINUTE


def _told(person: User) -> dict[str, str]:
    place = person.department.name if person.department else ""
    return {"username": person.username, "name": person.name, "department": place}


def _keep(request: Request, form: PersonForm, title: str) -> HttpResponse:
    if form.is_valid():
        try:
            kept = deeds.keep_person(form.instance, actor=request.user)
            messages.success(request, _("%(person)s is saved.") % {"person": kept.name})
            return redirect("person", kept.username)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "title": title, "back": "people", "back_title": _("People")}
    return render(request, "site/people/form.html", context, status=422 if form.is_bound else 200)


def _page(request: Request, person: User, duty_form: DutyForm) -> HttpResponse:
    user = request.user
    context = {
        "person": person,
        "duties": person.duties.select_related("department").order_by("role"),
        "duty_form": duty_form,
        "may_manage": user.has_perm("people.manage_people", person),
        "may_give": user.has_perm("people.manage_duties") and person != user,
        "may_issue": user.has_perm("people.reset_password", person) and person != user,
        "factors": factors(person).count(),
    }
    return render(request, "site/people/person.html", context, status=422 if duty_form.errors else 200)


def _administered(user: User) -> QuerySet[User]:
    return User.objects.filter(department__in=user.scope(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))


def _person(request: Request, number: str) -> User:
    person = _administered(request.user).select_related("department__hospital").filter(username=number).first()
    if person is None:
        raise Http404
    return person


def _found(find: FindForm, user: User) -> QuerySet[User]:
    people = _administered(user).select_related("department").prefetch_related("duties__department")
    if not find.is_valid():
        return people.filter(is_active=True)
    asked = find.cleaned_data
    if asked["q"]:
        people = people.filter(Q(username__istartswith=asked["q"]) | Q(name__icontains=asked["q"]))
    if asked["department"]:
        people = people.filter(department__in=asked["department"].descendants(include_self=True))
    if asked["role"]:
        people = people.filter(pk__in=Duty.objects.filter(role=asked["role"]).values("person"))
    return people if asked["gone"] else people.filter(is_active=True)
