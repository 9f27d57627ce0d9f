"""The hospital's own indicators: checked word by word, tried out, approved by a second person, then measured."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

import given
from engines.indicators.rows import rows, stay
from zhian.check.indicators.models import OwnIndicator
from zhian.check.indicators.services import measuring, own
from zhian.check.indicators.services.charts import drawing_of
from zhian.check.indicators.services.definitions import all_sets, definition_of
from zhian.engines.indicators.lake import Lake
from zhian.engines.workflow import Refused
from zhian.kernel.moment import today
from zhian.kernel.months import Months, later, month_of

LAST = later(month_of(today()), -1)


@pytest.fixture
def paula(hospital, icu):
    """A second person of the office."""
    return given.a_person("paula", icu, "quality_office", over=hospital)


@pytest.fixture
def stays(hospital, icu, settings):
    """Of fifty stays ten lasted twenty days."""

    def told(at):
        day = f"{LAST:%Y-%m}-25"
        return stay(
            f"s{at}", f"p{at}", day, day, hospital=hospital.code, department=icu.code, days=20 if at < 10 else 3
        )

    with Lake(settings.LAKE).writing() as writing:
        writing.merge("stay", rows(*map(told, range(50))))


def in_force(hospital, quinn, paula, **facts):
    written = given.an_own_indicator(by=quinn, **facts)
    own.propose(written, actor=quinn)
    own.approve(written, actor=paula)
    hospital.refresh_from_db()
    return written


def test_what_was_approved_is_measured_and_stands_on_a_board_of_its_own(stays, hospital, icu, quinn, paula):
    in_force(hospital, quinn, paula)
    definition = definition_of(hospital, "OWN-LONG")
    measuring.measure(hospital, [definition], Months(LAST, LAST))
    row = drawing_of(definition, icu).rows[-1]
    assert (row.numerator, row.denominator, row.value) == (10, 50, 20)
    assert all_sets(hospital)[-1].key == "own"


@pytest.mark.parametrize(("drawn", "field"), [("kind: pie", "chart.kind"), ("rules: mine", "chart.rules")])
def test_a_chart_or_rules_that_are_not_there_are_refused_before_and_at_filing(quinn, drawn, field):
    text = f"{given.AN_INDICATOR}\nchart: {{{drawn}}}\n"
    assert [told.partition(":")[0] for told in own.looked_through(text)] == [field]
    with pytest.raises(ValidationError, match=field):
        own.write(OwnIndicator(definition=text, department=quinn.department), actor=quinn)


def test_the_preview_shows_the_same_and_keeps_nothing(stays, hospital):
    last = next(value for value in own.previewed(given.AN_INDICATOR, hospital).values if value.month == LAST)
    assert (last.numerator, last.denominator, last.value) == (10, 50, 20)
    assert not OwnIndicator.objects.exists()


def test_nobody_approves_what_they_wrote_or_proposed(quinn, paula):
    written = given.an_own_indicator(by=quinn)
    own.propose(written, actor=paula)
    for person in (quinn, paula):
        with pytest.raises(PermissionDenied):
            own.approve(written, actor=person)


def test_a_new_version_retires_the_one_before(hospital, quinn, paula):
    first = in_force(hospital, quinn, paula)
    in_force(hospital, quinn, paula, edition="2")
    first.refresh_from_db()
    assert first.state == "retired"
    assert definition_of(hospital, "OWN-LONG").edition == "2"


def test_an_edition_that_was_in_force_is_not_replaced_unseen(hospital, quinn, paula):
    in_force(hospital, quinn, paula)
    again = given.an_own_indicator(by=quinn)
    with pytest.raises(Refused, match="another edition"):
        own.propose(again, actor=quinn)


def test_the_catalogues_codes_stay_the_catalogues(quinn):
    assert "belongs to the catalogue" in own.looked_through(given.AN_INDICATOR.replace("OWN-LONG", "NUR-07"))[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (given.AN_INDICATOR.replace("days >= 15", "dayz >= 15"), "days"),
        (given.AN_INDICATOR.replace("days >= 15", "days >="), "numerator"),
        (given.AN_INDICATOR.replace("days >= 15", "days"), "numerator"),
        (given.AN_INDICATOR.replace("days >= 15", "(select 1) = 1"), "numerator"),
        ("- a list", ""),
        ("", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_nothing_is_kept(text, says, hospital, quinn, signed_in):
    browser = signed_in(quinn)
    told = browser.post("/indicators/own/check/", {"definition": text}).content.decode()
    assert "It can be measured" not in told
    assert says in told
    assert browser.post("/indicators/own/preview/", {"definition": text}).status_code == 422
    with pytest.raises(ValidationError):
        own.previewed(text, hospital)
    assert not OwnIndicator.objects.exists()


def test_a_division_by_nothing_is_a_month_without_a_value_and_no_fault(stays, hospital):
    text = given.AN_INDICATOR.replace('"days >= 15"', '"days / (days - days) > 1"')
    assert own.looked_through(text) == []
    assert own.previewed(text, hospital).values


def test_a_new_one_begins_with_an_example_that_can_be_measured(quinn, signed_in):
    assert own.looked_through(own.example()) == []
    assert "OWN-01" in signed_in(quinn).get("/indicators/own/new/").content.decode()


def test_whoever_is_not_of_the_office_tries_nothing(hugo, signed_in):
    browser = signed_in(hugo)
    for end in ("check/", "preview/"):
        assert browser.post(f"/indicators/own/{end}", {"definition": given.AN_INDICATOR}).status_code == 403
