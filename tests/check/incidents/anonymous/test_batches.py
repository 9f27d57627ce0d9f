"""Reports without a name wait, unreadable, and are handed over together: no moment, no order tells whose is whose."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from zhian.check.incidents.models import Incident, Intake, Receipt
from zhian.check.incidents.services.intake import next_release
from zhian.check.incidents.services.receipts import key_of
from zhian.check.incidents.services.release import release
from zhian.kernel.audit.models import Entry
from zhian.kernel.moment import now

from .telling import released, sent


def test_what_waits_cannot_be_read_in_the_database_and_has_no_moment(nobody, poster):
    sent(nobody, poster)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incidents_intake")
        [stored] = cursor.fetchall()
    assert "rails" not in str(stored)
    assert Intake.objects.get().release_at == next_release()
    assert not Entry.objects.filter(content_type__model="intake").exists()


def test_everything_of_a_batch_has_the_hour_of_the_batch(nobody, poster):
    codes = [sent(nobody, poster, account=f"Event {number}") for number in range(5)]
    hour = next_release()
    assert released() == 5
    found = [Receipt.objects.get(key=key_of(code)).incident for code in codes]
    assert {incident.created_at for incident in found} == {hour}
    assert {step.at for incident in found for step in incident.transitions.all()} == {hour}
    entries = Entry.objects.filter(content_type__app_label__in=("incidents", "records"), actor=None)
    assert {entry.timestamp for entry in entries} == {hour}


def test_numbers_tell_the_batch_and_not_the_order(nobody, poster):
    codes = [sent(nobody, poster, account=f"Event {number}") for number in range(12)]
    released()
    numbers = [Receipt.objects.get(key=key_of(code)).incident.number for code in codes]
    guessed = sum(told == by_order for told, by_order in zip(numbers, sorted(numbers), strict=True))
    assert guessed <= 5, "whoever saw them come learns no more than by chance (once in 1,600 runs it is six or more)"


def test_nothing_is_handed_over_before_its_hour(nobody, poster):
    sent(nobody, poster)
    assert release() == 0
    assert not Incident.objects.exists()


def test_the_hours_count_from_midnight(settings):
    settings.RELEASE_EVERY = timedelta(minutes=50)
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    assert next_release(midnight) == midnight + timedelta(minutes=50)
    assert next_release(midnight + timedelta(minutes=50)) == midnight + timedelta(minutes=100)
    assert next_release(midnight + timedelta(hours=23, minutes=50)) == midnight + timedelta(days=1)


def test_a_ward_that_closes_meanwhile_loses_no_report(nobody, poster, icu, hospital):
    code = sent(nobody, poster)
    icu.is_open = False
    icu.save()
    assert released() == 1
    assert Receipt.objects.get(key=key_of(code)).incident.department == hospital


def test_one_that_cannot_be_filed_keeps_no_other_waiting(nobody, poster, caplog):
    broken = Intake.objects.create(key="0" * 64, release_at=now(), told='{"receipt": 0, "text": "secret words"}')
    sent(nobody, poster)
    assert released() == 1
    assert list(Intake.objects.all()) == [broken]
    assert "secret words" not in caplog.text
