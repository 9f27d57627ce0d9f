"""The posters of the quality office: list, make, print, withdraw."""

from typing import Any
from urllib.parse import urljoin

import qrcode
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from qrcode.image.svg import SvgPathFillImage

from zhian.engines.workflow import Refused
from zhian.kernel.people.access import ANY_ACCOUNT, does
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.posters import PosterForm
from ..models import Poster
from ..permissions import OFFICES
from ..services.posters import make_poster, poster_near, withdraw_poster

MANAGE = "posters.manage"
SECOND = ("en", "zh-hant", "")  # languages that can stand beside the first


@does(MANAGE)
@login_required
@once
def list_posters(request: Request) -> HttpResponse:
    """Those that hang and those that were taken down, and a form for another."""
    posters = posters_of(request)
    form = PosterForm(request.POST or None)
    form.offer_to(request.user)
    if form.is_valid():
        try:
            poster = make_poster(form.cleaned_data["department"], actor=request.user)
            return redirect("incidents:poster", poster.code)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, "incidents/posters/list.html", {"posters": posters, "form": form}, status=status)


@does(MANAGE)
@login_required
def print_poster(request: Request, code: str) -> HttpResponse:
    """One sheet of A4, in one language or two."""
    poster = poster_of(request, code)
    asked = request.GET.get("second", "en")
    context: dict[str, Any] = {
        "poster": poster,
        "address": address_of(poster),
        "qr": drawn(address_of(poster)),
        "second": asked if asked in SECOND else "en",
    }
    return render(request, "incidents/posters/paper.html", context)


@does(MANAGE)
@login_required
@require_POST
def withdraw(request: Request, code: str) -> HttpResponse:
    """Take one down."""
    poster = poster_of(request, code)
    withdraw_poster(poster, actor=request.user)
    messages.success(request, _("The poster of %(place)s takes no more reports.") % {"place": poster.department})
    return redirect("incidents:posters")


@does(ANY_ACCOUNT)
@login_required
def without_a_name(request: Request) -> HttpResponse:
    """From the report by name to the one without: where the posters of the own ward or hospital lead."""
    poster = poster_near(request.user)
    return redirect(poster) if poster else render(request, "incidents/posters/none.html")


def posters_of(request: Request) -> QuerySet[Poster]:
    """Those within the person's duty; raises PermissionDenied for whoever has none."""
    if not request.user.has_perm(MANAGE):
        raise PermissionDenied(MANAGE)
    return Poster.objects.filter(department__in=request.user.scope(*OFFICES)).select_related("department")


def poster_of(request: Request, code: str) -> Poster:
    found = posters_of(request).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def address_of(poster: Poster) -> str:
    """What a phone reads from the wall."""
    return urljoin(settings.SITE_ADDRESS, poster.get_absolute_url())


def drawn(address: str) -> SafeString:
    """The address as a QR code: one SVG of our own making, that bears dirt and a crease."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=2, image_factory=SvgPathFillImage)
    code.add_data(address)
    return mark_safe(code.make_image().to_string(encoding="unicode"))  # noqa: S308 (holds nothing that anybody wrote)
