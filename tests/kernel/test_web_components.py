"""The pages' components say what they mean in words, in each language, and use nothing that the strict CSP forbids."""

import hashlib
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from zhian.engines.workflow import FILE, State, Step, Workflow
from zhian.kernel.moment import at
from zhian.kernel.web import charts, dates, path
from zhian.kernel.web.components import records, signs
from zhian.kernel.web.context import shell
from zhian.kernel.web.errors import plain_page, server_error
from zhian.kernel.web.widgets import IconWall, Ways

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/zhian"
VENDOR = SOURCE / "kernel/web/static/web/vendor"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # twelve o'clock in Shanghai, a Friday

LOOP = Workflow(
    "sample",
    states={
        "open": State("Open", "waiting"),
        "back": State("Sent back", "check"),
        "acting": State("Acting", "going"),
        "done": State("Closed", "done", is_closed=True),
        "void": State("Withdrawn", "quiet", is_closed=True),
    },
    steps=[
        Step(FILE, [], "open", "File"),
        Step("withdraw", ["open"], "void", "Withdraw"),
        Step("send_back", ["open"], "back", "Send back"),
        Step("again", ["back"], "open", "File again"),
        Step("plan", ["open"], "acting", "Plan"),
        Step("close", ["acting"], "done", "Close"),
    ],
)


def drawn(text, **context):
    return Template("{% load zhian %}" + text).render(Context(context))


# Signs


@pytest.mark.parametrize("tone", signs.TONES)
def test_a_state_is_never_colour_alone(tone):
    shown = drawn("{% state tone 'To be verified' %}", tone=tone)
    assert "To be verified" in shown
    assert "#i-" in shown


def test_an_unknown_tone_is_shown_quietly():
    assert 'class="state"' in drawn("{% state 'loud' 'Odd' %}")


def test_words_are_escaped():
    assert "<b>" not in drawn("{% state 'going' word %}{% person word %}{% grade 1 word %}", word="<b>")


def test_every_icon_that_a_page_names_is_in_the_sprite():
    known = set(re.findall(r'id="i-([\w-]+)"', (VENDOR / "sprite.svg").read_text()))
    named = {name for page in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', page.read_text())}
    named |= {sign for _shade, sign in (*signs.TONES.values(), *signs.NOTES.values())}
    named |= {sign for sign, _what in signs.TROUBLES.values()} | set(records.PILES.values()) | set(signs.FILES.values())
    assert named <= known


def test_what_was_vendored_is_what_was_recorded():
    for folder in (VENDOR, ROOT / "tests/browser/vendor"):
        for package, facts in json.loads((folder / "vendored.json").read_text()).items():
            assert facts["version"], package
            assert facts["licence"], package
            for name, checksum in facts["files"].items():
                assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum, name


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_no_page_has_inline_style_or_script(page):
    text = page.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert all("application/json" in script for script in scripts)


# Deadlines and dates


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        ({"days": -3, "hours": -1}, "3 days late", "late"),
        ({"days": -1}, "1 day late", "late"),
        ({"hours": -5}, "5 hours late", "late"),
        ({"seconds": -5}, "1 minute late", "late"),
        ({"minutes": 20}, "20 minutes left", "near"),
        ({"hours": 2}, "2 hours left", "near"),
        ({"hours": 20}, "20 hours left", ""),
        ({"days": 6}, "6 days left", ""),
        ({"days": 9}, "29 November", ""),
        ({"days": 60}, "19 January 2027", ""),
    ],
)
def test_a_deadline_is_said_in_words(left, words, tone):
    with override("en"):
        assert dates.due(NOON + timedelta(**left), NOON) == dates.Due(words, tone)


def test_a_day_as_deadline_lasts_until_midnight():
    with override("en"):
        assert dates.due(date(2026, 11, 20), NOON) == dates.Due("12 hours left", "near")
        assert dates.due(date(2026, 11, 19), NOON).tone == "late"


def test_a_deadline_shows_the_exact_time_behind_its_words():
    with at(NOON), override("en"):
        shown = drawn("{% due when %}", when=NOON + timedelta(hours=2))
    assert 'datetime="2026-11-20T14:00:00+08:00"' in shown
    assert 'title="20 November 2026, 14:00"' in shown


def test_what_is_done_is_not_late_any_more():
    with at(NOON), override("en"):
        shown = drawn("{% due when True %}", when=NOON - timedelta(days=3))
    assert "is-done" in shown
    assert "late" not in shown


def test_no_deadline_is_a_dash():
    assert "—" in drawn("{% due None %}")


def test_moments_are_short_where_they_can_be():
    with override("en"):
        assert dates.short_moment(NOON, NOON) == "today 12:00"
        assert dates.short_moment(NOON - timedelta(days=2), NOON) == "18 November, 12:00"
        assert dates.short_moment(NOON - timedelta(days=400), NOON) == "16 October 2025, 12:00"


@pytest.mark.parametrize(("hours", "share"), [(0, 0), (6, 25), (24, 100), (48, 100)])
def test_a_clock_shows_how_much_of_its_time_is_gone(hours, share):
    assert dates.gone(NOON, NOON + timedelta(hours=24), NOON + timedelta(hours=hours)) == share


# Records


def places(state, *moves):
    return [(station.label, station.place) for station in path.stations(LOOP, state, moves)]


def test_the_path_goes_straight_and_leaves_side_roads_out():
    assert path.straight_road(LOOP) == ["open", "acting", "done"]


def test_the_path_shows_where_a_record_has_been_and_stands():
    moves = [("", "open", NOON), ("open", "acting", NOON)]
    assert places("acting", *moves) == [("Open", "was"), ("Acting", "now"), ("Closed", "")]


