"""The quality officer asks the founding question, chooses another answer, takes the sheet along; types in a case."""

from io import BytesIO

import docx
import pytest

pytestmark = pytest.mark.browser

OFFICE = "1005"
QUESTION = "四级医疗事故赔偿50万合法吗？"


def downloaded(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return waiting.value.path().read_bytes()


def total(page, regime):
    return page.locator(f"#regime-{regime} .total").inner_text()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_founding_question_is_answered_with_one_click(visit, size):
    with visit(OFFICE, size) as page:
        page.goto("/liability/")
        with page.expect_navigation():
            page.get_by_role("link", name=QUESTION).click()
        assert page.inner_text("h1") == QUESTION
        assert "都不支持" in page.inner_text(".says")
        assert page.locator("svg.range").count() == 2
        assert page.locator("#regime-A .claimed").inner_text() == "索赔 500,000.00"
        assert page.input_value("[name='claim.stated_total']") == "500000"


def test_a_line_opens_to_its_explanation_and_an_answer_can_be_changed(visit):
    with visit(OFFICE) as page:
        page.goto("/liability/?example=grade4")
        line = page.locator("details.line", has_text="第五十条第（二）项")
        line.locator("summary").click()
        assert "职工年平均工资：重庆2002年 11,000元/年" in line.inner_text()
        assert "待核对" in line.inner_text()
        before = total(page, "A")
        with page.expect_response("**/liability/"):
            page.locator("#choice-day_divisor").select_option("261")
        page.wait_for_function("before => document.querySelector('#regime-A .total').innerText !== before", arg=before)
        assert page.input_value("#choice-day_divisor") == "261"


def test_the_sheet_is_taken_along_as_word_and_pdf(visit):
    with visit(OFFICE) as page:
        page.goto("/liability/?example=grade4")
        word = docx.Document(BytesIO(downloaded(page, "Word")))
        assert any(QUESTION in paragraph.text for paragraph in word.paragraphs)
        assert downloaded(page, "PDF")[:5] == b"%PDF-"
        assert page.get_by_role("button", name="PDF").is_enabled()


def test_rows_are_added_and_come_back_with_the_draft(visit):
    with visit(OFFICE, "phone") as page:
        page.goto("/liability/")
        page.fill("[name='places.act']", "重庆")
        page.fill("[name='dates.act']", "2003-05-01")
        for at, amount in enumerate(("1200.00", "860.50")):
            page.get_by_role("button", name="添加：单据").click()
            page.fill(f"[name='receipts.{at}.amount']", amount)
        assert page.input_value("[name='receipts.0.amount']") == "1200.00"
        assert page.input_value("[name='places.act']") == "重庆"
        page.locator("[data-draft-sign='kept']").wait_for()
        page.reload()
        page.locator("[name='receipts.1.amount']").wait_for()
        assert page.input_value("[name='receipts.1.amount']") == "860.50"
        assert page.input_value("[name='places.act']") == "重庆"
        with page.expect_navigation():
            page.get_by_role("button", name="开始计算").click()
        assert "2,060.50" in page.inner_text("#result")


def test_what_is_wrong_is_said_where_it_stands(visit):
    with visit(OFFICE) as page:
        page.goto("/liability/?example=grade4")
        page.fill("[name='patient.age']", "350")
        with page.expect_navigation():
            page.get_by_role("button", name="开始计算").click()
        assert "0至130的整数" in page.locator(".wrongs").inner_text()
        assert page.input_value("[name='patient.age']") == "350"
