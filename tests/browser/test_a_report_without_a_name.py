"""A nurse scans the poster, reports, is asked, answers, and reads what became of it; nobody knows her."""

import time

import pytest

from browser.hands import press_first

pytestmark = pytest.mark.browser

OFFICE = "1005"
GRADED = {"harm": "low", "psychological_harm": "none", "grade": "2", "sac_severity": "low"}
PATIENCE = 90  # seconds for the worker to hand over


def a_poster(page):
    """The office makes one and looks at the sheet; the address that the code shows."""
    page.goto("/incidents/posters/")
    page.select_option("[name=department]", index=3)
    with page.expect_navigation():
        page.locator("form .button.is-main").first.click()
    assert page.locator(".poster-code svg").count() == 1
    return page.inner_text(".poster-address")


def looked_up(page, code):
    page.goto("/r/")
    page.fill("[name=code]", code)
    press_first(page)


def found_in_the_list(page, words):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page.goto(f"/incidents/?q={words}")
        if found := page.locator("td.is-cut a").count():
            assert found == 1
            press_first(page, "td.is-cut a")
            return page.url
        time.sleep(2)
    pytest.fail("It was not handed over.")


def test_from_the_poster_to_the_answer(visit):
    with visit(OFFICE) as office, visit(size="phone") as phone:
        address = a_poster(office)
        phone.context.clear_cookies()
        phone.goto(address[address.index("/r/") :])
        press_first(phone, ".door >> nth=0")
        phone.check("[name=category] >> nth=0", force=True)
        phone.fill("[name=occurred_on]", "2026-01-05")
        phone.fill("[name=account]", "夜里床栏没有拉起，张三医生不在场，病人独自下床滑倒")
        press_first(phone)
        assert "张三医生" in phone.inner_text(".wrongs")
        phone.fill("[name=account]", "夜里床栏没有拉起，值班医生不在场，病人独自下床滑倒")
        sent = answers_lost(phone, 1)
        phone.locator("form .button.is-main").click()
        phone.locator(".receipt-code").wait_for()
        assert len(sent) == 2
        assert not any("cookie" in request.headers for request in sent)
        code = phone.inner_text(".receipt-code").strip()
        left = phone.evaluate("JSON.stringify([sessionStorage, localStorage])")
        assert left == "[{},{}]", "the draft has done its work, and nothing else was noted"

        looked_up(phone, code)
        case = found_in_the_list(office, "独自下床滑倒")  # once, though it arrived twice
        assert "匿名" in office.inner_text("main")
        form = "form[action$='/letters/new/']"
        office.fill(f"{form} [name=text]", "床栏是否损坏？")
        press_first(office, f"{form} button")

        looked_up(phone, code)
        assert "床栏是否损坏？" in phone.inner_text("main")
        phone.fill("[name=text]", "左侧床栏的卡扣坏了")
        phone.locator("form .button.is-main").click()
        phone.locator(".note.is-good").wait_for()
        deadline = time.monotonic() + PATIENCE
        while "卡扣坏了" not in office.inner_text("main") and time.monotonic() < deadline:
            time.sleep(2)
            office.goto(case)
        assert "卡扣坏了" in office.inner_text("main")

        office.goto(f"{case}steps/confirm/")
        for field, value in GRADED.items():
            office.check(f"[name={field}][value='{value}']", force=True)
        office.fill("[name=finding]", "")
        press_first(office)
        office.goto(f"{case}steps/close/")
        office.fill("[name=feedback]", "床栏已更换，全科已检查，谢谢您。")
        office.fill("[name=no_lesson]", "已有同类教训。")
        press_first(office)
        assert "已关闭" in office.inner_text("main")
        looked_up(phone, code)
        assert "床栏已更换" in phone.inner_text("main")
        assert phone.context.cookies() == []


def answers_lost(page, times):
    """What the page sends arrives, but so many times the answer is lost on the way. What was sent, as it is sent."""
    sent = []

    def carry(route):
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.request)
        if len(sent) <= times:
            route.fetch()
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/r/**", carry)
    return sent


def test_it_waits_for_a_connection_and_gives_up_only_when_told(visit):
    with visit(OFFICE) as office, visit(size="phone") as phone:
        address = a_poster(office)
        phone.goto(f"{address[address.index('/r/') :]}concern/")
        phone.fill("[name=account]", "呼叫铃按了很久没有人来")
        phone.context.set_offline(True)
        phone.locator("form .button.is-main").click()
        phone.get_by_role("button", name="停止发送，继续填写").click()
        phone.fill("[name=account]", "呼叫铃按了二十分钟没有人来")
        phone.locator("form .button.is-main").click()
        phone.get_by_role("button", name="立即重试").wait_for()
        phone.context.set_offline(False)
        phone.locator(".receipt-code").wait_for()
        assert phone.evaluate("JSON.stringify([sessionStorage, localStorage])") == "[{},{}]"


def test_a_page_loaded_anew_sends_the_same_form(visit):
    """The answer was lost and the page loaded again: the receipt is that of the report which had arrived."""
    with visit(OFFICE) as office, visit(size="phone") as phone:
        address = a_poster(office)
        phone.goto(f"{address[address.index('/r/') :]}concern/")
        phone.fill("[name=account]", "夜里走廊灯不亮")
        carried = phone.input_value("[name=form]")
        phone.locator("[data-draft-sign=kept]").wait_for()
        phone.reload()
        assert phone.input_value("[name=form]") == carried


def test_the_next_person_at_the_wards_computer_finds_no_draft(visit):
    with visit(OFFICE) as office:
        address = a_poster(office)
        here = address[address.index("/r/") :]
        office.goto(f"{here}staff/")
        office.fill("[name=account]", "写到一半")
        office.locator("[data-draft-sign=kept]").wait_for()
        office.reload()
        assert office.input_value("[name=account]") == "写到一半"
        assert office.evaluate("Object.values(localStorage).join().includes('写到一半')") is False
        beside = office.context.new_page()
        beside.goto(f"{here}staff/")
        assert beside.input_value("[name=account]") == ""
