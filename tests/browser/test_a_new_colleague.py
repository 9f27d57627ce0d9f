"""A new colleague: taken in from a table, given a first password and a duty, signed in on a phone, and out again."""

import pytest

pytestmark = pytest.mark.browser

SYSTEM, SECURITY = "1010", "1011"
TABLE = "username,name,department,title\n98765,林小舟,GK1,护师\n"
OWN = "Lantern-River-42"


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "people.csv"
    file.write_bytes(TABLE.encode("gb18030"))  # as Excel in China saves it
    return file


def test_a_new_colleague_comes_in(visit, table):
    with visit(SYSTEM) as page:
        take_in(page, table)
    with visit(SECURITY) as page:
        first = first_password(page)
    with visit("", "phone") as page:
        sign_in(page, first)
        assert page.url.endswith("/account/password/")
        for name, told in (("oldpassword", first), ("password1", OWN), ("password2", OWN)):
            page.fill(f"[name={name}]", told)
        send(page, "[name=password2]")
        page.goto("/account/")
        assert "林小舟" in page.inner_text("h1")
        with page.expect_navigation():
            page.click("form[action$='sign-out-everywhere/'] button")
        assert "/account/login/" in page.url


def take_in(page, table):
    page.goto("/people/imports/")
    page.set_input_files("[name=file]", table)
    with page.expect_navigation():
        page.click(".form-ends .is-main")
    assert "林小舟" in page.inner_text("main")
    with page.expect_navigation():
        page.click(".form-ends .is-main")
    again(page)
    assert "/people/" in page.url


def first_password(page):
    page.goto("/people/staff/98765/password/")
    with page.expect_navigation():
        page.click(".form-ends .is-main")
    again(page)
    return page.inner_text(".receipt-code")


def again(page):
    """The password once more, before a grave deed."""
    assert "/reauthenticate/" in page.url
    page.fill("[name=password]", "zhian-demo")
    send(page, "[name=password]")


def sign_in(page, password):
    page.goto("/account/login/")
    page.fill("[name=login]", "98765")
    page.fill("[name=password]", password)
    send(page, "[name=password]")


def send(page, field):
    with page.expect_navigation():
        page.press(field, "Enter")
