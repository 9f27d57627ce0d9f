"""What the three administrators may do with departments, people, duties and passwords, and what nobody may."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, connections

import given
from zhian.engines.workflow import Refused
from zhian.kernel.people import deeds
from zhian.kernel.people.models import Department, Duty, Role, User
from zhian.kernel.people.services import suggest


@pytest.fixture
def sam(hospital):
    """The system administrator."""
    return given.a_person("sam", hospital, Role.SYSTEM_ADMIN)


@pytest.fixture
def sue(hospital):
    """The security administrator."""
    return given.a_person("sue", hospital, Role.SECURITY_ADMIN)


# Departments ------------------------------------------------------------------------------------------------
def test_the_system_administrator_adds_a_department(sam, hospital):
    ward = deeds.keep_department(Department(name="Ward 1", code="W1", parent=hospital), actor=sam)
    assert ward.hospital == hospital


def test_nobody_else_does(sue, nina, hospital):
    for person in (sue, nina):
        with pytest.raises(PermissionDenied):
            deeds.keep_department(Department(name="Ward 1", code="W1", parent=hospital), actor=person)


def test_a_department_does_not_move_to_where_one_administers_nothing(sam, icu, oscar):
    icu.parent = oscar.department.hospital
    with pytest.raises(PermissionDenied):
        deeds.keep_department(icu, actor=sam)


def test_no_second_root_is_planted(sam, icu):
    with pytest.raises(PermissionDenied):
        deeds.keep_department(Department(name="New", code="NEW", kind="hospital"), actor=sam)
    icu.parent, icu.kind = None, "group"
    with pytest.raises(PermissionDenied):
        deeds.keep_department(icu, actor=sam)


def test_a_department_with_people_or_open_departments_is_not_closed(sam, hospital, icu, nina):
    icu.is_open = False
    with pytest.raises(Refused, match="1 people work in ICU"):
        deeds.keep_department(icu, actor=sam)
    hospital.is_open = False
    with pytest.raises(Refused, match="open departments are below"):
        deeds.keep_department(hospital, actor=sam)


def test_an_empty_department_is_closed(sam, wards):
    wards.is_open = False
    assert not deeds.keep_department(wards, actor=sam).is_open


# People -----------------------------------------------------------------------------------------------------
def test_a_new_person_cannot_come_in_before_a_password_is_issued(sam, icu):
    person = deeds.keep_person(User(username="1001", name="Zhang San", department=icu), actor=sam)
    assert not person.has_usable_password()


def test_a_person_of_another_hospital_is_not_touched(sam, oscar):
    oscar.name = "Somebody else"
    with pytest.raises(PermissionDenied):
        deeds.keep_person(oscar, actor=sam)


def test_a_person_is_not_taken_from_another_hospital(sam, oscar, icu):
    oscar.department = icu
    with pytest.raises(PermissionDenied):
        deeds.keep_person(oscar, actor=sam)


def test_ending_an_account_ends_its_sessions(sam, nina):
    before = nina.get_session_auth_hash()
    nina.is_active = False
    deeds.keep_person(nina, actor=sam)
    assert nina.get_session_auth_hash() != before


def test_the_last_system_administrator_stays(sam, hospital):
    sara = given.a_person("sara", hospital, Role.SYSTEM_ADMIN)
    sam.is_active = False
    with pytest.raises(Refused, match="their own account"):
        deeds.keep_person(sam, actor=given.anew(sam))
    deeds.keep_person(sam, actor=sara)
    sara.is_active = False
    with pytest.raises(Refused, match="last one who is"):
        deeds.keep_person(sara, actor=None)


# Duties -----------------------------------------------------------------------------------------------------
def test_the_security_administrator_gives_and_withdraws_duties(sue, nina, icu):
    duty = deeds.give_duty(nina, Role.HEAD_NURSE, icu, actor=sue)
    assert given.anew(nina).holds(Role.HEAD_NURSE)
    deeds.withdraw_duty(duty, actor=sue)
    assert not given.anew(nina).holds(Role.HEAD_NURSE)


def test_the_system_administrator_gives_none(sam, nina, icu):
    with pytest.raises(PermissionDenied):
        deeds.give_duty(nina, Role.HEAD, icu, actor=sam)


def test_nobody_gives_themselves_a_duty(sue, hospital):
    with pytest.raises(Refused, match="their own duties"):
        deeds.give_duty(sue, Role.QUALITY_OFFICE, hospital, actor=sue)


def test_no_duty_is_given_over_another_hospital(sue, nina, oscar):
    with pytest.raises(PermissionDenied):
        deeds.give_duty(nina, Role.HEAD, oscar.department, actor=sue)


def test_the_three_administrators_exclude_each_other(sue, sam, hospital):
    for role in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        with pytest.raises(ValidationError, match="exclude each other"):
            deeds.give_duty(sam, role, hospital, actor=sue)


def test_the_last_security_administrator_keeps_the_duty(sue, hospital):
    stella = given.a_person("stella", hospital, Role.SECURITY_ADMIN)
    deeds.withdraw_duty(sue.duties.get(), actor=stella)
    with pytest.raises(Refused, match="last one who is"):
        deeds.withdraw_duty(stella.duties.get(), actor=None)


raced = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")


@on_postgresql
@raced
def test_of_two_excluding_duties_given_at_once_one_is_refused():
    hospital = given.a_hospital()
    nina = given.a_person("nina", hospital)
    results = at_once(
        lambda: deeds.give_duty(nina, Role.SYSTEM_ADMIN, hospital, actor=None),
        lambda: deeds.give_duty(nina, Role.AUDIT_ADMIN, hospital, actor=None),
    )
    assert sorted(type(result) for result in results if result is not None) == [ValidationError]
    assert Duty.objects.filter(person=nina).count() == 1


@on_postgresql
@raced
def test_two_administrators_who_let_each_other_go_at_once_do_not_leave_none():
    hospital = given.a_hospital()
    sue, stella = (given.a_person(name, hospital, Role.SECURITY_ADMIN) for name in ("sue", "stella"))
    results = at_once(
        lambda: deeds.withdraw_duty(stella.duties.get(), actor=sue),
        lambda: deeds.withdraw_duty(sue.duties.get(), actor=stella),
    )
    assert len([result for result in results if result is None]) == 1
    assert Duty.objects.filter(role=Role.SECURITY_ADMIN).count() == 1


def at_once(*tries):
    """Runs them in threads that start together; the error of each, or None."""
    results, gate = [None] * len(tries), threading.Barrier(len(tries))

    def run(place, attempt):
        gate.wait()
        try:
            attempt()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(tries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


# Passwords --------------------------------------------------------------------------------------------------
def test_a_first_password_is_random_and_must_be_changed(sue, nina):
    first, second = (deeds.issue_password(nina, actor=sue) for _ in range(2))
    nina.refresh_from_db()
    assert first != second
    assert nina.must_change_password
    assert nina.check_password(second)
    assert not nina.check_password(first)


def test_only_the_security_administrator_issues_passwords(sam, nina, hugo):
    for person in (sam, hugo):
        with pytest.raises(PermissionDenied):
            deeds.issue_password(nina, actor=person)


def test_no_password_is_issued_to_somebody_whose_duties_reach_further(hospital, icu, nina):
    group = given.a_hospital("Group", "GROUP")
    Department.objects.filter(pk=group.pk).update(kind="group")
    sue = given.a_person("sue", icu, Role.SECURITY_ADMIN)
    given.a_duty(nina, Role.LEADER, group)
    with pytest.raises(Refused, match="duties beyond yours"):
        deeds.issue_password(nina, actor=sue)


# Suggestions ------------------------------------------------------------------------------------------------
def test_people_are_found_by_name_and_staff_number_in_the_own_hospital_alone(nina, hugo, oscar, sam):
    assert suggest("hu", to=nina) == [hugo]
    assert suggest("UG", to=nina) == [hugo]
    assert suggest("oscar", to=nina) == []
    assert suggest(" ", to=nina) == []


def test_at_most_ten_are_found(nina, icu):
    for number in range(20):
        given.a_person(f"nurse{number}", icu)
    assert len(suggest("nurse", to=nina)) == 10


def test_a_department_that_moves_takes_all_below_it_along(sam, hospital, icu, wards):
    bay = deeds.keep_department(Department(name="Bay", code="BAY", parent=icu), actor=sam)
    icu.parent = wards
    deeds.keep_department(icu, actor=sam)
    bay.refresh_from_db()
    assert bay.above == [bay.pk, icu.pk, wards.pk, hospital.pk]
