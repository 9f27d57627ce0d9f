"""Boards: how the indicators of a hospital, or of one of its departments, stand; each set on its own."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.requests import Request

from ..models import Alert
from ..models.budget import budget_of
from ..services.alerts import last_watch
from ..services.definitions import Set, all_sets, in_force, newest_sets, set_of
from ..services.places import departments_of, hospital_of, place_of
from ..services.standings import ASSURANCES, MEANINGS, VARIATIONS, Tile, matrix, sign, tiles

FEW = 8  # tiles of a set on the page of all sets


@does("indicators.read")
@login_required
def board(request: Request) -> HttpResponse:
    """All sets at once: the matrix that counts them, and of each set those that have a value."""
    hospital, place = asked_place(request)
    shown = tiles(place, in_force(hospital))
    by_key = {tile.definition.key: tile for tile in shown}
    groups = [_group(request, each, by_key) for each in newest_sets(hospital)]
    context = {
        "groups": [group for group in groups if group["valued"]],
        "empty": [group for group in groups if group["all"] and not group["valued"]],
        "sets": all_sets(hospital),
        **_around(request, hospital, place, shown),
    }
    return render(request, "indicators/board.html", context)


@does("indicators.read")
@login_required
def set_board(request: Request, board: str) -> HttpResponse:
    """One set with all its indicators, also those without a value and why."""
    hospital, place = asked_place(request)
    found = set_of(hospital, board)
    if found is None:
        raise Http404
    shown = tiles(place, found.definitions)
    context = {**_around(request, hospital, place, shown), "set": found, "tiles": _asked_for(request, shown)}
    return render(request, "indicators/set.html", context)


def asked_place(request: Request) -> tuple[Department, Department]:
    """The hospital, and the place that is asked for: the hospital itself or one of its departments."""
    hospital = hospital_of(request.user)
    if hospital is None or not request.user.has_perm("indicators.read"):
        raise PermissionDenied("indicators.read")
    place = place_of(request.user, hospital, request.GET.get("department", ""))
    if place is None:
        raise Http404
    return hospital, place


def _group(request: Request, of: Set, by_key: Mapping[str, Tile]) -> dict[str, Any]:
    all_of = [by_key[each.key] for each in of.definitions if each.key in by_key]
    valued = [tile for tile in all_of if tile.standing and tile.standing.value is not None]
    kept = _asked_for(request, valued)
    return {
        "key": of.key,
        "title": of.title,
        "tiles": kept if _filter(request) else kept[:FEW],
        "all": len(all_of),
        "valued": len(valued),
    }


def _filter(request: Request) -> tuple[str, str] | None:
    group, dot, assurance = request.GET.get("show", "").partition(".")
    return (group, assurance) if dot else None


def _asked_for(request: Request, shown: list[Tile]) -> list[Tile]:
    """Those of one field of the matrix, where it was clicked."""
    asked = _filter(request)
    if asked is None:
        return shown
    return [tile for tile in shown if tile.standing and (tile.group, tile.standing.assurance) == asked]


def _around(request: Request, hospital: Department, place: Department, shown: list[Tile]) -> dict[str, Any]:
    valued = [tile for tile in shown if tile.standing and tile.standing.value is not None]
    alerts = Alert.objects.filter(Alert.visible_to(request.user), is_closed=False)
    measured = [tile.standing.measured_at for tile in shown if tile.standing]
    return {
        "hospital": hospital,
        "place": place,
        "is_hospital": place == hospital,
        "departments": departments_of(request.user, hospital),
        "matrix": matrix(valued),
        "count": len(shown),
        "without": len(shown) - len(valued),
        "worse": [tile for tile in valued if tile.group == "concern"],
        "better": [tile for tile in valued if tile.group == "improvement"],
        "failing": [tile for tile in valued if tile.standing and tile.standing.assurance == "consistent_fail"],
        "month": max((tile.standing.month for tile in valued if tile.standing), default=None),
        "measured_at": max(measured, default=None),
        "alerts": alerts.count(),
        "budget": budget_of(hospital),
        "watch": last_watch(hospital),
        "is_filtered": _filter(request) is not None,
        "may_report": request.user.has_perm("indicators.report", hospital),
        "may_budget": request.user.has_perm("indicators.set_budget", hospital),
        "may_measure": request.user.has_perm("indicators.measure", hospital),
    }


@does("indicators.browse")
@login_required
def icons(request: Request) -> HttpResponse:
    """What each icon says."""
    told = {
        "variations": [(sign(VARIATIONS, key), MEANINGS[key]) for key in VARIATIONS],
        "assurances": [(sign(ASSURANCES, key), MEANINGS[key]) for key in ASSURANCES],
    }
    return render(request, "indicators/icons.html", told)
