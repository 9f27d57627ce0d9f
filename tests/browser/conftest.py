"""A real house to walk in: the program as it is served, a small demo hospital, and a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 1000}}
LOAD = "import django; django.setup(); from zhian.site.demo.load import load; load(sizes=(40, 3), stays=2000)"
PASSWORD = "zhian-demo"
NO_FAULT_OF_THE_PAGE = (
    "the server responded with a status of 4",
    "net::ERR_INTERNET_DISCONNECTED",  # a test took the network away: a server that breaks off is told differently
)


@pytest.fixture(scope="module")
def told():
    """What one step of a story leaves for the next."""
    return {}


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """The address of a running program with a demo hospital in it, and a worker beside it."""
    home = tmp_path_factory.mktemp("house")
    port = _free_port()
    environment = {
        **os.environ,
        "ZHIAN_HOME": str(home),
        "ZHIAN_DATABASE": f"sqlite:///{home / 'zhian.sqlite3'}",
        "ZHIAN_MODULES": "",
        "ZHIAN_RELEASE_MINUTES": "0.1",  # nobody waits an hour for what came in without a name
        "DJANGO_SETTINGS_MODULE": "zhian.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    run = [sys.executable, "-m", "zhian"]
    subprocess.run([*run, "migrate"], env=environment, check=True, cwd=home, capture_output=True)
    subprocess.run([sys.executable, "-c", LOAD], env=environment, check=True, cwd=home)
    with (home / "log").open("w") as log:
        parts = [
            subprocess.Popen(
                [*run, *command], env=environment, cwd=home, stdout=log, stderr=log, start_new_session=True
            )
            for command in (["serve", "--port", str(port)], ["work"])
        ]
        try:
            _wait_until_answering(f"http://127.0.0.1:{port}/healthz", home / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            for part in parts:
                os.killpg(part.pid, 9)
                part.wait()


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("ZHIAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(house, chromium):
    """`with visit("1001", "phone") as page:` is a person at a phone or a desk; whatever the page complains of fails."""

    @contextmanager
    def enter(number="", size="desk", language="zh-hans"):
        context = chromium.new_context(
            viewport=SIZES[size], base_url=house, locale="zh-CN", timezone_id="Asia/Shanghai", has_touch=size == "phone"
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": house}])
        page, complaints = context.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
        try:
            if number:
                _log_in(page, number)
            yield page
            assert not complaints
        finally:
            context.close()

    return enter


def _log_in(page, number):
    page.goto("/account/login/")
    page.fill("[name=login]", number)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    assert "/account/login" not in page.url, page.inner_text("body")


def _is_complaint(said):
    """Errors of the page: neither that a refused form answers 4xx, nor that a test has cut the connection."""
    return said.type == "error" and not any(words in said.text for words in NO_FAULT_OF_THE_PAGE)


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_until_answering(address, log):
    for _ in range(240):
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
    pytest.fail(f"The program did not answer:\n{log.read_text()[-3000:]}")
