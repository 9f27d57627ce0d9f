"""The administrators' pages: departments, people, duties, first passwords, tables; and colleagues to choose from."""

import io
import zipfile

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

import given
from zhian.kernel.people.models import Department, Duty, Import, Role, User

PASSWORD = "Correct-Horse-7"


@pytest.fixture
def sam(hospital):
    """The system administrator."""
    return given.a_person("sam", hospital, Role.SYSTEM_ADMIN)


@pytest.fixture
def sue(hospital):
    """The security administrator."""
    return given.a_person("sue", hospital, Role.SECURITY_ADMIN)


def text(response):
    return response.content.decode()


# Doors ------------------------------------------------------------------------------------------------------
PAGES = ["/people/", "/people/new/", "/people/departments/", "/people/departments/new/", "/people/imports/"]


@pytest.mark.parametrize("page", PAGES)
def test_only_administrators_open_these_pages(signed_in, nina, quinn, page):
    assert Client().get(page).status_code == 302
    for person in (nina, quinn):
        assert signed_in(person).get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_the_system_administrator_opens_them_all(signed_in, sam, page):
    assert signed_in(sam).get(page).status_code == 200


def test_people_of_another_hospital_do_not_exist_here(signed_in, sam, oscar, nina):
    listed = text(signed_in(sam).get("/people/"))
    assert "Nina" in listed
    assert "Oscar" not in listed
    assert signed_in(sam).get("/people/staff/oscar/").status_code == 404
    assert signed_in(sam).get("/people/departments/OTHER/").status_code == 403


# Departments ------------------------------------------------------------------------------------------------
def test_the_tree_shows_every_department_with_its_people(signed_in, sam, icu, nina):
    page = text(signed_in(sam).get("/people/departments/"))
    assert "ICU" in page
    assert "1 person" in page


def test_a_department_is_added_below_another(signed_in, sam, hospital):
    new = {"name": "Ward 1", "code": "W1", "kind": "department", "parent": hospital.pk, "beds": 40}
    assert signed_in(sam).post("/people/departments/new/", new).status_code == 302
    assert Department.objects.get(code="W1").hospital == hospital


def test_a_department_with_people_is_not_closed_and_nothing_typed_is_lost(signed_in, sam, icu, nina, hospital):
    changed = {"name": "Intensive", "code": "ICU", "kind": "department", "parent": hospital.pk, "beds": 7}
    refused = signed_in(sam).post("/people/departments/ICU/", changed)
    assert refused.status_code == 422
    assert "move them to another department first" in text(refused)
    assert "Intensive" in text(refused)
    icu.refresh_from_db()
    assert icu.is_open


def test_a_department_moves_within_the_tree(signed_in, sam, icu, wards):
    moved = {"name": "ICU", "code": "ICU", "kind": "department", "parent": wards.pk, "beds": 0, "is_open": "on"}
    signed_in(sam).post("/people/departments/ICU/", moved)
    icu.refresh_from_db()
    assert icu.parent == wards


# People -----------------------------------------------------------------------------------------------------
def test_a_person_is_added(signed_in, sam, icu):
    new = {"username": "1001", "name": "Zhang San", "department": icu.pk}
    assert signed_in(sam).post("/people/new/", new).url == "/people/staff/1001/"
    assert not User.objects.get(username="1001").has_usable_password()


def test_a_staff_number_is_not_given_twice(signed_in, sam, nina, icu):
    again = signed_in(sam).post("/people/new/", {"username": "nina", "name": "Other", "department": icu.pk})
    assert again.status_code == 422


def test_a_person_who_left_no_longer_signs_in(just_in, sam, nina, icu):
    left = {"username": "nina", "name": "Nina", "department": icu.pk}
    assert just_in(sam).post("/people/staff/nina/change/", left).status_code == 302
    nina.refresh_from_db()
    assert not nina.is_active


def test_the_list_is_searched_by_name_department_and_role(signed_in, sam, nina, hugo, icu):
    browser = signed_in(sam)
    assert "Hugo" not in text(browser.get("/people/?q=nin"))
    assert "Nina" not in text(browser.get("/people/?role=head"))
    assert "Nina" in text(browser.get(f"/people/?department={icu.pk}"))


