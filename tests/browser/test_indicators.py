"""Indicators by hand: an own one is written with its preview and measured; a return is typed in and reviewed."""

import time

import pytest

from browser.hands import follow, press

pytestmark = pytest.mark.browser

OFFICE, OTHER_OFFICE = "1005", "1006"
NAME = "住院满十五天以上患者比例"


def step(page, name):
    """A step of a record, on the page that asks whether it is meant."""
    follow(page, name, exact=True)
    press(page, name)


def test_an_own_indicator_is_checked_while_it_is_written_and_tried_out(visit, told):
    with visit(OFFICE) as page:
        page.goto("/indicators/own/new/")
        form = page.locator("main form")
        form.get_by_text("可以计算").wait_for()
        text = page.input_value("[name=definition]")
        page.fill("[name=definition]", text.replace("days >= 15", "dayz >= 15"))
        form.locator(".note", has_text="dayz").wait_for()
        assert "days" in form.locator(".note").inner_text()  # what was perhaps meant
        page.fill("[name=definition]", text)
        form.get_by_text("可以计算").wait_for()
        page.get_by_role("button", name="用最近两年的数据试算").click()
        page.locator("#preview svg.control-chart").wait_for()
        assert "%" in page.inner_text("#preview")
        page.select_option("[name=department]", label="质控科")
        press(page, "编写指标")
        assert NAME in page.inner_text("h1")
        step(page, "提请批准")
        told["own"] = page.url


def test_a_second_person_approves_it_and_it_is_measured(visit, told):
    with visit(OTHER_OFFICE) as page:
        page.goto(told["own"])
        step(page, "批准，开始计算")
        assert "生效" in page.inner_text("main")
        page.goto("/indicators/measuring/")
        if page.get_by_text("进行中").count() == 0:
            press(page, "立即计算")
        for _ in range(120):
            page.goto("/indicators/OWN-01/")
            if page.locator("svg.control-chart .point").count():
                break
            time.sleep(1)
        assert NAME in page.inner_text("h1")
        assert page.locator("svg.control-chart .point").count() > 12


def test_a_return_is_typed_in_by_one_and_reviewed_by_another(visit):
    with visit(OTHER_OFFICE) as page:
        page.goto("/indicators/returns/fill/")
        with page.expect_navigation():
            page.get_by_role("row", name="护理部").get_by_role("link", name="待填报").last.click()
        for line in page.locator("fieldset.entry").all():
            line.locator("[name$=numerator]").fill("590")
            line.locator("[name$=denominator]").fill("950")
        press(page, "保存，核对后上交")
        assert "950" in page.inner_text("main")
        step(page, "上交")
        assert page.get_by_role("link", name="审核通过，计入", exact=True).count() == 0  # not for who typed it in
        address = page.url
    with visit(OFFICE) as page:
        page.goto(address)
        step(page, "审核通过，计入")
        assert "已审核，计入" in page.inner_text("main")
