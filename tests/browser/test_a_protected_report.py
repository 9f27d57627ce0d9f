"""A nurse reports under seal; the office asks who it was, a leader grants it; she sees that, and what became of it."""

import pytest

from browser.hands import press_first

pytestmark = pytest.mark.browser

NURSE, OFFICE, LEADER, HEAD = "1001", "1005", "1008", "1004"
NAME, PASSWORD = "何小满", "zhian-demo"
GRADED = {"harm": "none", "psychological_harm": "none", "grade": "3"}
ACCOUNT, WHY = "交班核对时发现泵速为医嘱的十倍，立即停泵。", "须找到是哪一台输液泵，只有上报人知道"


def password_typed_again(page):
    """Grave deeds ask for it once more, and go on with what was pressed."""
    assert "/reauthenticate/" in page.url
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")


def report_under_seal(page):
    page.goto("/incidents/new/")
    page.locator("label.pick").nth(1).click()
    page.fill("[name=account]", ACCOUNT)
    page.locator("label.way", has_text="身份受保护").click()
    press_first(page)
    return page.url


def test_from_the_report_to_the_answer(visit):
    with visit(NURSE, "phone") as phone, visit(OFFICE) as office, visit(LEADER) as leader, visit(HEAD) as head:
        case = report_under_seal(phone)
        assert "没有被解封过" in phone.inner_text("main")
        for other in (office, head):
            other.goto(case)
            assert "身份受保护" in other.inner_text("main")
            assert NAME not in other.inner_text("main")
        assert head.locator("a[href$='/author/ask/']").count() == 0

        office.locator("summary", has_text="确需知道上报人时").click()
        press_first(office, "a[href$='/author/ask/']")
        office.fill("[name=reason]", WHY)
        press_first(office)

        leader.goto("/inbox/")
        press_first(leader, "a.work >> nth=0")
        press_first(leader, "a[href*='/author/asked/']")
        leader.locator("label.way").first.click()
        leader.fill("[name=answer]", "情况紧急")
        press_first(leader)
        if "/reauthenticate/" in leader.url:
            password_typed_again(leader)
        leader.goto(case)
        assert NAME not in leader.inner_text("main")

        office.goto(case)
        press_first(office, "a[href$='/author/']")
        assert NAME not in office.inner_text("main")
        press_first(office)
        if "/reauthenticate/" in office.url:
            password_typed_again(office)
        assert NAME in office.inner_text("main")

        phone.goto("/")
        assert "您的身份已被解封" in phone.inner_text("#mine")
        phone.goto(case)
        assert "质控科申请，院领导同意" in phone.inner_text("main")
        assert WHY in phone.inner_text("main")

        office.goto(f"{case}steps/confirm/")
        for field, value in GRADED.items():
            office.check(f"[name={field}][value='{value}']", force=True)
        office.fill("[name=finding]", "")
        press_first(office)
        office.goto(f"{case}steps/close/")
        office.fill("[name=feedback]", "该泵已停用送检，全院同型号已排查。谢谢您。")
        office.fill("[name=no_lesson]", "已有同类教训。")
        press_first(office)
        assert "已关闭" in office.inner_text("main")
        phone.goto(case)
        assert "该泵已停用送检" in phone.inner_text("main")
        assert NAME not in head_reads(head, case)


def head_reads(head, case):
    head.goto(case)
    return head.inner_text("main")