def test_a_record_on_a_side_road_shows_it_where_it_left_the_straight_one():
    moves = [("", "open", NOON), ("open", "back", NOON)]
    assert places("back", *moves) == [("Open", "was"), ("Sent back", "now"), ("Acting", ""), ("Closed", "")]


def test_at_its_end_the_whole_path_has_been_gone():
    moves = [("", "open", NOON), ("open", "acting", NOON), ("acting", "done", NOON)]
    assert {place for _label, place in places("done", *moves)} == {"was"}


def test_what_is_asked_is_the_step_that_leads_on():
    assert path.step_onwards(LOOP, "open").name == "plan"
    assert path.step_onwards(LOOP, "back").name == "again"
    assert path.step_onwards(LOOP, "done") is None


def test_the_first_step_that_is_open_is_the_main_one():
    moves, stays = SimpleNamespace(stays=False), SimpleNamespace(stays=True)
    refused, open_, other = (SimpleNamespace(is_open=is_open, step=moves) for is_open in (False, True, True))
    assert records.first_open([SimpleNamespace(is_open=True, step=stays), open_]) is open_
    assert records.first_open([refused, open_, other]) is open_
    assert records.not_open([refused, open_, other]) == [refused]
    assert records.first_open([refused]) is None


# Charts


def test_bars_are_on_one_scale_that_begins_at_zero():
    bars = [charts.Bar("a", 4), charts.Bar("b", 1), charts.Bar("c", 0)]
    assert [each.share for each in charts.drawn(bars)] == [100, 25, 0]


def test_a_chart_without_numbers_is_flat():
    assert charts.drawn([charts.Bar("a", 0)])[0].share == 0
    assert charts.drawn([]) == []


def test_every_bar_opens_what_is_behind_it():
    shown = drawn("{% bar_chart bars 'By ward' %}", bars=[charts.Bar("ICU", 3, "/list?ward=1")])
    assert 'href="/list?ward=1"' in shown
    assert "ICU" in shown
    assert "<b>3</b>" in shown


def test_columns_have_a_table_behind_them():
    shown = drawn("{% column_chart bars 'By month' 'Month' %}", bars=[charts.Bar("2026-10", 3)])
    assert "<table" in shown


# Forms


class ReportForm(forms.Form):
    title = forms.CharField(label="Title", help_text="In one sentence")
    harm = forms.ChoiceField(label="Harm", choices=[("no", "No"), ("yes", "Yes")], widget=forms.RadioSelect)
    place = forms.CharField(label="Place", required=False)
    sure = forms.BooleanField(label="Sure", required=False)


def test_an_error_stands_beside_its_field_and_is_tied_to_it():
    shown = str(ReportForm({"title": ""}))
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_error"' in shown
    assert 'id="id_title_helptext"' in shown


def test_the_summary_of_errors_leads_to_the_fields():
    with override("en"):
        shown = str(ReportForm({"title": ""}))
    assert 'href="#id_title"' in shown
    assert "2 things are missing or wrong" in shown


def test_a_form_without_errors_has_no_summary():
    assert 'role="alert"' not in str(ReportForm())


def test_choices_are_a_group_with_a_name():
    shown = str(ReportForm())
    assert "<fieldset" in shown
    assert "<legend>Harm" in shown


def test_what_may_stay_empty_says_so():
    with override("en"):
        assert str(ReportForm()["place"].as_field_group()).count("optional") == 1
        assert "optional" not in str(ReportForm()["title"].as_field_group())


def test_an_icon_wall_gives_every_choice_an_icon():
    wall = IconWall(icons={"fall": "fall"}, choices=[("fall", "Fall"), ("odd", "Odd")])
    shown = wall.render("category", "fall")
    assert "#i-fall" in shown
    assert "#i-dots" in shown
    assert "checked" in shown


def test_ways_say_what_they_mean():
    ways = Ways(icons={}, said={"named": "We can ask you."}, choices=[("named", "By name")])
    assert "We can ask you." in ways.render("way", None)


def test_each_form_has_a_key_of_its_own():
    keys = {re.search(r'value="([\w-]+)"', drawn("{% once %}"))[1] for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key) >= 22 for key in keys)


# The frame


def test_an_error_page_asks_the_database_nothing(rf):
    """Or a broken database would break the page that says so. Without the fixture `db` any question to it fails."""
    with override("en"):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 503])
def test_every_trouble_has_a_heading_and_the_way_back(rf, status):
    with override("en"):
        shown = plain_page(rf.get("/"), status, "The disk is full.").content.decode()
    assert "The disk is full." in shown
    assert "To my work" in shown
    assert str(signs.TROUBLES[status][1]) in shown


def test_the_menu_marks_the_nearest_place_only(nina, rf):
    request = rf.get("/incidents/board/")
    request.user = nina
    marked = [line.url for group in shell(request)["menu"] for line in group.items if line.current]
    assert marked == ["/incidents/"]


# Addresses


def test_a_page_link_keeps_the_filter(rf):
    shown = drawn("{% query page=3 q='' %}", request=rf.get("/list/?state=open&page=2&q=fall"))
    assert shown == "?state=open&amp;page=3"


def test_the_head_of_a_table_says_which_columns_are_numbers_and_escapes_its_titles():
    drawn = Template('{% load zhian %}{% heads _("Month") "num" told "unseen" _("Deeds") %}').render(
        Context({"told": "<b>"})
    )
    assert drawn == (
        '<thead><tr><th scope="col">Month</th><th scope="col" class="num">&lt;b&gt;</th>'
        '<th scope="col"><span class="visually-hidden">Deeds</span></th></tr></thead>'
    )
