"""Measuring: what is shown is kept with its moment, late data supersede and never overwrite."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

import given
from zhian.check.indicators.models import Measured, Measuring, Standing
from zhian.check.indicators.services import measuring
from zhian.check.indicators.services.charts import drawing_of
from zhian.check.indicators.services.definitions import definition_of
from zhian.check.indicators.services.quality import quality_of
from zhian.check.indicators.services.standings import stand_anew
from zhian.engines.indicators.values import Value
from zhian.engines.workflow import Refused
from zhian.kernel.audit import guards
from zhian.kernel.moment import at, now, today
from zhian.kernel.months import later, month_of

LAST = later(month_of(today()), -1)


def a_value(department="ICU", numerator=5.0, reason=""):
    number = None if reason else numerator
    return Value("NUR-07", "2020", "TEST", department, LAST, (), number, 1000.0, number, not reason, reason)


def keep(hospital, icu, *values):
    return measuring.keep(hospital, {"ICU": icu}, values, {"NUR-07"})


def test_what_did_not_change_is_not_written_again(hospital, icu):
    assert keep(hospital, icu, a_value(), a_value(None)) == (2, 0)
    assert keep(hospital, icu, a_value(), a_value(None)) == (0, 0)
    assert Measured.objects.count() == 2


def test_late_data_supersede_and_what_was_shown_stays_known(hospital, icu):
    with at(now() - timedelta(days=10)):
        keep(hospital, icu, a_value(numerator=5))
    assert keep(hospital, icu, a_value(numerator=7)) == (0, 1)
    assert [row.numerator for row in Measured.known()] == [7]
    assert [row.numerator for row in Measured.known(now() - timedelta(days=5))] == [5]


def test_a_month_without_a_value_says_why_and_is_not_nought(hospital, icu):
    keep(hospital, icu, a_value(reason="not_entered"))
    row = Measured.objects.get()
    assert (row.value, row.reason) == (None, "not_entered")


def test_the_database_itself_refuses_to_change_what_was_shown(hospital, icu):
    keep(hospital, icu, a_value())
    guards.put_up()
    with pytest.raises(DatabaseError), transaction.atomic():
        Measured.objects.update(value=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_measured")


def test_one_run_at_a_time(hospital, quinn):
    measuring.ask_to_measure(hospital, actor=quinn)
    with pytest.raises(Refused):
        measuring.ask_to_measure(hospital, actor=quinn)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measuring.objects.create(hospital=hospital)


def test_a_run_over_an_empty_lake_ends_and_says_that_there_are_no_facts(hospital, quinn):
    run = measuring.carry_out(measuring.ask_to_measure(hospital, actor=quinn))
    assert run.finished_at and not run.error
    assert run.done >= run.total > 100
    assert not Measured.objects.exclude(value=None).exists()


def test_the_chart_of_a_day_gone_by_shows_what_was_known_then(hospital, icu):
    definition = definition_of(hospital, "NUR-07")
    with at(now() - timedelta(days=10)):
        keep(hospital, icu, a_value(numerator=5))
    keep(hospital, icu, a_value(numerator=7))
    assert drawing_of(definition, icu).rows[-1].numerator == 7
    assert drawing_of(definition, icu, at=now() - timedelta(days=5)).rows[-1].numerator == 5


def test_a_month_in_which_nothing_was_measured_stays_on_the_axis(hospital, icu):
    given.measured(icu, [4, None, 6])
    drawing = drawing_of(definition_of(hospital, "NUR-07"), icu)
    assert len(drawing.months) == 3
    assert drawing.lines()[1].value == "—"
    assert drawing.lines()[1].why


def test_a_standing_has_the_icons_of_its_chart(hospital, icu):
    given.measured(icu, [5] * 20 + [30] * 4)
    stand_anew(icu, "NUR-07")
    standing = Standing.objects.get()
    assert standing.variation == "concern_high"
    assert standing.series[-1] == 30


def test_a_standing_speaks_of_the_last_month_that_is_due(hospital, icu):
    given.measured(icu, [5] * 20)
    early = a_value(reason="follow_up_runs")._replace(month=later(LAST, 1))
    keep(hospital, icu, early)
    stand_anew(icu, "NUR-07")
    standing = Standing.objects.get()
    assert (standing.month, standing.value, standing.reason) == (LAST, 5, "")


def test_a_month_that_is_not_due_is_not_missing(hospital, icu):
    given.measured(icu, [5] * 20)
    keep(hospital, icu, a_value(reason="follow_up_runs")._replace(month=later(LAST, 1)))
    quality = quality_of(drawing_of(definition_of(hospital, "NUR-07"), icu), icu)
    assert (quality.months, quality.present, quality.reasons) == (20, 20, [])
