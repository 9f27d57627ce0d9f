"""One adverse event all the way round, by name: reported on a phone, put right at desks, answered on the phone."""

from urllib.parse import urlsplit

import pytest

from browser.hands import follow, press

pytestmark = pytest.mark.browser

NURSE, COLLEAGUE, HEAD_NURSE, OFFICE, OTHER_OFFICE = "1001", "1002", "1003", "1005", "1006"
MORSE = {  # 25 + 15 + 15 + 20 + 0 + 0
    "fell_before": "yes",
    "second_diagnosis": "yes",
    "aid": "crutch",
    "infusion": "yes",
    "gait": "normal",
    "insight": "aware",
}
TITLE = "夜间起床如厕时跌倒，右髋部着地"


def pick(page, field, value):
    page.locator(f"[name={field}][value='{value}']").check()


def open_from_my_work(page, title):
    page.goto("/")
    with page.expect_navigation():
        page.locator("main").get_by_text(title).first.click()


def answering(page):
    """To the questions of the case's category."""
    with page.expect_navigation():
        page.locator("main a[href$='/answers/']").click()


def test_a_nurse_reports_on_a_phone(visit, told):
    with visit(NURSE, "phone") as page:
        page.goto("/incidents/new/")
        pick(page, "category", "FALL")
        page.locator(".further > summary").click()
        pick(page, "event_kind", "incident")
        page.fill("[name=place]", "12 床旁卫生间门口")
        page.fill("[name=title]", TITLE)
        page.fill("[name=account]", "患者术后第 2 天夜间自行下床如厕，行至卫生间门口时滑倒。床旁夜灯不亮。")
        page.fill("[name=immediate_action]", "制动，通知值班医生，摄片。")
        pick(page, "harm", "low")
        page.fill("[name=patient_number]", "ZY20264417")
        with page.expect_navigation():
            page.locator("form .button.is-main").click()
        assert TITLE in page.inner_text("h1")
        assert "待受理" in page.inner_text("main")
        told["case"] = page.url


def test_she_answers_what_she_knows_of_the_questions_about_falls(visit, told):
    with visit(NURSE, "phone") as page:
        page.goto(told["case"])
        answering(page)
        assert page.locator("[data-question=rails]").is_hidden()  # nobody asks for rails of somebody who walked
        page.select_option("[name=activity]", "toilet")
        pick(page, "light", "night_light_off")
        press(page, "保存")
        assert "夜灯不亮" in page.inner_text("main")


def test_somebody_else_reports_the_same_fall(visit, told):
    with visit(COLLEAGUE, "phone") as page:
        page.goto("/incidents/new/")
        pick(page, "category", "FALL")
        page.fill("[name=account]", "患者术后第 2 天夜间自行下床如厕，在卫生间门口滑倒，床旁夜灯不亮，值班护士到场。")
        with page.expect_navigation():
            page.locator("form .button.is-main").click()
        told["again"] = page.url


def test_the_office_is_offered_the_first_report_and_marks_the_second_as_its_duplicate(visit, told):
    with visit(OFFICE) as page:
        page.goto(told["again"])
        likest = page.locator(".similar").first
        assert TITLE in likest.inner_text()
        assert "可能是同一事件" in likest.inner_text()
        likest.locator("summary").click()
        likest.locator("[name=note]").fill("时间、地点、经过相同")
        with page.expect_navigation():
            likest.get_by_role("button").click()
        assert "时间、地点、经过相同" in page.inner_text("main")
        assert page.locator(f"a[href='{urlsplit(told['case']).path}']").count()


def test_the_quality_office_finds_it_in_its_work_and_grades_it(visit, told):
    with visit(OFFICE) as page:
        open_from_my_work(page, TITLE)
        assert page.url == told["case"]
        follow(page, "受理并定级")
        press(page, "受理并定级")  # without a grade: refused, and nothing typed is lost
        assert page.locator("[aria-invalid=true], .is-wrong").count()
        pick(page, "grade", "2")
        page.fill("[name=finding]", "夜间照明与术后跌倒风险评估不到位")
        press(page, "受理并定级")
        assert "整改中" in page.inner_text("main")


def test_the_office_adds_to_the_answers(visit, told):
    with visit(OFFICE) as page:
        page.goto(told["case"])
        answering(page)
        assert page.input_value("[name=activity]") == "toilet"
        pick(page, "assessed", "true")
        for question, answer in MORSE.items():
            pick(page, question, answer)
        press(page, "保存")
        assert "Morse 跌倒评分" in page.inner_text("main")
        assert "75" in page.inner_text("main")


def test_the_department_agrees_on_an_action(visit, told):
    with visit(HEAD_NURSE) as page:
        open_from_my_work(page, "夜间照明与术后跌倒风险评估不到位")
        told["finding"] = page.url
        follow(page, "制定措施")
        page.fill("[name=actions-0-what]", "更换 11 间病房夜灯")
        page.fill("[name=actions-0-owner]", NURSE)
        press(page, "制定措施")
        assert "更换 11 间病房夜灯" in page.inner_text("main")


def test_the_responsible_person_does_it(visit, told):
    with visit(NURSE, "phone") as page:
        open_from_my_work(page, "夜间照明与术后跌倒风险评估不到位")
        with page.expect_navigation():
            page.locator("a[href*='/actions/']").first.click()
        page.fill("[name=evidence]", "后勤已全部更换并试亮，验收单见附件。")
        with page.expect_navigation():
            page.locator("form .button.is-main").click()
        assert "后勤已全部更换并试亮" in page.inner_text("main")


def test_the_department_reports_it_done_and_cannot_verify_it_itself(visit, told):
    with visit(HEAD_NURSE) as page:
        page.goto(told["finding"])
        follow(page, "提交整改完成")
        press(page, "提交整改完成")
        assert "待验证" in page.inner_text("main")
        assert page.locator("[aria-disabled=true]").count()
        assert not page.locator("a[href$='/steps/accept/']").count()


def test_somebody_else_verifies_and_the_case_is_closed_with_an_answer(visit, told):
    with visit(OTHER_OFFICE) as page:
        page.goto(told["finding"])
        follow(page, "验证有效，关闭")
        with page.expect_navigation():
            page.locator("form .button.is-main").click()
        page.goto(told["case"])
        follow(page, "关闭")
        page.fill("[name=feedback]", "11 间病房夜灯已全部更换。谢谢您的提醒。")
        page.fill("[name=no_lesson]", "同类教训已经发布。")
        press(page, "关闭")
        assert "已关闭" in page.inner_text("main")


def test_the_nurse_reads_what_became_of_it(visit, told):
    with visit(NURSE, "phone") as page:
        page.goto("/")
        assert "11 间病房夜灯已全部更换" in page.inner_text("main") or TITLE in page.inner_text("main")
        page.goto(told["case"])
        assert "11 间病房夜灯已全部更换" in page.inner_text("main")
