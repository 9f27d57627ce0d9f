"""What indicators publish for indicators: the months' entries that a second person has reviewed."""

from collections.abc import Iterator
from typing import Any

from zhian.do.feeds.facts import Published
from zhian.kernel.months import Months
from zhian.kernel.people.models import Department, DepartmentKind

from .models import ReturnLine


def entries(hospital: Department, months: Months) -> Iterator[dict[str, Any]]:
    """The reviewed lines of these months, as rows of the table `entry`."""
    found = ReturnLine.objects.filter(
        monthly_return__hospital=hospital,
        monthly_return__state="reviewed",
        monthly_return__month__gte=months.first,
        monthly_return__month__lte=months.last,
    ).select_related("monthly_return__place")
    for line in found.order_by("pk").iterator():
        yield {
            "indicator": line.indicator,
            "edition": line.edition,
            "department": _department(line.monthly_return.place),
            "entered_for": line.monthly_return.month,
            "numerator": line.numerator,
            "denominator": line.denominator,
        }


def _department(place: Department) -> str:
    """The code of the department; of what was typed in for the whole hospital none."""
    return "" if place.kind == DepartmentKind.HOSPITAL else place.code


PUBLISHED = [Published("entry", entries)]
