"""A table of departments and people is looked at line by line, and taken in as a whole or not at all."""

import pytest
from django.utils.translation import override

import given
from zhian.engines.workflow import Refused
from zhian.kernel.people.imports import SHEETS, Outcome, carry_out, fingerprint, preview, recognise
from zhian.kernel.people.models import Department, Duty, Role, User

DEPARTMENTS = [
    ["department code", "department name", "code of the one above", "beds"],
    ["ICU", "Intensive care", "MED", "20"],
    ["MED", "Medicine", "TEST", ""],
]
PEOPLE = [
    ["staff number", "name", "department code", "duties"],
    ["1001", "Zhang San", "ICU", "Head nurse; Committee member@TEST"],
    ["1002", "Li Si", "ICU", ""],
]


def lines_of(sheets):
    return [(line.number, line.outcome, line.wrong) for sheet in sheets for line in sheet.lines]


def outcomes(sheets):
    return [line.outcome for sheet in sheets for line in sheet.lines]


@pytest.fixture
def sam(hospital):
    """The system administrator."""
    return given.a_person("sam", hospital, Role.SYSTEM_ADMIN)


@pytest.fixture
def sue(hospital):
    """The security administrator."""
    return given.a_person("sue", hospital, Role.SECURITY_ADMIN)


def test_a_preview_keeps_nothing(hospital):
    sheets = preview(recognise([PEOPLE, DEPARTMENTS]), actor=None)
    assert outcomes(sheets) == [Outcome.NEW] * 4
    assert not Department.objects.filter(code="ICU").exists()
    assert not User.objects.exists()


def test_departments_people_and_duties_come_in_together(hospital):
    carry_out(recognise([PEOPLE, DEPARTMENTS]), actor=None)
    icu = Department.objects.get(code="ICU")
    assert (icu.parent.code, icu.hospital, icu.beds) == ("MED", hospital, 20)
    zhang = User.objects.get(username="1001")
    assert zhang.department == icu
    assert not zhang.has_usable_password()
    assert {(duty.role, duty.department.code) for duty in zhang.duties.all()} == {
        ("head_nurse", "ICU"),
        ("committee", "TEST"),
    }


def test_the_same_file_again_changes_nothing(hospital):
    carry_out(recognise([PEOPLE, DEPARTMENTS]), actor=None)
    again = carry_out(recognise([PEOPLE, DEPARTMENTS]), actor=None)
    assert outcomes(again) == [Outcome.UNCHANGED] * 4


def test_a_change_shows_what_was_and_what_will_be(hospital):
    carry_out(recognise([DEPARTMENTS, PEOPLE]), actor=None)
    moved = [PEOPLE[0], ["1001", "Zhang San", "MED", "Head nurse@ICU"], ["1002", "Li Si", "ICU", "none"]]
    people = preview(recognise([moved]), actor=None)[0].lines
    assert people[0].changes["department"] == ("ICU", "MED")
    assert people[0].changes["duties"] == ("Committee member@TEST；Head nurse@ICU", "Head nurse@ICU")
    assert people[1].outcome == Outcome.UNCHANGED


def test_a_wrong_line_says_what_is_wrong_beside_its_column_and_nothing_is_taken_in(hospital, icu):
    wrong = [
        PEOPLE[0],
        ["1001", "Zhang San", "NOWHERE", ""],
        ["10 02", "Li Si", "ICU", ""],
        ["1003", "Wang Wu", "ICU", "King"],
        ["1004", "Zhao Liu", "", ""],
        ["1005", "Good", "ICU", ""],
        ["1005", "Twice", "ICU", ""],
        ["", "Nobody", "ICU", ""],
    ]
    (sheet,) = preview(recognise([wrong]), actor=None)
    said = {line.number: line.wrong for line in sheet.lines if line.wrong}
    assert "no department with the code “NOWHERE”" in said[2]["department"]
    assert "username" in said[3]
    assert "“King” is not known here" in said[4]["duties"]
    assert "in which department" in said[5]["department"]
    assert "Line 6 has the same" in said[7]["username"]
    assert "empty" in said[8]["username"]
    with pytest.raises(Refused, match="Some lines are wrong"):
        carry_out(recognise([wrong]), actor=None)
    assert not User.objects.exists()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_titles_and_roles_are_understood_in_every_language(hospital, language):
    with override(language):
        titles = [str(column.title) for column in SHEETS[1].columns]
        line = ["1001", "Zhang San", "", "TEST", "", "", "", str(Role.HEAD_NURSE.label)]
    (sheet,) = carry_out(recognise([[titles, line]]), actor=None)
    assert outcomes([sheet]) == [Outcome.NEW]
    assert User.objects.get(username="1001").holds(Role.HEAD_NURSE)


def test_an_unknown_title_is_named(hospital):
    with pytest.raises(Refused, match="shoe size"):
        recognise([[["staff number", "shoe size"], ["1", "42"]]])
    with pytest.raises(Refused, match="No table"):
        recognise([[["something", "else"]], []])


def test_departments_in_a_circle_are_refused(hospital):
    circle = [DEPARTMENTS[0], ["A", "A", "B", ""], ["B", "B", "A", ""]]
    (sheet,) = preview(recognise([circle]), actor=None)
    assert {line.outcome for line in sheet.lines} == {Outcome.WRONG}


def test_what_changed_since_the_preview_must_be_looked_at_again(hospital, icu):
    seen = fingerprint(preview(recognise([PEOPLE]), actor=None))
    given.a_person("1002", icu)
    with pytest.raises(Refused, match="Something changed since you looked"):
        carry_out(recognise([PEOPLE]), actor=None, seen=seen)


def test_the_system_administrator_takes_in_people_and_the_security_administrator_their_duties(sam, sue, icu):
    (sheet,) = preview(recognise([PEOPLE]), actor=sam)
    assert "Duties are given by the security administrator" in sheet.lines[0].wrong["duties"]
    facts = [row[:3] for row in PEOPLE]
    carry_out(recognise([facts]), actor=sam)
    (sheet,) = carry_out(recognise([PEOPLE]), actor=sue)
    assert outcomes([sheet]) == [Outcome.CHANGED, Outcome.UNCHANGED]
    assert Duty.objects.filter(person__username="1001", role=Role.HEAD_NURSE).exists()


def test_the_security_administrator_takes_in_nobody_new(sue, icu):
    (sheet,) = preview(recognise([PEOPLE]), actor=sue)
    assert "outside of what you administer" in sheet.lines[1].wrong[""]


def test_another_hospital_is_out_of_reach(sam, oscar):
    table = [["staff number", "name", "department code"], ["oscar", "Renamed", ""], ["77", "New there", "OTHER"]]
    (sheet,) = preview(recognise([table]), actor=sam)
    assert outcomes([sheet]) == [Outcome.WRONG, Outcome.WRONG]


def test_a_new_department_takes_people_in_the_same_file(sam, hospital):
    carry_out(recognise([DEPARTMENTS, [row[:3] for row in PEOPLE]]), actor=sam)
    assert User.objects.get(username="1001").department.code == "ICU"


def test_administrators_exclude_each_other_in_a_table_too(hospital):
    table = [PEOPLE[0], ["1", "Both", "TEST", "System administrator; Audit administrator"]]
    (sheet,) = preview(recognise([table]), actor=None)
    assert "exclude each other" in sheet.lines[0].wrong["duties"]
