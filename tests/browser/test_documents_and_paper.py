"""The program was down: a sheet is printed, typed in later, and its case goes to paper in the hospital's own form."""

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import docx
import pikepdf
import pytest

pytestmark = pytest.mark.browser

NURSE, OFFICE = "1001", "1005"
TITLE = "系统停用期间：输液外渗"
HERE = ZoneInfo("Asia/Shanghai")


def hours_ago(hours):
    return (datetime.now(HERE) - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def downloaded(page, link):
    with page.expect_download() as waiting:
        link.click()
    return waiting.value.path().read_bytes()


def test_the_office_prints_numbered_sheets_each_on_a_page_of_a4(visit, told):
    with visit(OFFICE) as page:
        page.goto("/incidents/sheets/")
        page.fill("[name=count]", "2")
        with page.expect_navigation():
            page.get_by_role("button", name="打印新的纸质单").click()
        numbers = page.locator(".sheet-number b").all_inner_texts()
        assert len(set(numbers)) == 2
        told["sheet"] = numbers[0]
        with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
            assert len(paper.pages) == 2
            assert [round(float(side) / 72 * 25.4) for side in paper.pages[0].MediaBox[2:]] == [210, 297]


def test_a_nurse_scans_it_and_types_it_in_on_a_phone(visit, told):
    with visit(NURSE, "phone") as page:
        page.goto(f"/incidents/sheets/new/?sheet={told['sheet']}")
        assert page.input_value("[name=sheet]") == told["sheet"]
        page.fill("[name=written_at]", hours_ago(20))
        page.fill("[name=occurred_at]", hours_ago(21))
        page.locator("[name=category][value='TUBE']").check()
        page.fill("[name=title]", TITLE)
        page.fill("[name=account]", "停机时间内，患者左前臂留置针处红肿，立即拔除，局部处理。")
        with page.expect_navigation():
            page.locator("form .button.is-main").click()
        assert TITLE in page.inner_text("h1")
        assert told["sheet"] in page.inner_text("main")
        assert "补录" in page.inner_text("main")
        told["case"] = page.url


def test_nobody_types_the_same_sheet_in_again(visit, told):
    with visit(OFFICE) as page:
        page.goto(f"/incidents/sheets/new/?sheet={told['sheet']}")
        page.locator("[name=writer][value='nobody']").check()
        page.fill("[name=written_at]", hours_ago(20))
        page.fill("[name=occurred_at]", hours_ago(21))
        page.locator("[name=category][value='TUBE']").check()
        page.fill("[name=title]", TITLE)
        page.fill("[name=account]", "停机时间内，患者左前臂留置针处红肿。")
        page.locator("form .button.is-main").click()
        page.wait_for_selector("[aria-invalid=true], .errorlist, .field-error")
        assert "已经补录过" in page.inner_text("main")
        assert page.input_value("[name=title]") == TITLE


def test_the_office_hands_in_its_own_template_and_the_case_is_made_with_it(visit, told, tmp_path):
    ours = docx.Document()
    ours.sections[0].header.paragraphs[0].text = "本院抬头 {{ hospital }}"
    ours.add_heading("{{ title }}", 1)
    ours.add_paragraph("{{ sheet }}")
    ours.save(str(tmp_path / "ours.docx"))
    with visit(OFFICE) as page:
        page.goto("/documents/incidents/case/")
        page.set_input_files("[name=file]", tmp_path / "ours.docx")
        page.fill("[name=note]", "换成本院抬头")
        with page.expect_navigation():
            page.get_by_role("button", name="试填并启用").click()
        assert "换成本院抬头" in page.inner_text("main")
        page.goto(told["case"])
        word = docx.Document(BytesIO(downloaded(page, page.get_by_role("link", name="报告 Word"))))
        assert "本院抬头" in word.sections[0].header.paragraphs[0].text
        assert TITLE in [paragraph.text for paragraph in word.paragraphs]
        with pikepdf.open(BytesIO(downloaded(page, page.get_by_role("link", name="报告 PDF")))) as paper:
            assert len(paper.pages) == 1
