"""Every page by its rules: accessible (axe, WCAG 2.2 AA), nothing wider than the phone, drafts, keys, no connection."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NURSE, OFFICE, SYSTEM, SECURITY, AUDIT = "1001", "1005", "1010", "1011", "1012"

PAGES = {
    OFFICE: [
        "/",
        "/incidents/",
        "/incidents/?q=zzzz",
        "/incidents/?late=on",
        "/incidents/board/",
        "/incidents/figures/",
        "/incidents/figures/?by=FALL.activity",
        "/incidents/analysis-standard/",
        "/incidents/analyses/",
        "/incidents/old-reports/",
        "/incidents/new/",
        "/incidents/posters/",
        "/incidents/without-a-name/",
        "/clocks/",
        "/clocks/?state=met",
        "/clocks/rules/",
        "/clocks/rules/HOSP-I-II/",
        "/clocks/calendar/",
        "/indicators/",
        "/indicators/icons/",
        "/indicators/sets/nursing/",
        "/indicators/catalogue/?q=NUR",
        "/indicators/NUR-07/",
        "/indicators/measuring/",
        "/indicators/risk/",
        "/indicators/report/",
        "/indicators/alerts/",
        "/indicators/alerts/budget/",
        "/indicators/returns/",
        "/indicators/returns/fill/",
        "/indicators/returns/entrusted/",
        "/indicators/own/new/",
        "/incidents/sheets/",
        "/incidents/sheets/new/?sheet=P00017-4",
        "/incidents/sheets/print/",
        "/documents/",
        "/documents/incidents/case/",
        "/documents/liability/sheet/",
        "/liability/",
        "/liability/?example=grade4",
        "/liability/?example=disability",
        "/loop/",
        "/loop/board/",
        "/feeds/imports/",
        "/feeds/imports/new/",
        "/feeds/imports/1/",
        "/feeds/imports/1/quarantine/",
        "/search/?q=%E8%B7%8C%E5%80%92",
        "/inbox/",
        "/inbox/reach/",
        "/style/",
        "/account/password/",
        "/account/2fa/",
        "/account/tokens/",
        "/nowhere/",
    ],
    SYSTEM: [
        "/channels/",
        "/webhooks/",
        "/webhooks/new/",
        "/clocks/calendar/",
        "/people/",
        "/people/new/",
        "/people/imports/",
        "/people/departments/",
        "/account/",
    ],
    SECURITY: ["/people/", "/people/staff/1012/", "/people/staff/1001/password/", "/people/imports/"],
    AUDIT: ["/audit/", "/audit/?kind=event:signed_in"],
}
LOOKS = [("desk", "zh-hans", "light"), ("phone", "en", "dark")]


def faults(page):
    """What axe finds, one line each."""
    page.evaluate(AXE)  # as the browser's own tools do, so that the strict policy of the page stays in force
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def look_at(page, address):
    page.goto(address)
    return [f"{address}: {fault}" for fault in faults(page)] + ([f"{address}: too wide"] if is_too_wide(page) else [])


def open_first(page, address, selector):
    page.goto(address)
    with page.expect_navigation():
        page.locator(selector).first.click()
    return page.url


@pytest.mark.parametrize(("size", "language", "scheme"), LOOKS)
@pytest.mark.parametrize("person", PAGES)
def test_every_page_is_accessible(visit, person, size, language, scheme):
    with visit(person, size, language) as page:
        page.emulate_media(color_scheme=scheme)
        assert not [fault for address in PAGES[person] for fault in look_at(page, address)]


@pytest.mark.parametrize(("size", "language", "scheme"), LOOKS)
def test_every_page_of_a_record_is_accessible(visit, size, language, scheme):
    with visit(OFFICE, size, language) as page:
        page.emulate_media(color_scheme=scheme)
        case = open_first(page, "/incidents/?state=reported", "td.is-cut a")
        finding = open_first(page, "/loop/", "td.is-cut a")
        addresses = [case, f"{case}print/", f"{case}edit/", f"{case}steps/confirm/", finding]
        assert not [fault for address in addresses for fault in look_at(page, address)]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_way_in_is_accessible(visit, language):
    with visit(size="phone", language=language) as page:
        assert not look_at(page, "/account/login/")
        page.fill("[name=login]", "1001")
        page.fill("[name=password]", "wrong")
        with page.expect_navigation():
            page.press("[name=password]", "Enter")
        assert page.locator("[role=alert]").count() == 1
        assert not faults(page)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_without_a_name_are_accessible(visit, language):
    with visit(OFFICE, "phone", language) as page:
        page.goto("/incidents/posters/")
        page.select_option("[name=department]", index=1)
        with page.expect_navigation():
            page.locator("form .button.is-main").first.click()
        address = page.inner_text(".poster-address")
        here = address[address.index("/r/") :]
        found = faults(page)
        for each in (here, f"{here}staff/?lang={language}", f"{here}concern/", "/r/", "/r/nowhere/"):
            found += look_at(page, each)
        assert not found


def test_the_language_can_be_chosen_before_logging_in(visit):
    with visit() as page:
        page.goto("/account/login/")
        page.locator("details[data-menu] summary").click()
        with page.expect_navigation():
            page.locator("button[lang=en]").click()
        assert page.inner_text("h1") == "Sign in"
        assert page.locator("html").get_attribute("lang") == "en"


def test_a_form_that_comes_back_leads_to_what_is_wrong(visit):
    with visit(NURSE, "phone") as page:
        page.goto("/incidents/new/")
        page.fill("[name=account]", "床旁夜灯不亮")
        with page.expect_navigation():
            page.locator("form .button.is-main").click()
        assert page.evaluate("document.activeElement.matches('.wrongs')")
        assert page.input_value("[name=account]") == "床旁夜灯不亮"
        assert not faults(page)
        page.locator(".wrongs a").first.click()
        assert page.evaluate("location.hash.startsWith('#id_')")


def typed(page, words):
    page.goto("/incidents/new/")
    page.fill("[name=account]", words)
    page.locator("[data-draft-sign=kept]").wait_for()


def test_a_draft_survives_leaving_the_page(visit):
    with visit(NURSE, "phone") as page:
        typed(page, "输液泵流速异常")
        page.goto("/")
        page.goto("/incidents/new/")
        assert page.input_value("[name=account]") == "输液泵流速异常"
        assert page.locator(".draft-note").count() == 1


def test_a_draft_can_be_discarded(visit):
    with visit(NURSE) as page:
        typed(page, "输液泵流速异常")
        page.reload()
        page.locator(".draft-note button").click()
        assert page.input_value("[name=account]") == ""
        page.reload()
        assert page.locator(".draft-note").count() == 0


def test_logging_out_forgets_the_drafts(visit):
    with visit(NURSE) as page:
        typed(page, "输液泵流速异常")
        page.locator("summary:has(.face)").click()
        with page.expect_navigation():
            page.locator("form[data-forgets-drafts] button").click()
        assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_session_that_ended_meanwhile_loses_no_draft(visit):
    with visit(NURSE) as page:
        typed(page, "血标本溶血，重新采集")
        page.context.clear_cookies(name="sessionid")
        with page.expect_navigation():
            page.locator("form .button.is-main").click()
        page.fill("[name=login]", NURSE)
        page.fill("[name=password]", "zhian-demo")
        with page.expect_navigation():
            page.press("[name=password]", "Enter")
        assert page.url.endswith("/incidents/new/")
        assert page.input_value("[name=account]") == "血标本溶血，重新采集"


def test_without_a_connection_nothing_is_sent_and_nothing_lost(visit):
    with visit(NURSE, "phone") as page:
        typed(page, "转运途中氧气瓶余量不足")
        page.context.set_offline(True)
        page.locator("form .button.is-main").click()
        page.locator("[data-said]").wait_for()
        assert page.input_value("[name=account]") == "转运途中氧气瓶余量不足"
        page.context.set_offline(False)
        page.locator("[data-said]").wait_for(state="detached")


def test_a_board_is_one_stop_for_tab_and_arrows_walk_in_it(visit):
    with visit(OFFICE) as page:
        page.goto("/incidents/board/")
        assert page.locator(".case[tabindex='0']").count() == 1
        first = page.locator(".case[tabindex='0']")
        first.focus()
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement === document.querySelectorAll('.lane .case')[1]")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.closest('.lane').previousElementSibling !== null")


def test_a_name_after_an_at_sign_offers_people_and_the_keys_choose(visit):
    with visit(OFFICE) as page:
        open_first(page, "/incidents/?state=acting", "td.is-cut a")
        page.locator("[name=text]").press_sequentially("请 @1003")
        page.locator(".people-found li").first.wait_for()
        assert not faults(page)
        page.keyboard.press("Enter")
        assert page.input_value("[name=text]").endswith("#1003 ")
        assert page.locator(".people-found li").count() == 0


def test_the_slash_leads_to_the_search(visit):
    with visit(OFFICE) as page:
        page.goto("/")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"


def test_a_menu_closes_with_escape_and_keeps_the_focus(visit):
    with visit(OFFICE) as page:
        page.goto("/")
        menu = page.locator("details[data-menu]").first
        menu.locator("summary").click()
        page.keyboard.press("Escape")
        assert not menu.evaluate("each => each.open")
        assert menu.locator("summary").evaluate("each => each === document.activeElement")


def test_the_menu_of_a_phone_opens_without_scripts(house, chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, base_url=house, java_script_enabled=False)
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("[name=login]", OFFICE)
    page.fill("[name=password]", "zhian-demo")
    page.press("[name=password]", "Enter")
    page.locator(".phone-bar a[href='#menu']").click()
    assert page.locator("#menu a[href='/incidents/']").is_visible()
    context.close()
