"""The API's documentation works under the strict policy of the pages, and a token is made beside it."""

import pytest

pytestmark = pytest.mark.browser

OFFICE, PASSWORD = "1005", "zhian-demo"


def test_somebody_who_is_signed_in_reads_and_tries_the_documentation(visit):
    with visit(OFFICE) as page:
        page.goto("/api/docs")
        page.get_by_text("Who I am, and my duties").click()
        page.get_by_role("button", name="Try it out").click()
        with page.expect_response("**/api/me") as answered:
            page.get_by_role("button", name="Execute").click()
        assert answered.value.json()["username"] == OFFICE
        assert page.locator("body").get_attribute("data-csrf-token")  # so that what writes can be tried as well


def test_a_token_is_made_shown_once_and_used(visit):
    with visit(OFFICE, language="en") as page:
        page.goto("/account/tokens/")
        page.fill("[name=name]", "Ward screen")
        page.check("[name=scopes][value='incidents:read']")
        page.get_by_role("button", name="Make it").click()
        page.fill("[name=password]", PASSWORD)  # asked once more, and the form is not lost over it
        page.press("[name=password]", "Enter")
        text = page.input_value("#text")
        shown = {"Authorization": f"Bearer {text}"}
        assert page.request.get("/api/incidents", headers=shown).ok
        assert page.request.get("/api/loop", headers=shown).status == 403
        page.reload()
        assert text not in page.content()
