"""Statutory clocks against tables that were worked out by hand, and what must hold for all of them."""

import csv
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from zhian.engines import clocks
from zhian.engines.clocks import CHINA, FactsError, Period, RulesError, load, national, read, reckon, with_own
from zhian.engines.clocks.conditions import condition
from zhian.engines.workdays import add_workdays, is_workday

HERE = Path(__file__).parent
PERIODS = list(csv.DictReader((HERE / "clocks_table.csv").read_text(encoding="utf-8").splitlines()))
EVENTS = yaml.safe_load((HERE / "clocks_events.yaml").read_text(encoding="utf-8"))


def moment(text):
    return datetime.fromisoformat(str(text)).replace(tzinfo=CHINA)


@pytest.mark.parametrize("row", PERIODS, ids=lambda row: row["why"])
def test_when_a_period_ends(row):
    period = Period(row["unit"], int(row["amount"]), rolls=row["rolls"] == "yes")
    ends = period.end(datetime.fromisoformat(row["start"]), add_workdays)
    assert ends == datetime.fromisoformat(row["due"])
    assert ends.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("event", EVENTS["events"], ids=lambda event: event["says"])
def test_what_an_event_sets_running(event):
    told = {**EVENTS["plain"], **event["told"]}
    found = reckon(read(told), national(), add_workdays)
    assert {clock.rule.id: clock.due_at for clock in found.clocks} == {
        name: moment(due) for name, due in event["clocks"].items()
    }
    assert {rule.rule.id: list(rule.missing) for rule in found.undecided} == event.get("needs", {})


def test_the_table_tries_every_rule():
    tried = {name for event in EVENTS["events"] for name in (*event["clocks"], *event.get("needs", {}))}
    assert tried == {rule.id for rule in national()}


def test_every_deadline_of_the_catalogue_is_there():
    assert len(national()) == 27
    assert {rule.verified for rule in national()} == {"primary", "secondary", "unverified"}


# What is said ----------------------------------------------------------------------------------------------
def test_a_clock_says_why_in_both_languages():
    told = {**EVENTS["plain"], "harm": "death", "medical_error": True, "grade": 1}
    [clock] = [each for each in reckon(read(told), national(), add_workdays).clocks if each.rule.id == "ACC-12H"]
    assert clock.why.zh == "属重大医疗过失行为，伤害程度：死亡；自发生时间（2026-02-13 22:30）起 12 小时内"
    assert clock.why.en == (
        "it was serious medical negligence, harm: death; within 12 hours, "
        "counted from the time of the event (2026-02-13 22:30)"
    )


def test_the_report_itself_meets_the_clock_of_the_house():
    told = {"grade": 2, "occurred_at": "2026-11-14 02:40", "reported_at": "2026-11-14 09:10"}
    [met] = [each for each in reckon(read(told), national(), add_workdays).clocks if each.met_at]
    assert (met.rule.id, met.met_at, met.is_late) == ("HOSP-I-II", moment("2026-11-14 09:10"), False)
    late = reckon(read({**told, "reported_at": "2026-11-15 02:41"}), national(), add_workdays)
    assert [each.rule.id for each in late.clocks if each.is_late] == ["HOSP-I-II"]


def test_at_once_is_late_after_an_hour():
    due = moment("2026-11-14 02:40")
    assert not Period("at_once").is_late(due, due + timedelta(minutes=60))
    assert Period("at_once").is_late(due, due + timedelta(minutes=61))
    assert Period("hours", 2).is_late(due, due + timedelta(seconds=1))


# Conditions -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("told", "facts", "holds", "missing"),
    [
        ({"grade": [1, 2]}, {"grade": 2}, True, ()),
        ({"grade": [1, 2]}, {"grade": 3}, False, ()),
        ({"grade": 1}, {}, None, ("grade",)),
        ({"harm": {"not": "death"}}, {"harm": "low"}, True, ()),
        ({"harm": {"not": ["death", "severe"]}}, {"harm": "severe"}, False, ()),
        ({"harm": {"not": "death"}}, {}, None, ("harm",)),
        ({"people_harmed": {"at_least": 3}}, {"people_harmed": 3}, True, ()),
        ({"people_harmed": {"at_least": 3}}, {"people_harmed": 2}, False, ()),
        ({"device": True, "harm": "death"}, {"device": False}, False, ()),
        ({"device": True, "harm": "death"}, {"device": True}, None, ("harm",)),
        ({"device": True, "harm": "death"}, {}, None, ("device",)),
        ({"any": [{"device": True}, {"harm": "death"}]}, {"harm": "death"}, True, ()),
        ({"any": [{"device": True}, {"harm": "death"}]}, {"harm": "low"}, None, ("device",)),
        ({"none": [{"device": True}, {"harm": "death"}]}, {"harm": "death"}, False, ()),
        ({"none": [{"device": True}, {"harm": "death"}]}, {"harm": "low", "device": False}, True, ()),
        ({"none": [{"device": True}]}, {}, None, ("device",)),
    ],
)
def test_a_condition_holds_does_not_or_cannot_be_decided(told, facts, holds, missing):
    verdict = condition(told).judge(read(facts))
    assert (verdict.holds, verdict.missing) == (holds, missing)


