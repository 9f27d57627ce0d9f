"""A report by the code of a poster, from the form to the receipt."""

import re
from datetime import timedelta

from zhian.check.incidents.models import Receipt
from zhian.check.incidents.services.receipts import key_of
from zhian.check.incidents.services.release import release
from zhian.kernel.moment import at, now, today

CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
FORM = re.compile(r'name="form" value="([^"]+)"')


def a_form(browser, poster, face="staff"):
    """What a freshly opened form carries."""
    page = browser.get(f"/r/{poster.code}/{face}/")
    assert page.status_code == 200
    return FORM.search(page.content.decode())[1]


def told(**more):
    return {
        "category": "FALL",
        "event_kind": "incident",
        "occurred_on": (today() - timedelta(days=1)).isoformat(),  # not a night that is still to come
        "part_of_day": "night",
        "account": "A patient fell; the rails were down.",
        "harm": "none",
        **more,
    }


def sent(browser, poster, face="staff", **more):
    """A report by the form; the code of its receipt."""
    facts = {"form": a_form(browser, poster, face), "department": poster.department_id, **told(**more)}
    answer = browser.post(f"/r/{poster.code}/{face}/", facts)
    assert answer.status_code == 200, answer.content.decode()
    return CODE.search(answer.content.decode())[0]


def released():
    """Everything that waits is handed over."""
    with at(now() + timedelta(hours=2)):
        return release()


def an_anonymous(browser, poster, **more):
    """A report that has reached the register, and its code."""
    code = sent(browser, poster, **more)
    released()
    return Receipt.objects.get(key=key_of(code)).incident, code


def a_concern(browser, poster):
    """Of yesterday, and it does not say when it was: the day is that of the release."""
    with at(now() - timedelta(days=1)):
        code = sent(
            browser,
            poster,
            "concern",
            account="Nobody came for an hour",
            wish="An apology",
            contact="13800000000",
            occurred_on="",
        )
        released()
    return Receipt.objects.get(key=key_of(code)).incident, code


def shown(browser, code, **more):
    return browser.post("/r/", {"code": code, **more})
