"""A file of front pages becomes a chart, an alert, a finding and a repair, and the split chart proves the repair."""

import random

import pytest

from browser.hands import follow, press
from do.importing import front_pages
from zhian.kernel.moment import today
from zhian.kernel.months import later, month_of, until

pytestmark = pytest.mark.browser

NURSE, HEAD, OFFICE, OTHER_OFFICE = "1001", "1004", "1005", "1006"
HOSPITAL, WARD = "SFYY", "GK1"
LAST = later(month_of(today()), -1)
STAYS, USUAL, CODED_WRONG = 60, 2, 14  # a month; of these so many leave against advice
WRONG, CORRECTED = 9, 5  # months, the last ones
TITLE = "非医嘱离院编码核对"


def pages(path, *, corrected):
    """Two years of a ward; in the last months many are coded as having left against advice, until that is corrected."""
    dice = random.Random(7)
    rows = []
    for ago, month in zip(range(23, -1, -1), until(LAST, 24), strict=True):
        is_wrong = (CORRECTED if corrected else 0) <= ago < WRONG
        left = (CODED_WRONG if is_wrong else USUAL) + dice.choice((-1, 0, 1))
        if not corrected or ago < CORRECTED:
            rows += [_page(f"8{ago:02}{number:02}", month, number < left) for number in range(STAYS)]
    return front_pages(path, *rows)


def _page(number, month, has_left):
    return {
        "P900": HOSPITAL, "P3": number, "P13": f"9901{number}1960020", "P22": f"{month:%Y-%m}-03 10:00:00",
        "P25": f"{month:%Y-%m}-11 09:30:00", "P26": WARD, "P491": f"{month:%Y%m}04", "P741": "4" if has_left else "1",
    }  # fmt: skip


def bring(page, path):
    """Look at a file, have it taken in, and wait on the page until it is."""
    page.goto("/feeds/imports/")
    follow(page, "导入文件")
    page.set_input_files("[name=file]", path)
    press(page, "查看文件")
    assert "有 0 行将进入隔离区" in page.inner_text("main")
    press(page, "开始导入")
    page.locator("#sums", has_text="采用").wait_for()
    assert page.locator("progress").count() == 0


def measure(page):
    """Have everything measured, and wait until it is."""
    page.goto("/indicators/measuring/")
    if page.get_by_text("进行中").count() == 0:
        press(page, "立即计算")
    while page.get_by_text("进行中").count():
        page.wait_for_timeout(500)
        page.reload()


def test_a_file_is_looked_at_and_taken_in(visit, tmp_path):
    with visit(OFFICE) as page:
        bring(page, pages(tmp_path / "首页2024-2026.csv", corrected=False))
        assert f"读入 {24 * STAYS} 行 = 采用 {24 * STAYS}" in page.inner_text("#sums")


def test_it_is_measured(visit):
    with visit(OFFICE) as page:
        measure(page)
        page.goto(f"/indicators/ZA-AMA/?department={WARD}")
        assert "变差：升高" in page.inner_text("main") and page.locator("svg.control-chart").count()


def test_the_head_finds_the_alert_and_looks_into_it(visit, told):
    with visit(HEAD, "phone") as page:
        page.goto("/")
        follow(page, "非医嘱离院率")
        told["alert"] = page.url
        assert "骨一科" in page.inner_text("main") and page.locator("svg.control-chart").count()
        follow(page, "开始核查")
        press(page, "开始核查")


def test_a_finding_is_raised_and_put_right(visit, told):
    with visit(HEAD) as page:
        page.goto(told["alert"])
        follow(page, "提请整改")
        page.fill("[name=title]", TITLE)
        press(page, "提请整改")
        told["finding"] = page.url
        follow(page, "制定措施")
        page.fill("[name=actions-0-what]", "逐份核对非医嘱离院的首页编码")
        page.fill("[name=actions-0-owner]", NURSE)
        press(page, "制定措施")
    with visit(NURSE) as page:
        page.goto(told["finding"])
        with page.expect_navigation():
            page.locator("a[href*='/actions/']").first.click()
        page.fill("[name=evidence]", "已核对五个月的首页，更正后重新上传。")
        with page.expect_navigation():
            page.locator("form .button.is-main").click()
    with visit(HEAD) as page:
        page.goto(told["finding"])
        follow(page, "提交整改完成")
        press(page, "提交整改完成")


def test_the_corrected_file_changes_the_chart_and_the_split_proves_it(visit, told, tmp_path):
    with visit(OFFICE) as page:
        bring(page, pages(tmp_path / "首页更正.csv", corrected=True))
        assert "更正" in page.inner_text("#sums")
        measure(page)
        page.goto(told["finding"])
        follow(page, "在整改当月将图分段")
        page.fill("[name=month]", f"{later(LAST, 1 - CORRECTED):%Y-%m}")
        press(page, "在整改当月将图分段")
        assert "已见效果" in page.inner_text("main")
    with visit(OTHER_OFFICE) as page:
        page.goto(told["finding"])
        follow(page, "验证有效，关闭")
        with page.expect_navigation():
            page.locator("form .button.is-main").click()
        assert "已关闭" in page.inner_text("main")
