"""Webhooks against a real server on this machine: what arrives, what is tried again, what is never called."""

import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import PermissionDenied

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.models import Incident
from zhian.engines.workflow import Refused
from zhian.kernel.moment import at, now
from zhian.kernel.records.services import file
from zhian.kernel.webhooks import outside, services
from zhian.kernel.webhooks.calling import FIRST_PAUSE, MOST_ATTEMPTS, _send, send_waiting
from zhian.kernel.webhooks.jobs import forget_old
from zhian.kernel.webhooks.models import Call, Webhook

STEPS = ["incidents.file", "incidents.mark_not_reportable"]


class _Listening(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.arrived.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_told):
        pass


@contextmanager
def listening():
    server = HTTPServer(("127.0.0.1", 0), _Listening)
    server.arrived, server.status = [], 200
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def other_side():
    with listening() as server:
        yield server


@pytest.fixture
def sid(icu, hospital):
    """A system administrator."""
    return given.a_person("sid", icu, "system_admin", over=hospital)


@pytest.fixture(autouse=True)
def _inside_is_allowed(settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]


def address(server, path="/hear?x=1"):
    return f"http://127.0.0.1:{server.server_port}{path}"


@pytest.fixture
def webhook(other_side, sid, hospital):
    return services.keep(
        Webhook(hospital=hospital), actor=sid, name="Platform", address=address(other_side), steps=STEPS
    )


# What arrives -----------------------------------------------------------------------------------------------
def test_a_chosen_step_is_told_with_number_step_and_time_and_nothing_else(webhook, other_side, nina):
    fall = given.a_fall(by=nina, title="Secret title")
    assert send_waiting() == 1
    [(path, headers, body)] = other_side.arrived
    told = json.loads(body)
    assert path == "/hear?x=1"
    assert set(told) == {"id", "event", "kind", "number", "state", "at"}
    assert (told["event"], told["number"], told["state"]) == ("incidents.file", fall.number, "reported")
    assert "Secret title" not in body
    assert "nina" not in body.lower()
    assert headers["Zhian-Delivery"] == told["id"]
    assert send_waiting() == 0


def test_the_other_side_can_prove_who_called(webhook, other_side, nina):
    given.a_fall(by=nina)
    send_waiting()
    [(_path, headers, body)] = other_side.arrived
    signed = dict(part.split("=") for part in headers["Zhian-Signature"].split(","))
    expected = hmac.new(webhook.secret.encode(), f"{signed['t']}.{body}".encode(), hashlib.sha256).hexdigest()
    assert hmac.compare_digest(signed["v1"], expected)


def test_only_chosen_steps_of_the_own_hospital_are_told(webhook, other_side, nina, quinn, oscar):
    fall = given.a_fall(by=nina)
    incidents.confirm(fall, actor=quinn, grade=2, harm="moderate")
    given.a_fall(by=oscar)
    assert send_waiting() == 1


def test_the_moment_of_an_anonymous_report_is_not_told(webhook, nina, quinn):
    told = {"category": "FALL", "occurred_at": now(), "account": "Found", "harm": "low"}
    report = file(Incident(title="Fall", department=nina.department, **told), actor=None)
    assert Call.objects.count() == 0
    incidents.mark_not_reportable(report, actor=quinn, note="A joke")
    assert [call.event for call in Call.objects.all()] == ["incidents.mark_not_reportable"]


def test_what_is_undone_is_not_told(webhook, nina, hugo):
    fall = given.a_fall(by=nina)
    Call.objects.all().delete()
    with pytest.raises(PermissionDenied):
        incidents.send_back(fall, actor=hugo, note="No")
    assert not Call.objects.exists()


# Trouble ----------------------------------------------------------------------------------------------------
def test_what_does_not_arrive_is_tried_again_after_longer_and_longer(webhook, other_side, nina):
    other_side.status = 500
    given.a_fall(by=nina)
    moment, pauses = now(), []
    for _try in range(MOST_ATTEMPTS):
        with at(moment):
            assert send_waiting() == 0
            assert send_waiting() == 0
        call = Call.objects.get()
        pauses.append(call.next_try_at - moment)
        moment = call.next_try_at
    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert max(pauses) == timedelta(hours=6)
    assert (call.state, call.last_error, len(other_side.arrived)) == ("failed", "HTTP 500", MOST_ATTEMPTS)


def test_once_repaired_everything_is_sent_again(webhook, other_side, nina, sid):
    other_side.status = 500
    given.a_fall(by=nina)
    send_waiting()
    other_side.status = 204
    services.send_again(webhook, actor=sid)
    assert send_waiting() == 1


def test_two_workers_call_once(webhook, other_side, nina):
    given.a_fall(by=nina)
    stale = Call.objects.get()
    send_waiting()
    assert not _send(stale)
    assert len(other_side.arrived) == 1


def test_nothing_is_followed_elsewhere(webhook, other_side, nina):
    other_side.status = 302
    given.a_fall(by=nina)
    assert send_waiting() == 0
    assert [path for path, *_rest in other_side.arrived] == ["/hear?x=1"]