@pytest.mark.parametrize(
    "told",
    [
        {},
        [],
        "grade == 1",
        {"grad": 1},
        {"grade": 7},
        {"any": []},
        {"any": {"grade": 1}},
        {"harm": {"at_least": 2}},
        {"people_harmed": {"at_least": "3"}},
        {"harm": {"__class__": 1}},
    ],
)
def test_a_condition_that_means_nothing_is_refused(told):
    with pytest.raises(ValueError):
        condition(told)


# Facts ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"garde": 1}, "grade is meant"),
        ({"grade": 5}, "none of 1, 2, 3, 4"),
        ({"people_harmed": "two"}, "not a whole number"),
        ({"people_harmed": -1}, "not a whole number"),
        ({"people_harmed": True}, "not a whole number"),
        ({"occurred_at": "yesterday"}, "not a moment"),
        ({"occurred_at": "0001-01-01"}, "not a moment"),
        ({"medical_error": "perhaps"}, "none of True, False"),
    ],
)
def test_a_fact_that_cannot_be_understood_is_named(told, says):
    with pytest.raises(FactsError, match=says):
        read(told)


def test_a_moment_without_a_zone_is_chinese_time():
    assert read({"occurred_at": "2026-11-14 02:40"})["occurred_at"] == moment("2026-11-14 02:40")
    assert read({"occurred_at": date(2026, 11, 14)})["occurred_at"] == moment("2026-11-14 00:00")


# Files of rules ---------------------------------------------------------------------------------------------
RULE = """
- id: X
  title: {zh: 甲, en: A}
  authority: {zh: 乙, en: B}
  via: phone
  when: {device: true}
  from: occurred_at
  period: {hours: 2}
  source: 某法
  verified: primary
  valid_from: 2020-01-01
"""


def a_folder(tmp_path, *texts):
    for place, text in enumerate(texts):
        (tmp_path / f"{place}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (RULE.replace("device", "devise"), "0.yaml, X: devise: there is no such fact"),
        (RULE.replace("hours: 2", "fortnights: 2"), "0.yaml, X: 'fortnights' is no unit"),
        (RULE.replace("hours: 2", "hours: 0"), "0.yaml, X: 0 hours is no period"),
        (RULE.replace("{hours: 2}", "{hours: 2, rolls: true}"), "only a last calendar day"),
        (RULE.replace("occurred_at", "harm"), "harm is no moment that is known"),
        (RULE.replace("verified: primary", "verified: no"), "verified: False is none of"),
        (RULE.replace("verified: primary", "sure: yes"), "it lacks verified"),
        (RULE + "  colour: red\n", "nobody knows colour"),
        (RULE.replace("2020-01-01", "soon"), "valid_from: 'soon' is no day"),
        (RULE + RULE, "0.yaml, X: two versions are valid on 2020-01-01"),
        (
            RULE + "  valid_until: 2020-12-31\n" + RULE.replace("2020", "2022"),
            "no version is valid from 2021-01-01 to 2021-12-31",
        ),
        (RULE + "  valid_until: 2019-12-31\n", "it would end before it begins"),
        ("- id: [", "0.yaml is no YAML"),
        ("id: X", "0.yaml: a list of rules is expected"),
        ("- X", "0.yaml, rule 1: a rule is a mapping"),
    ],
)
def test_a_mistake_in_a_file_is_named_with_file_and_rule(text, says, tmp_path):
    with pytest.raises(RulesError) as refused:
        load(a_folder(tmp_path, text))
    assert says in str(refused.value)


def test_each_event_is_judged_by_the_version_of_its_day(tmp_path):
    newer = RULE.replace("2020", "2021").replace("hours: 2", "hours: 4")
    rules = load(a_folder(tmp_path, newer, RULE + "  valid_until: 2020-12-31\n"))

    def hours(occurred_at):
        found = reckon(read({"device": True, "occurred_at": occurred_at}), rules, add_workdays)
        return [(clock.due_at - clock.starts_at) / timedelta(hours=1) for clock in found.clocks]

    assert hours("2020-12-31 23:59") == [2]
    assert hours("2021-01-01 00:00") == [4]
    assert hours("2019-12-31 23:59") == []
    assert hours("2020-12-31T16:00:00+00:00") == [4]


