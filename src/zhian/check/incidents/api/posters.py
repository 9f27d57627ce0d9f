"""Posters for programs."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from zhian.kernel.web.api import (
    READING,
    WRITING,
    DepartmentOut,
    Rate,
    answer,
    checked,
    doors,
    operation,
    schema_of,
)
from zhian.kernel.web.once import once
from zhian.kernel.web.requests import Request

from ..forms.posters import PosterForm
from ..models import Poster
from ..services.posters import make_poster, withdraw_poster
from ..views.posters import MANAGE, address_of, poster_of, posters_of

router = Router(auth=doors("posters", _("Posters"), permission=MANAGE), throttle=Rate(), tags=["posters"])

PosterIn = schema_of("PosterIn", PosterForm.base_fields)


class PosterOut(Schema):
    """Where a poster hangs, and the address that it shows."""

    code: str
    address: str
    department: DepartmentOut
    takes_reports: bool
    made_at: datetime

    @staticmethod
    def resolve_address(poster: Poster) -> str:
        return address_of(poster)


@router.get("", response={200: list[PosterOut], **READING}, **operation("posters", MANAGE, "Posters"))
def list_posters(request: Request) -> list[Poster]:
    """Those that hang and those that were withdrawn."""
    return list(posters_of(request))


@router.post(
    "", response={201: PosterOut, **WRITING}, **operation("posters_make", MANAGE, "Make a poster", is_once=True)
)
@once
def make(request: Request, told: PosterIn) -> HttpResponse:  # type: ignore[valid-type]
    """For a ward, or for a whole hospital."""
    form = PosterForm(told.given())  # type: ignore[attr-defined]
    form.offer_to(request.user)
    poster = make_poster(checked(form).cleaned_data["department"], actor=request.user)
    return answer(PosterOut, poster, 201)


@router.post(
    "{slug:code}/withdraw",
    response={200: PosterOut, **WRITING},
    **operation("posters_withdraw", MANAGE, "Withdraw a poster", is_once=True),
)
@once
def withdraw(request: Request, code: str) -> HttpResponse:
    """It takes no more reports."""
    poster = poster_of(request, code)
    withdraw_poster(poster, actor=request.user)
    return answer(PosterOut, poster)