def test_the_list_asks_the_database_no_more_for_more_people(signed_in, sam, icu, django_assert_max_num_queries):
    for number in range(40):
        given.a_person(f"nurse{number}", icu, Role.NURSE)
    browser = signed_in(sam)
    browser.get("/people/")
    with django_assert_max_num_queries(20):
        browser.get("/people/")


# Duties and passwords ---------------------------------------------------------------------------------------
def test_duties_are_given_and_withdrawn(just_in, sue, nina, icu):
    browser = just_in(sue)
    browser.post("/people/staff/nina/duties/", {"role": "head_nurse", "department": icu.pk})
    duty = Duty.objects.get(person=nina, role=Role.HEAD_NURSE)
    assert "Head nurse" in text(browser.get("/people/staff/nina/"))
    browser.post(f"/people/staff/nina/duties/{duty.pk}/withdraw/")
    assert not Duty.objects.filter(pk=duty.pk).exists()


def test_before_a_grave_deed_the_password_is_asked_again_and_the_deed_then_goes_on(signed_in, just_in, sue, nina, icu):
    just_in(sue)
    browser = signed_in(User.objects.get(pk=sue.pk))
    asked = browser.post("/people/staff/nina/duties/", {"role": "head_nurse", "department": icu.pk})
    assert asked.url.startswith("/account/reauthenticate/")
    assert not Duty.objects.filter(person=nina, role=Role.HEAD_NURSE).exists()
    browser.post(asked.url, {"password": PASSWORD, "next": "/people/staff/nina/duties/"})
    assert Duty.objects.filter(person=nina, role=Role.HEAD_NURSE).exists()


def test_excluding_duties_are_refused_in_words(just_in, sue, sam, hospital):
    refused = just_in(sue).post("/people/staff/sam/duties/", {"role": "audit_admin", "department": hospital.pk})
    assert refused.status_code == 422
    assert "exclude each other" in text(refused)


def test_the_system_administrator_gives_no_duty_and_no_password(just_in, sam, nina, icu):
    browser = just_in(sam)
    assert browser.post("/people/staff/nina/duties/", {"role": "head", "department": icu.pk}).status_code == 403
    assert browser.post("/people/staff/nina/password/").status_code == 403


def test_a_first_password_is_shown_once(just_in, sue, nina):
    browser = just_in(sue)
    assert browser.get("/people/staff/nina/password/").status_code == 200
    shown = browser.post("/people/staff/nina/password/")
    password = shown.context["password"]
    assert shown["Cache-Control"] == "no-store"
    assert password in text(shown)
    assert password not in text(browser.get("/people/staff/nina/password/"))
    nina.refresh_from_db()
    assert nina.check_password(password)


def test_with_a_first_password_the_tokens_of_the_person_open_nothing_any_more(just_in, program, sue, nina):
    machine = program(nina)
    assert machine.get("/api/incidents").status_code == 200
    just_in(sue).post("/people/staff/nina/password/")
    assert machine.get("/api/incidents").status_code == 401


def test_a_lost_phone_is_forgotten_with_the_first_password(just_in, sue, nina):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=nina, type=Authenticator.Type.TOTP, data={"secret": "x"})
    just_in(sue).post("/people/staff/nina/password/", {"lost_factor": "on"})
    assert not Authenticator.objects.filter(user=nina).exists()


# Tables -----------------------------------------------------------------------------------------------------
CSV = "staff number,name,department code\n1001,Zhang San,ICU\n1002,李四,ICU\n"