def test_the_hospitals_own_version_counts_from_its_day_on():
    own = with_own(
        national(),
        "HOSP-I-II",
        since=date(2026, 3, 1),
        period=Period("hours", 48),
        source="院办〔2026〕3号",
        verified="primary",
    )

    def allowed(occurred_at):
        [clock] = [
            c
            for c in reckon(read({"grade": 1, "occurred_at": occurred_at}), own, add_workdays).clocks
            if c.rule.via == "system"
        ]
        return clock.due_at - clock.starts_at, clock.rule.is_own, clock.rule.source[:2]

    assert allowed("2026-02-28 23:59") == (timedelta(hours=24), False, "本院")
    assert allowed("2026-03-01 00:00") == (timedelta(hours=48), True, "院办")
    with pytest.raises(KeyError):
        with_own(national(), "NOPE", since=date(2026, 3, 1), period=None, source="", verified="primary")


def test_the_hospital_enters_what_local_rules_say():
    told = read({"major_dispute": True, "occurred_at": "2026-03-02 08:00"})
    own = with_own(
        national(), "DISP-MAJ", since=date(2026, 1, 1), period=Period("hours", 12), source="省规", verified="secondary"
    )
    [clock] = reckon(told, own, add_workdays).clocks
    assert clock.due_at == moment("2026-03-02 20:00")


# What must hold for all -------------------------------------------------------------------------------------
starts = st.integers(0, 35 * 366 * 86400).map(lambda seconds: moment("2005-01-01") + timedelta(seconds=seconds))
periods = st.one_of(
    st.just(Period("at_once")),
    st.builds(Period, st.just("hours"), st.integers(1, 100)),
    st.builds(Period, st.just("days"), st.integers(1, 60), st.booleans()),
    st.builds(Period, st.just("working_days"), st.integers(1, 30)),
)


@given(start=starts, period=periods)
def test_no_period_ends_before_it_begins(start, period):
    assert period.end(start, add_workdays) >= start


@given(start=starts, later=st.timedeltas(timedelta(), timedelta(days=30)), period=periods)
def test_what_begins_later_never_ends_earlier(start, later, period):
    assert period.end(start, add_workdays) <= period.end(start + later, add_workdays)


@given(start=starts, period=periods)
def test_one_more_never_ends_earlier(start, period):
    if period.unit != "at_once":
        longer = Period(period.unit, period.amount + 1, period.rolls)
        assert period.end(start, add_workdays) <= longer.end(start, add_workdays)


@given(start=starts, period=periods)
def test_working_days_and_moved_days_end_on_a_working_day(start, period):
    if period.unit == "working_days" or period.rolls:
        assert is_workday(period.end(start, add_workdays).date())


@given(start=starts, period=periods, offset=st.integers(-12, 14))
def test_the_zone_in_which_it_is_told_changes_nothing(start, period, offset):
    elsewhere = start.astimezone(timezone(timedelta(hours=offset)))
    assert period.end(elsewhere, add_workdays) == period.end(start, add_workdays)


values = {
    "choice": lambda fact: st.sampled_from(list(fact.choices)),
    "yes_no": lambda _fact: st.booleans(),
    "number": lambda _fact: st.integers(0, 20),
    "moment": lambda _fact: starts,
}
events = st.fixed_dictionaries({}, optional={name: values[fact.type](fact) for name, fact in clocks.FACTS.items()})


@given(told=events)
def test_no_event_breaks_it_and_no_rule_is_both_running_and_undecided(told):
    found = reckon(read(told), national(), add_workdays)
    running, undecided = {c.rule.id for c in found.clocks}, {u.rule.id for u in found.undecided}
    assert not running & undecided
    assert all(clock.due_at >= clock.starts_at for clock in found.clocks)
    assert all(name not in told for name in found.missing)


@given(told=events)
def test_to_answer_what_is_missing_undoes_no_clock(told):
    """A new fact decides what was undecided; what was decided stays, but where a later start is told."""
    before = {clock.rule.id for clock in reckon(read(told), national(), add_workdays).clocks}
    missing = [name for name in reckon(read(told), national(), add_workdays).missing if name != "discovered_at"]
    answered = {**told, **{name: False for name in missing if clocks.FACTS[name].type == "yes_no"}}
    after = {clock.rule.id for clock in reckon(read(answered), national(), add_workdays).clocks}
    assert before <= after
