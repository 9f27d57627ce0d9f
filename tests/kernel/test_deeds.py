"""A deed is one transaction in one name; a deed inside another is a part of it."""

from datetime import date

import pytest
from django.db import transaction

from zhian.engines.workflow import Refused
from zhian.kernel.audit.acting import deed
from zhian.kernel.calendar.models import HouseDay
from zhian.kernel.calendar.services import keep_days

MONDAY, TUESDAY = date(2027, 1, 4), date(2027, 1, 5)


@deed
def refuse(hospital, *, actor):
    keep_days(hospital, [(TUESDAY, False, "")], actor=actor)
    raise Refused("no")


def days():
    return list(HouseDay.objects.values_list("day", flat=True))


def test_a_deed_that_is_refused_leaves_nothing_behind(hospital, quinn):
    with pytest.raises(Refused):
        refuse(hospital, actor=quinn)
    assert days() == []


def test_a_deed_inside_another_fails_alone_in_a_transaction_of_its_own(hospital, quinn):
    @deed
    def outer(*, actor):
        keep_days(hospital, [(MONDAY, False, "")], actor=actor)
        with pytest.raises(Refused), transaction.atomic():
            refuse(hospital, actor=actor)

    outer(actor=quinn)
    assert days() == [MONDAY]


def test_a_deed_inside_another_else_takes_it_along(hospital, quinn):
    @deed
    def outer(*, actor):
        with pytest.raises(Refused):
            refuse(hospital, actor=actor)
        keep_days(hospital, [(MONDAY, False, "")], actor=actor)

    with pytest.raises(transaction.TransactionManagementError):
        outer(actor=quinn)
    assert days() == []


def test_a_deed_inside_another_asks_the_database_for_nothing_of_its_own(quinn, django_assert_num_queries):
    @deed
    def outer(*, actor):
        inner(actor=actor)

    @deed
    def inner(*, actor):
        pass

    with django_assert_num_queries(2):  # where the outer one begins and ends
        outer(actor=quinn)
