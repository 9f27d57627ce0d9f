"""The documentation's pictures, as people see the demo hospital: who looks, at what, how wide."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path("docs/pictures")
PASSWORD = "zhian-demo"  # noqa: S105, the demo's, printed by script/demo
FLAGS = ["--no-sandbox", "--disable-gpu", "--lang=zh-CN"]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
NOBODY, NURSE, HEAD_NURSE, OFFICE, SYSTEM = "", "1001", "1003", "1005", "1010"

# picture → who, how wide, where; "first of" opens the first record of that list, "poster" where the first one leads
SHOTS = {
    "my-work": (OFFICE, WIDE, "/"),
    "report": (NURSE, PHONE, "/incidents/new/"),
    "figures": (OFFICE, WIDE, "/incidents/figures/"),
    "record": (OFFICE, WIDE, "first of /incidents/?state=acting"),
    "finding": (HEAD_NURSE, WIDE, "first of /loop/?state=acting"),
    "owed": (OFFICE, WIDE, "/liability/?example=grade4"),
    "posters": (OFFICE, WIDE, "/incidents/posters/"),
    "anonymous-phone": (NOBODY, PHONE, "poster"),
    "deadlines": (OFFICE, WIDE, "/clocks/"),
    "lessons-phone": (NURSE, PHONE, "/incidents/lessons/"),
    "templates": (OFFICE, WIDE, "/documents/incidents/case/"),
    "sheets": (OFFICE, WIDE, "/incidents/sheets/"),
    "old-reports": (OFFICE, WIDE, "/incidents/old-reports/"),
    "questions": (OFFICE, WIDE, "/incidents/questions/FALL/"),
    "indicators": (OFFICE, WIDE, "/indicators/"),
    "indicator": (OFFICE, WIDE, "/indicators/NUR-07/?department=GK1"),
    "risk": (OFFICE, WIDE, "/indicators/risk/"),
    "alert": (HEAD_NURSE, WIDE, "first of /indicators/alerts/"),
    "own-indicator": (OFFICE, WIDE, "/indicators/own/new/"),
    "people": (SYSTEM, WIDE, "/people/"),
}


def main(address: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("ZHIAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, (person, size, place) in SHOTS.items():
            context = browser.new_context(viewport=size, base_url=address, timezone_id="Asia/Shanghai")
            page = context.new_page()
            if person:
                log_in(page, person)
            go(page, address_on_a_poster(browser, address) if place == "poster" else place)
            page.screenshot(path=PICTURES / f"{name}.png")
            print(name)
            context.close()
        browser.close()


def log_in(page: Page, person: str) -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", person)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")


def address_on_a_poster(browser: Browser, address: str) -> str:
    """Where the code on the first poster leads, as somebody's phone would read it."""
    page = browser.new_page(base_url=address)
    log_in(page, OFFICE)
    page.goto("/incidents/posters/")
    code = page.locator("table.list tbody a").first.inner_text()
    page.close()
    return f"/r/{code}/staff/"


def go(page: Page, place: str) -> None:
    page.goto(place.removeprefix("first of "))
    if place.startswith("first of "):
        with page.expect_navigation():
            page.locator("td.record-no a").first.click()


main(sys.argv[1])