def test_one_that_is_not_called_waits(webhook, other_side, nina, sid):
    given.a_fall(by=nina)
    kept = {"name": "Platform", "address": address(other_side), "steps": STEPS}
    services.keep(webhook, actor=sid, is_active=False, **kept)
    assert send_waiting() == 0
    services.keep(webhook, actor=sid, is_active=True, **kept)
    assert send_waiting() == 1


def test_a_dead_server_holds_up_no_other(webhook, other_side, nina, sid, hospital):
    with listening() as dead:
        gone = address(dead)
    services.keep(Webhook(hospital=hospital), actor=sid, name="Dead", address=gone, steps=STEPS)
    given.a_fall(by=nina)
    assert send_waiting() == 1
    assert "Refused" in Call.objects.get(webhook__name="Dead").last_error


def test_old_calls_are_cleared_away(webhook, nina):
    given.a_fall(by=nina)
    with at(now() + timedelta(days=31)):
        forget_old()
    assert not Call.objects.exists()


# Where no call goes -----------------------------------------------------------------------------------------
FORBIDDEN = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://0.0.0.0/",
    "http://0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://127.1/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::1]/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "javascript:alert(1)",
    "https://user:word@example.org/",
    "https://",
    "https://example.org:99999/",
    "//example.org/",
    "",
]


@pytest.mark.parametrize("where", FORBIDDEN)
def test_an_address_that_leads_inside_or_nowhere_is_refused(where, settings, sid, hospital):
    settings.WEBHOOK_NETWORKS = []
    with pytest.raises(outside.Unreachable):
        outside.resolve(outside.split(where))
    with pytest.raises(Refused):
        services.keep(Webhook(hospital=hospital), actor=sid, name="x", address=where, steps=STEPS)
    assert not Webhook.objects.exists()


def test_a_name_that_leads_inside_later_is_not_called(webhook, other_side, nina, settings):
    """The address was looked at when it was entered; it is looked at again before each call."""
    settings.WEBHOOK_NETWORKS = []
    given.a_fall(by=nina)
    assert send_waiting() == 0
    assert other_side.arrived == []
    assert "not allowed" in Call.objects.get().last_error


# Pages and programs -----------------------------------------------------------------------------------------
def test_the_secret_is_shown_once_and_kept_encrypted(other_side, sid, signed_in):
    browser = signed_in(sid)
    told = {"name": "Platform", "address": address(other_side), "steps": STEPS, "is_active": "on"}
    made = browser.post("/webhooks/new/", told)
    webhook = Webhook.objects.get()
    assert webhook.secret in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    assert webhook.secret not in browser.get(f"/webhooks/{webhook.pk}/").content.decode()
    old = webhook.secret
    renewed = browser.post(f"/webhooks/{webhook.pk}/secret/").content.decode()
    webhook.refresh_from_db()
    assert webhook.secret in renewed
    assert webhook.secret != old


def test_it_is_changed_tried_out_and_sent_again_by_page(webhook, other_side, sid, signed_in):
    browser = signed_in(sid)
    assert browser.post(f"/webhooks/{webhook.pk}/test/").status_code == 302
    send_waiting()
    assert json.loads(other_side.arrived[0][2])["event"] == "webhook.test"
    told = {"name": "Renamed", "address": address(other_side), "steps": ["incidents.close"]}
    assert browser.post(f"/webhooks/{webhook.pk}/", told).status_code == 302
    assert "Not called" in browser.get("/webhooks/").content.decode()
    bad = browser.post(f"/webhooks/{webhook.pk}/", {**told, "address": "http://10.0.0.1/"})
    assert bad.status_code == 422
    assert "does not allow" in bad.content.decode()
    assert browser.post(f"/webhooks/{webhook.pk}/again/").status_code == 302


def test_a_program_enters_one_and_sees_its_calls(other_side, sid, nina, program):
    client, told = program(sid), {"name": "Platform", "address": address(other_side), "steps": STEPS}
    made = client.post("/api/webhooks", told, content_type="application/json")
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert made.json()["secret"]
    assert "secret" not in client.get("/api/webhooks").json()[0]
    given.a_fall(by=nina)
    send_waiting()
    assert [call["state"] for call in client.get(f"/api/webhooks/{pk}/calls").json()] == ["sent"]
    assert client.post(f"/api/webhooks/{pk}/test", {}, content_type="application/json").status_code == 200
    changed = client.patch(f"/api/webhooks/{pk}", {**told, "is_active": False}, content_type="application/json")
    assert changed.json()["is_active"] is False
    wrong = client.post("/api/webhooks", {**told, "steps": ["nothing.at_all"]}, content_type="application/json")
    assert wrong.status_code == 422


@pytest.mark.parametrize("who", ["nina", "quinn", "oscar"])
def test_nobody_else_may(who, webhook, request, signed_in):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get("/webhooks/").status_code == 403
    assert browser.get(f"/webhooks/{webhook.pk}/").status_code == 403


def test_the_administrator_of_another_hospital_sees_nothing_of_it(webhook, oscar, signed_in):
    other = given.a_person("olaf", oscar.department, "system_admin", over=oscar.department.hospital)
    assert signed_in(other).get(f"/webhooks/{webhook.pk}/").status_code == 404
