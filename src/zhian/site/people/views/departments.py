"""The tree of departments: looked at, added to, changed, moved, closed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused
from zhian.kernel.people.deeds import keep_department
from zhian.kernel.people.models import Department, Role, User
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms import DepartmentForm
from .doors import allowed


@dataclass(slots=True)
class Branch:
    """A department with those below it."""

    department: Department
    staff: int
    below: list["Branch"] = field(default_factory=list)


@allowed("people.administer")
def tree(request: Request) -> HttpResponse:
    context = {"branches": list(_branches(request.user)), "may_manage": _may_manage(request.user)}
    return render(request, "site/people/departments.html", context)


@allowed("people.manage_departments")
@once
def add(request: Request) -> HttpResponse:
    above = Department.objects.filter(code=request.GET.get("below", "")).first()
    form = DepartmentForm(request.POST or None, user=request.user, initial={"parent": above})
    if form.is_valid() and _kept(form, request):
        return redirect("departments")
    return _form_page(request, form, _("New department"))


@allowed("people.manage_departments")
@once
def change(request: Request, code: str) -> HttpResponse:
    department = get_object_or_404(Department, code=code)
    if not request.user.has_perm("people.manage_departments", department):
        raise PermissionDenied("people.manage_departments")
    form = DepartmentForm(request.POST or None, instance=department, user=request.user)
    if form.is_valid() and _kept(form, request):
        return redirect("departments")
    return _form_page(request, form, _("Change %(department)s") % {"department": department})


def _kept(form: DepartmentForm, request: Request) -> bool:
    try:
        kept = keep_department(form.instance, actor=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("%(department)s is saved.") % {"department": kept})
    return True


def _form_page(request: HttpRequest, form: DepartmentForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": "departments", "back_title": _("Departments")}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "site/people/form.html", context, status=status)


def _branches(user: User) -> Iterator[Branch]:
    """What the person administers, as trees."""
    covered = user.scope(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    counted = Department.objects.filter(pk__in=covered).annotate(people=Count("staff", filter=Q(staff__is_active=True)))
    branches = {place.pk: Branch(place, place.people) for place in counted.order_by("-is_open", "code")}
    for branch in branches.values():
        above = branches.get(branch.department.parent_id)  # type: ignore[arg-type]
        if above:
            above.below.append(branch)
        else:
            yield branch


def _may_manage(user: User) -> bool:
    return user.has_perm("people.manage_departments")