def hand_in(browser, content, name="people.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    return browser.post("/people/imports/", {"file": SimpleUploadedFile(name, data)})


def take_in(browser, address):
    seen = browser.get(address).context["seen"]
    return browser.post(address, {"seen": seen})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_table_is_shown_line_by_line_then_taken_in(just_in, sam, icu, encoding):
    browser = just_in(sam)
    address = hand_in(browser, CSV.encode(encoding)).url
    page = text(browser.get(address))
    assert "李四" in page
    assert "new 2" in page
    assert not User.objects.filter(username="1001").exists()
    assert take_in(browser, address).url == "/people/"
    assert User.objects.get(username="1002").name == "李四"
    assert not Import.objects.exists()


def test_the_same_table_again_has_nothing_to_take_in(just_in, sam, icu):
    browser = just_in(sam)
    take_in(browser, hand_in(browser, CSV).url)
    page = text(browser.get(hand_in(browser, CSV).url))
    assert "unchanged 2" in page
    assert "nothing to take in" in page


def test_wrong_lines_show_their_reasons_and_cannot_be_taken_in(just_in, sam, icu):
    browser = just_in(sam)
    address = hand_in(browser, CSV + "1003,Wang Wu,NOWHERE\n").url
    assert "no department with the code “NOWHERE”" in text(browser.get(address))
    assert browser.post(address, {"seen": "whatever"}).status_code == 409
    assert not User.objects.filter(username="1001").exists()


def test_a_table_is_taken_in_once(just_in, sam, icu):
    browser = just_in(sam)
    address = hand_in(browser, CSV).url
    take_in(browser, address)
    assert browser.get(address).status_code == 404


def test_nobody_looks_at_anothers_table(just_in, signed_in, sam, icu, hospital):
    address = hand_in(just_in(sam), CSV).url
    sara = given.a_person("sara", hospital, Role.SYSTEM_ADMIN)
    assert signed_in(sara).get(address).status_code == 404


def test_the_template_can_be_filled_in_and_handed_in(just_in, sam, hospital):
    browser = just_in(sam)
    template = browser.get("/people/imports/template.xlsx")
    book = load_workbook(io.BytesIO(template.content))
    assert [cell.value for cell in book["People"][1]][:2] == ["staff number", "name"]
    book["Departments"].delete_rows(2)
    book["People"].delete_rows(2)
    book["People"].append(["0007", "James", "", "TEST"])
    filled = io.BytesIO()
    book.save(filled)
    take_in(browser, hand_in(browser, filled.getvalue(), "filled.xlsx").url)
    assert User.objects.get(username="0007").department == hospital


def test_numbers_in_cells_stay_as_they_were_typed(just_in, sam, icu):
    book = Workbook()
    book.active.append(["staff number", "name", "department code"])
    book.active.append([1001, "Zhang San", "ICU"])
    content = io.BytesIO()
    book.save(content)
    browser = just_in(sam)
    take_in(browser, hand_in(browser, content.getvalue(), "people.xlsx").url)
    assert User.objects.filter(username="1001").exists()


def test_a_bomb_is_refused(signed_in, sam):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    refused = hand_in(signed_in(sam), bomb.getvalue(), "people.xlsx")
    assert refused.status_code == 422
    assert "unpack to more than" in text(refused)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.4 no table", "people.pdf", "damaged"),
        (b"", "people.csv", "empty"),
        ("a,b\n1,2\n", "people.csv", "No table of departments or people"),
        ('staff number\n"1001\n', "people.csv", "not well-formed CSV"),
        ("staff number\n" + "1\n" * 5002, "people.csv", "more than 5000 lines"),
        ("staff number,name\n1," + "x" * 1001, "people.csv", "more than 1000 characters"),
    ],
)
def test_what_is_no_table_is_refused_in_words(signed_in, sam, content, name, sentence):
    refused = hand_in(signed_in(sam), content, name)
    assert refused.status_code == 422
    assert sentence in text(refused)


# Colleagues -------------------------------------------------------------------------------------------------
def test_colleagues_are_suggested_by_name_or_number(signed_in, nina, hugo, oscar):
    found = signed_in(nina).get("/people/suggest?q=hug").json()["people"]
    assert found == [{"username": "hugo", "name": "Hugo", "department": "ICU"}]
    assert signed_in(nina).get("/people/suggest?q=oscar").json()["people"] == []


def test_nobody_asks_for_colleagues_without_end(signed_in, nina):
    caches["process"].clear()
    browser = signed_in(nina)
    answers = [browser.get("/people/suggest?q=x").status_code for _ in range(241)]  # a minute may end meanwhile
    assert answers[:120] == [200] * 120
    assert 429 in answers
