"""What a hospital has entered of its own is kept by each process, and never longer than it is true."""

from datetime import date

from zhian.kernel.calendar.models import HouseDay
from zhian.kernel.calendar.services import edits_of, forget_day, keep_days
from zhian.kernel.people.models import Department

NEW_YEAR = date(2027, 1, 4)


def as_seen_by_the_next_request(hospital):
    return Department.objects.get(pk=hospital.pk)


def test_it_is_asked_for_once(hospital, quinn, django_assert_num_queries):
    keep_days(hospital, [(NEW_YEAR, False, "")], actor=quinn)
    here = as_seen_by_the_next_request(hospital)
    edits_of(here)
    with django_assert_num_queries(0):
        assert edits_of(here) == {NEW_YEAR: False}


def test_a_change_counts_at_once(hospital, quinn):
    assert edits_of(hospital) == {}
    keep_days(hospital, [(NEW_YEAR, False, "")], actor=quinn)
    assert edits_of(hospital) == {NEW_YEAR: False}
    forget_day(hospital, NEW_YEAR, actor=quinn)
    assert edits_of(hospital) == {}


def test_what_another_process_changed_is_seen_by_the_next_request(hospital, quinn):
    assert edits_of(hospital) == {}
    day = HouseDay(hospital=hospital, day=NEW_YEAR, is_worked=False, by=quinn)
    HouseDay.objects.bulk_create([day])  # this process hears nothing of it
    Department.objects.filter(pk=hospital.pk).update(house_key="changed by another")
    assert edits_of(as_seen_by_the_next_request(hospital)) == {NEW_YEAR: False}


def test_every_change_gives_the_hospital_another_key(hospital, quinn):
    keys = {as_seen_by_the_next_request(hospital).house_key}
    keep_days(hospital, [(NEW_YEAR, False, "")], actor=quinn)
    keys.add(as_seen_by_the_next_request(hospital).house_key)
    keep_days(hospital, [(NEW_YEAR, True, "")], actor=quinn)
    keys.add(as_seen_by_the_next_request(hospital).house_key)
    forget_day(hospital, NEW_YEAR, actor=quinn)
    keys.add(as_seen_by_the_next_request(hospital).house_key)
    assert len(keys) == 4


def test_another_hospital_keeps_its_own(hospital, quinn, oscar):
    keep_days(hospital, [(NEW_YEAR, False, "")], actor=quinn)
    assert edits_of(oscar.hospital) == {}
