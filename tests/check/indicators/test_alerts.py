"""Early warning: one alert for an episode, taken up by an owner, put right, and seen to be better on the chart."""

import pytest

import given
from zhian.check.indicators.models import Alert, Rebase
from zhian.check.indicators.services import alerts, marks
from zhian.check.indicators.services.charts import drawing_of
from zhian.check.indicators.services.definitions import definition_of
from zhian.check.indicators.services.effect import effect_said
from zhian.engines.workflow import Refused
from zhian.kernel.moment import today
from zhian.kernel.months import later, month_of

LAST = later(month_of(today()), -1)
CALM = [10, 11, 9, 10, 12, 8, 10, 11, 9, 10, 10, 11, 9, 10, 12, 8, 10, 11, 9, 10, 10, 11, 9, 10]


def charts(*places):
    return [(place, drawing_of(definition_of(place.hospital, "NUR-07"), place)) for place in places]


def test_what_goes_up_and_down_by_chance_does_not_warn(hospital, icu):
    given.measured(icu, CALM + CALM[:6])
    alerts.look_out(hospital, charts(icu), LAST)
    assert not Alert.objects.exists()


def test_a_lasting_doubling_is_one_alert_however_often_it_is_seen(hospital, icu, hugo):
    given.measured(icu, CALM + [30] * 6)
    alerts.look_out(hospital, charts(icu), LAST)
    alerts.look_out(hospital, charts(icu), LAST)
    alert = Alert.objects.get()
    assert (alert.department, alert.side, alert.is_over) == (icu, 1, False)
    assert [turn.person for turn in alert.turns.all()] == [hugo]
    assert "180" in alerts.reason(alert)


def test_what_was_usual_was_so_before_the_change(hospital, icu):
    """The centre line is drawn through all months: after a change it lies between what was and what is."""
    given.measured(icu, CALM[:12] + [30] * 6)
    alerts.look_out(hospital, charts(icu), LAST)
    before = sum(CALM[:12]) / 12
    assert f"{before:.2f}‰ was usual" in alerts.reason(Alert.objects.get())


def test_after_a_change_nobody_says_what_comes_next(hospital, icu, wards):
    given.measured(icu, CALM)
    given.measured(wards, CALM + [30] * 6)
    calm, changed = (drawing for _place, drawing in charts(icu, wards))
    assert "Next month is expected between" in calm.says
    assert "not by chance" in changed.says and "Next month" not in changed.says


def test_an_edition_that_ended_before_it_was_measured_says_so(hospital):
    ended = definition_of(hospital, "GOAL-AIS", "2021")
    assert "in force until" in drawing_of(ended, hospital).says


def test_too_few_who_were_treated_are_told_as_those_who_were_not(hospital, icu):
    done = [90, 91, 89, 90, 92, 88, 90, 91, 89, 90, 90, 91, 60, 61, 59, 60]
    given.measured(icu, done, code="GOAL-MDT4", edition="2021", denominator=100)
    drawing = drawing_of(definition_of(hospital, "GOAL-MDT4"), icu)
    alerts.look_out(hospital, [(icu, drawing)], LAST)
    assert "it was missed in 160" in alerts.reason(Alert.objects.get())


def test_the_whole_hospital_is_not_told_what_a_department_is_told(hospital, icu):
    given.measured(icu, CALM + [30] * 6)
    given.measured(hospital, CALM + [30] * 6)
    alerts.look_out(hospital, charts(hospital, icu), LAST)
    assert [alert.department for alert in Alert.objects.all()] == [icu]


def test_two_indicators_that_count_the_same_events_warn_once(hospital, icu):
    given.measured(icu, CALM + [30] * 6)
    given.measured(icu, CALM + [30] * 6, code="NUR-11")
    other = drawing_of(definition_of(hospital, "NUR-11"), icu)
    alerts.look_out(hospital, [*charts(icu), (icu, other)], LAST)
    assert Alert.objects.count() == 1


def test_an_alert_is_closed_only_when_its_findings_are(icu, hugo, quinn):
    alert = given.an_alert(icu)
    alerts.acknowledge(alert, actor=hugo)
    finding = alerts.raise_from(alert, actor=hugo, title="Handrails", department=icu)
    assert (finding.effect_indicator, finding.source_id) == ("NUR-07", alert.pk)
    with pytest.raises(Refused):
        alerts.close(alert, actor=hugo, note="Handrails")


def test_an_explanation_is_needed(icu, hugo):
    alert = given.an_alert(icu)
    alerts.acknowledge(alert, actor=hugo)
    with pytest.raises(Refused):
        alerts.close(alert, actor=hugo, note="")


def test_a_split_chart_shows_before_and_after(icu, quinn):
    given.measured(icu, [30] * 12 + [10] * 6)
    definition = definition_of(icu.hospital, "NUR-07")
    rebase = marks.begin_limits(definition, icu, actor=quinn, month=later(LAST, -5), reason="Handrails")
    said = effect_said(drawing_of(definition, icu), rebase)
    assert said.startswith("It shows")
    assert "30.00‰" in said and "10.00‰" in said


def test_new_limits_are_taken_back_with_a_reason_and_stay_known(icu, quinn):
    given.measured(icu, CALM)
    definition = definition_of(icu.hospital, "NUR-07")
    rebase = marks.begin_limits(definition, icu, actor=quinn, month=later(LAST, -5), reason="A new ward")
    with pytest.raises(Refused):
        marks.begin_limits(definition, icu, actor=quinn, month=later(LAST, -5), reason="Again")
    marks.withdraw_limits(rebase, actor=quinn, reason="It was not")
    assert len(drawing_of(definition, icu).chart.phases) == 1
    assert Rebase.objects.get().withdrawn_why == "It was not"


def test_a_department_that_one_may_not_see_is_not_there(hospital, icu, wards, signed_in):
    given.measured(icu, CALM)
    head = given.a_person("wanda", wards, "head")
    assert signed_in(head).get("/indicators/NUR-07/").status_code == 200
    assert signed_in(head).get("/indicators/NUR-07/?department=ICU").status_code == 404
    assert signed_in(head).get(f"/indicators/NUR-07/rows/{LAST:%Y-%m}/").status_code == 403


def test_the_budget_is_kept_between_its_limits(hospital, quinn):
    assert alerts.set_budget(hospital, actor=quinn, alarms=2.5).alarms == 2.5
