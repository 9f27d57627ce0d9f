"""Boards: how the indicators of a hospital, or of one of its departments, stand; each set on its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhian.kernel.people.access import does
from zhian.kernel.people.models import Department
from zhian.kernel.web.requests import Request

from ..models import Alert, Measuring
from ..models.budget import budget_of
from ..services.definitions import Set, all_sets, in_force, set_of
from ..services.places import departments_of, hospital_of, place_of
from ..services.standings import ASSURANCES, VARIATIONS, Tile, matrix, sign, tiles

FEW = 8  # tiles of a set on the page of all sets


@does("indicators.read")
@login_required
def board(request: Request) -> HttpResponse:
    """All sets at once: the matrix that counts them, and of each set those that have a value."""
    hospital, place = asked_place(request)
    shown = tiles(place, in_force(hospital))
    by_key = {tile.definition.key: tile for tile in shown}
    sets = all_sets(hospital)
    groups = [_group(request, each, by_key) for each in newest_of_each(sets)]
    groups = [group for group in groups if group["all"]]
    return render(
        request, "indicators/board.html", {**_around(request, hospital, place, shown), "groups": groups, "sets": sets}
    )


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


def newest_of_each(sets: Sequence[Set]) -> list[Set]:
    """Of the sets that come out every year only the newest: the others are opened by their names."""
    stems: dict[str, Set] = {}
    for each in sets:
        stem = each.key.rstrip("0123456789")
        stems[stem] = max(stems.get(stem, each), each, key=lambda one: one.key)
    return list(stems.values())


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
        "run": Measuring.objects.filter(hospital=hospital).first(),
        "is_filtered": _filter(request) is not None,
        "may_report": request.user.has_perm("indicators.report", hospital),
        "may_measure": request.user.has_perm("indicators.measure", hospital),
    }


@does("indicators.browse")
@login_required
def icons(request: Request) -> HttpResponse:
    """What each icon says."""
    told = {
        "variations": [sign(VARIATIONS, key) for key in VARIATIONS],
        "assurances": [sign(ASSURANCES, key) for key in ASSURANCES],
    }
    return render(request, "indicators/icons.html", told)
