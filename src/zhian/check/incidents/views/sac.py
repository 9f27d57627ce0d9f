"""The hospital's SAC matrix: looked at and changed by the office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..codes import Severity
from ..forms import SacMatrixForm
from ..models import matrix_of
from ..services import change_matrix


@does("sac.edit")
@login_required
@once
def show_sac(request: Request) -> HttpResponse:
    """The matrix that holds now, as a form; saving makes a new version."""
    hospital = hospital_of_office(request, "sac.edit")
    matrix = matrix_of(hospital)
    form = SacMatrixForm(request.POST or None, matrix=matrix, initial={"source": matrix.source})
    if form.is_valid():
        change_matrix(hospital, actor=request.user, levels=form.levels(), source=form.cleaned_data["source"])
        messages.success(request, _("The matrix is kept. It holds for what is graded from now on."))
        return redirect("incidents:sac")
    context = {"form": form, "matrix": matrix, "hospital": hospital, "severities": Severity.labels}
    return render(request, "incidents/sac.html", context, status=422 if form.is_bound else 200)


def hospital_of_office(request: Request, permission: str) -> Department:
    """The person's own hospital, where the duty covers it."""
    department = request.user.department
    hospital = department.hospital if department else None
    if hospital is None or not request.user.has_perm(permission, hospital):
        raise PermissionDenied(permission)
    return hospital
