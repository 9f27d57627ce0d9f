"""The figures say what the register says, and every part of them opens what is behind it."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from html import unescape
from importlib import import_module
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from hypothesis import HealthCheck
from hypothesis import given as having
from hypothesis import settings as trying
from hypothesis import strategies as st

import given
from zhian.check.incidents import facts
from zhian.check.incidents import services as incidents
from zhian.check.incidents.codes import Category, Grade, Harm, Kind
from zhian.check.incidents.figures import Rated, figures, months_of
from zhian.check.incidents.models import Detail, Fact, Filling, Incident
from zhian.check.incidents.services import filling
from zhian.check.incidents.services.filling import fill_facts, unfinished
from zhian.do.feeds import services as feeds
from zhian.kernel.moment import at, now, today
from zhian.kernel.months import Months, month_of
from zhian.kernel.records import services as records

begin_counted = import_module("zhian.check.incidents.migrations.0020_a_new_register_is_counted")
FIGURES = "/incidents/figures/"
HERE = ZoneInfo("Asia/Shanghai")
RAW = {"category": "FALL", "account": "Somebody wrote this", "occurred_at": datetime(2026, 3, 9, 12, tzinfo=HERE)}


def counted(user, months=None, **asked):
    return figures(facts.seen_by(user), months or months_of("12"), lambda **conditions: "", **asked)


def noon(year, month, day, hour=12):
    return datetime(year, month, day, hour, 30, tzinfo=HERE)


def reported(by, moment, **told):
    """A report of what happened at that moment, an hour later."""
    with at(moment + timedelta(hours=1)):
        return given.a_fall(by=by, hours_ago=1, **told)


def test_a_report_has_its_fact_at_once(nina, icu, hospital):
    fall = reported(nina, noon(2026, 3, 9, hour=23))
    fact = Fact.objects.get(pk=fall.pk)
    assert (fact.hospital_id, fact.department_id) == (hospital.pk, icu.pk)
    assert (fact.month.isoformat(), fact.weekday, fact.hour) == ("2026-03-01", 1, 23)
    assert (fact.category, fact.kind, fact.harm, fact.grade) == ("FALL", "incident", "low", None)
    assert (fact.way, fact.reporter, fact.triaged_in, fact.closed_in) == ("named", "nurse", None, None)


def test_the_fact_follows_every_step_and_change(nina, hugo, quinn):
    fall = reported(nina, now() - timedelta(hours=31))
    incidents.confirm(fall, actor=quinn, grade=Grade.NO_HARM, harm=Harm.NONE)
    fact = Fact.objects.get(pk=fall.pk)
    assert (fact.grade, fact.harm, fact.triaged_in, fact.is_closed) == (3, "none", 30, False)
    given.edit(fall, by=quinn, category=Category.MED)
    with at(now() + timedelta(days=9)):
        incidents.close(fall, actor=quinn, feedback="Thank you", no_lesson="Known since long")
    fact.refresh_from_db()
    assert (fact.category, fact.triaged_in, fact.is_closed, fact.closed_in) == ("MED", 30, True, 10)
    incidents.reopen(fall, actor=quinn, note="Once more")
    fact.refresh_from_db()
    assert (fact.is_closed, fact.closed_in) == (False, None)


def test_what_was_no_event_is_not_counted_until_it_is_taken_up_again(nina, quinn):
    fall = reported(nina, now() - timedelta(hours=21))
    with at(now() - timedelta(hours=10)):
        incidents.mark_not_reportable(fall, actor=quinn, note="A drill")
    assert not Fact.objects.exists()
    incidents.reopen(fall, actor=quinn, note="It was none after all")
    incidents.confirm(fall, actor=quinn, grade=Grade.NO_HARM, harm=Harm.NONE)
    assert Fact.objects.get().triaged_in == 10


def test_what_is_published_tells_of_no_person_and_no_record(nina, icu):
    fall = reported(nina, now() - timedelta(hours=3), title="Known by its title", account="and by its words")
    [row] = facts.rows([icu.pk], months_of("month") if fall else None) if now().hour > 4 else [None]
    if row is None:
        pytest.skip("Three hours ago was another day, perhaps another month.")
    assert set(row) == {column.name for column in facts.COLUMNS}
    assert not {fall.pk, nina.pk, fall.number, nina.username} & set(map(str, row.values()))
    for column in facts.COLUMNS:
        assert row[column.name] is None or isinstance(row[column.name], column.type), column


def test_each_sees_the_figures_of_what_is_theirs(nina, hugo, quinn, oscar, wards):
    other = given.a_person("wanda", wards, "nurse")
    given.a_fall(by=nina), given.a_fall(by=other), given.a_fall(by=other)
    totals = {user.username: counted(given.anew(user))["tiles"]["total"] for user in (nina, other, hugo, quinn, oscar)}
    assert totals == {"nina": 1, "wanda": 2, "hugo": 1, "quinn": 3, "oscar": 0}


def test_an_office_over_two_places_counts_both_and_nothing_twice(nina, wards, icu, hospital):
    given.a_fall(by=nina)
    given.a_fall(by=given.a_person("wanda", wards, "nurse"))
    both = given.a_person("bea", icu, "quality_office", over=icu)
    given.a_duty(both, "leader", wards)
    assert counted(given.anew(both))["tiles"]["total"] == 2


@pytest.mark.parametrize(
    "asked", ["", "?period=month", "?since=2024-01&until=2026-03", "?stack=kind", "?category=FALL"]
)
def test_every_part_of_a_chart_opens_as_many_as_it_says(asked, nina, quinn, wards, signed_in):
    for moment in (noon(2026, 1, 5), noon(2026, 3, 8, hour=3), now() - timedelta(days=1), noon(2024, 12, 31, hour=23)):
        given.confirm(reported(nina, moment, event_kind=Kind.NEAR_MISS, harm=Harm.NONE), by=quinn)
        reported(nina, moment, department=wards, category=Category.MED)
    browser = signed_in(quinn)
    page = browser.get(FIGURES + asked).content.decode()
    page = re.sub(r"<section(?:(?!</section>).)*Median time to (?:(?!</section>).)*</section>", "", page, flags=re.S)
    a_bar = r'<a class="(?:bar-row|column)"\s+href="(/incidents/[^"]+)">(?:(?!</a>).)*?<b>(\d+)</b>'
    bars = re.findall(a_bar, page, re.S)
    cells = re.findall(r'<td class="(?:num|shade-\d)">\s*<a href="(/incidents/[^"]+)">(\d+)</a>', page)
    assert len(bars) > 5
    assert len(cells) >= 2
    for address, number in bars + cells:
        listed = browser.get(unescape(address)).context["table"].rows
        assert len(listed) == int(number), address


def test_a_month_that_cannot_be_is_said_and_the_usual_ones_are_shown(quinn, signed_in):
    for asked in ("?since=2026-05&until=2026-01", "?since=1700-01&until=2026-01", "?since=soon", "?period=never"):
        answer = signed_in(quinn).get(FIGURES + asked)
        assert answer.status_code == 422, asked
        assert "last twelve months are shown instead" in answer.content.decode()


def test_few_of_one_way_are_hidden(nina, quinn, settings):
    settings.SMALL_CELLS = 5
    for _ in range(3):
        given.a_fall(by=nina)
    assert ways(quinn) == [["<5", "*", "0", "3"]]
    for _ in range(3):
        given.a_fall(by=nina)
    assert ways(quinn) == [["6", "0", "0", "6"]]


def ways(user):
    return [[cell.words for cell in row.cells] for row in counted(user)["ways"].parts]


LIMITS = datetime(2025, 1, 1), datetime(2026, 6, 30)  # noqa: DTZ001, the zone comes later
CASES = st.lists(
    st.tuples(
        st.datetimes(*LIMITS),
        st.sampled_from(["FALL", "MED", "TUBE"]),
        st.sampled_from(list(Kind)),
        st.booleans(),
        st.sampled_from([None, (1, "severe"), (2, "low"), (3, "none"), (4, "none")]),
        st.integers(0, 60),
    ),
    max_size=6,
)


@trying(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@having(CASES, st.dates(date(2025, 1, 1), date(2026, 6, 1)), st.integers(1, 30))
def test_figures_are_what_counting_one_by_one_gives(nina, quinn, wards, cases, first, length):
    before = set(Incident.objects.values_list("pk", flat=True))
    for moment, category, kind, is_elsewhere, graded, hours in cases:
        place = wards if is_elsewhere else nina.department
        told = {"category": category, "event_kind": kind, "department": place, "harm": Harm.UNKNOWN}
        fall = reported(nina, moment.replace(tzinfo=HERE), **told)
        if graded:
            with at(fall.created_at + timedelta(hours=hours)):
                incidents.confirm(fall, actor=quinn, grade=graded[0], harm=graded[1])
    first = month_of(first)
    months = Months(first, month_of(first + timedelta(days=31 * (length - 1))))
    ours = facts.seen_by(quinn).exclude(pk__in=before)
    found = figures(ours, months, lambda **conditions: "")
    within = [
        one
        for one in Incident.objects.exclude(pk__in=before)
        if month_of(one.occurred_at.astimezone(HERE).date()) in months
    ]
    assert found["tiles"]["total"] == len(within) == sum(stack.value for stack in found["months"].parts)
    by_category = Counter(one.get_category_display() for one in within)
    assert {bar.label: bar.value for bar in found["categories"].parts} == by_category
    by_place = Counter(one.department.name for one in within)
    assert {bar.label: bar.value for bar in found["bars"][0].parts} == by_place
    moments = [one.occurred_at.astimezone(HERE) for one in within]
    cells = Counter((moment.isoweekday(), moment.hour) for moment in moments)
    heat = {
        (day, hour): bar.value for hour, row in enumerate(found["heat"].parts) for day, bar in enumerate(row.cells, 1)
    }
    assert {place: count for place, count in heat.items() if count} == cells
    waits = [moved.at - one.created_at for one in within for moved in one.transitions.filter(step="confirm")]
    expected = median(round(wait.total_seconds() / 3600) for wait in waits) if waits else None
    assert found["tiles"]["triaged_in"] == expected


def test_rates_are_counted_by_what_was_reviewed(nina, hugo, quinn, icu, hospital):
    march = Months(date(2026, 3, 1), date(2026, 3, 1))
    for _ in range(3):
        reported(nina, noon(2026, 3, 9))
    reported(nina, noon(2026, 3, 9), event_kind=Kind.GOOD_CARE)
    rated = Rated(places=[hospital.pk, icu.pk])
    assert counted(quinn, march, rated=rated)["rates"] == []
    kept = feeds.enter(icu, march.first, actor=hugo, counts={"discharges": 60, "bed_days": 1500})
    assert counted(quinn, march, rated=rated)["rates"] == []
    feeds.review(kept, actor=quinn, seen=kept.edition)
    discharges, bed_days = counted(quinn, march, rated=rated)["rates"]
    assert (discharges.parts[0].said, bed_days.parts[0].said) == ("5.00", "2.00")
    assert "more than 2.5 is reached" in discharges.says
    assert discharges.is_unverified


def test_an_aim_says_nothing_of_a_part_of_the_events(nina, hugo, quinn, icu):
    march = Months(date(2026, 3, 1), date(2026, 3, 1))
    kept = feeds.enter(icu, march.first, actor=hugo, counts={"discharges": 60})
    feeds.review(kept, actor=quinn, seen=kept.edition)
    [chart] = counted(quinn, march, rated=Rated([icu.pk], is_all=False))["rates"]
    assert "aim" not in chart.says


def test_a_program_reads_the_same_numbers(nina, quinn, program):
    given.a_fall(by=nina), given.a_fall(by=nina, category=Category.MED)
    told = program(quinn, "figures:read").get("/api/incidents/figures?period=month&category=FALL").json()
    assert told["total"] == 1
    charts = {chart["title"]: chart for chart in told["charts"]}
    assert charts["By category"]["parts"] == [{"label": "Fall", "values": [1.0]}]
    assert charts["Ways of reporting"]["parts"] == [{"label": "ICU", "values": ["*", "*", "*", 1]}]
    assert sum(sum(part["values"]) for part in charts["By hour and weekday"]["parts"]) == 1
    assert program(quinn, "figures:read").get("/api/incidents/figures?since=2026-05&until=2026-01").status_code == 422


def answered(by, office, **told):
    """A fall with answers to its questions."""
    fall = given.a_fall(by=by)
    incidents.answer_questions(fall, actor=office, version=0, told=told)
    return fall


def test_answers_to_a_question_are_counted_and_open_their_lists(nina, quinn, signed_in):
    for activity in ("toilet", "toilet", "walking"):
        answered(nina, quinn, activity=activity)
    given.a_fall(by=nina)
    page = unescape(signed_in(quinn).get(f"{FIGURES}?by=FALL.activity").content.decode())
    assert "To or from the toilet, 2 (67 %). Answered for 3 of 4 events." in page
    (address,) = re.findall(r'href="(/incidents/\?[^"]*answered=FALL.activity.toilet[^"]*)"', page)
    found = signed_in(quinn).get(address)
    assert found.context["table"].paginator.count == 2
    assert "What the patient was doing: To or from the toilet" in found.content.decode()


def test_what_the_answers_lead_to_is_counted_too(nina, quinn, program):
    error = given.a_fall(by=nina, category="MED")
    told = {"happened": True, "reached": True, "died": False, "life_saving": False, "lasting": "none"}
    incidents.answer_questions(error, actor=quinn, version=0, told={**told, "monitored": False})
    charts = program(quinn).get("/api/incidents/figures?by=MED.merp").json()["charts"]
    (chart,) = [chart for chart in charts if chart["name"] == "answers"]
    assert chart["parts"] == [{"label": "C Reached the patient, no harm", "values": [1]}]


def test_changed_answers_are_counted_as_they_are_now(nina, quinn):
    fall = answered(nina, quinn, activity="toilet", assisted=True)
    incidents.answer_questions(fall, actor=quinn, version=1, told={"activity": "walking"})
    assert set(Detail.objects.values_list("question", "answer")) == {("activity", "walking")}
    incidents.mark_not_reportable(fall, actor=quinn, note="A drill")
    assert not Detail.objects.exists()
    incidents.reopen(fall, actor=quinn, note="It was none after all")
    assert Detail.objects.get().answer == "walking"


def test_a_question_that_is_not_counted_is_said(quinn, signed_in):
    page = signed_in(quinn).get(f"{FIGURES}?by=FALL.secret").content.decode()
    assert "No answers to this question are counted." in page


def test_who_reports_and_how_opens_its_list_unless_it_is_hidden(nina, quinn, settings, signed_in):
    settings.SMALL_CELLS = 2
    for _turn in range(3):
        given.a_fall(by=nina)
    page = unescape(signed_in(quinn).get(FIGURES).content.decode())
    for condition in ("way=named", "reporter=nurse"):
        (address,) = re.findall(rf'href="(/incidents/\?[^"]*{condition}[^"]*)"', page)
        assert signed_in(quinn).get(address).context["table"].paginator.count == 3
    settings.SMALL_CELLS = 5
    page = signed_in(quinn).get(FIGURES).content.decode()
    assert "way=named" not in page and "reporter=nurse" not in page


def test_what_came_without_a_name_is_counted_for_a_leader_once_it_is_confirmed(hospital, wards, quinn, nina):
    lena = given.a_person("lena", wards, "leader", over=hospital)
    raw = records.file(Incident(title="Raw", department=wards, **RAW), actor=None)
    assert (facts.seen_by(quinn).count(), facts.seen_by(lena).count()) == (1, 0)
    incidents.hold(raw, actor=quinn, note="Waiting", until=today() + timedelta(days=3))
    assert facts.seen_by(lena).count() == 0
    incidents.resume(raw, actor=quinn)
    given.confirm(raw, by=quinn)
    assert facts.seen_by(lena).count() == 1


def forget_the_facts():
    """The register as one that is older than its facts."""
    Fact.objects.all().delete()
    Filling.objects.all().delete()


def test_a_register_that_began_with_its_facts_has_nothing_to_fill_up(nina):
    forget_the_facts()
    begin_counted.say_so(apps, None)
    given.a_fall(by=nina)
    assert (fill_facts(), unfinished()) == (0, None)


def test_a_register_older_than_its_facts_is_filled_up(nina, hugo, quinn):
    falls = [given.a_closed_fall(by=nina, head=hugo, office=quinn), answered(nina, quinn, activity="toilet")]
    incidents.mark_not_reportable(given.a_fall(by=nina), actor=quinn, note="A drill")
    before = list(Fact.objects.order_by("pk").values())
    forget_the_facts()
    assert fill_facts() == 3
    assert list(Fact.objects.order_by("pk").values()) == before
    assert Detail.objects.get().fact_id == falls[1].pk
    assert (fill_facts(), unfinished()) == (0, None)


def test_filling_goes_on_where_it_was_left_and_says_how_far_it_is(nina, quinn, monkeypatch, signed_in):
    falls = [given.a_fall(by=nina) for _turn in range(4)]
    forget_the_facts()
    Filling.objects.create(columns=filling.COLUMNS, up_to=falls[1].pk, last=falls[3].pk)
    assert "are done" in signed_in(quinn).get(FIGURES).content.decode()
    monkeypatch.setattr(filling, "PORTION", 1)
    assert fill_facts() == 2
    assert set(Fact.objects.values_list("pk", flat=True)) == {fall.pk for fall in falls[2:]}
    assert "are done" not in signed_in(quinn).get(FIGURES).content.decode()
