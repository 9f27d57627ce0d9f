"""What was told without a name is for the office alone until it has read it."""

import pytest
from django.test import Client

import given
from zhian.check.incidents import permissions
from zhian.check.incidents.models import Incident
from zhian.check.incidents.services import confirm
from zhian.check.incidents.workflow import INCIDENT
from zhian.site.routes import routes

from .telling import a_concern, an_anonymous


def test_the_department_does_not_see_raw_text(nobody, poster, hugo, quinn, signed_in, program):
    incident, _code = an_anonymous(nobody, poster)
    head, machine = signed_in(hugo), program(hugo)
    unseen = [
        head.get(incident.get_absolute_url()),
        head.get(f"{incident.get_absolute_url()}print/"),
        head.post(f"{incident.get_absolute_url()}comment/", {"text": "Who was it?"}),
        machine.get(f"/api/incidents/{incident.number}"),
        machine.get(f"/api/incidents/{incident.number}/letters"),
        machine.get(f"/api/incidents/{incident.number}/history"),
    ]
    assert {answer.status_code for answer in unseen} == {404}
    for address in ("/incidents/", "/incidents/board/", "/search/?q=rails", "/incidents/export.csv"):
        assert incident.number.encode() not in head.get(address).getvalue(), address
    assert machine.get("/api/incidents").json()["items"] == []
    confirm(incident, actor=quinn, grade=3, harm="none")
    assert head.get(incident.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("role", ["head", "leader"])
def test_no_page_and_no_operation_shows_raw_text_to_anybody_else(nobody, poster, nina, icu, hospital, program, role):
    words = "The rails of bed seventeen were down, a patient fell"
    alike = given.a_fall(by=nina, account=words)
    incident, _code = an_anonymous(nobody, poster, account=words)
    person = given.a_person("watcher", icu, role, over=hospital)
    page, machine = Client(), program(person)
    page.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    here = alike.get_absolute_url()
    addresses = {route.address for route in routes() if route.method in ("page", "GET") and "{" not in route.address}
    for address in [
        *sorted(addresses - {"/account/logout/"}),
        here,
        f"{here}print/",
        "/incidents/?q=seventeen",
        "/search/?q=seventeen",
    ]:
        answer = (machine if address.startswith("/api/") else page).get(address, follow=True)
        told = answer.getvalue().decode(errors="replace")
        assert incident.number not in told, address
        assert alike.number in told or address not in ("/incidents/", here), address


@pytest.mark.parametrize("role", ["leader", "auditor", "head_nurse", "department_quality"])
def test_the_list_agrees_with_the_rule(nobody, poster, quinn, hospital, icu, role):
    incident, _code = an_anonymous(nobody, poster)
    person = given.a_person(role, icu, role, over=hospital)
    for state in INCIDENT.states:
        Incident.objects.filter(pk=incident.pk).update(state=state)
        found = Incident.objects.filter(permissions.visible_to(person), pk=incident.pk).exists()
        assert found == person.has_perm("incidents.read", Incident.objects.get(pk=incident.pk)), state


def test_the_contact_is_not_for_the_department(nobody, poster, hugo, quinn, signed_in):
    incident, _code = a_concern(nobody, poster)
    confirm(incident, actor=quinn, grade=3, harm="none")
    page = signed_in(hugo).get(incident.get_absolute_url())
    assert page.status_code == 200
    assert b"13800000000" not in page.content


def test_how_the_family_can_be_reached_is_read_with_a_reason_and_noted(nobody, poster, quinn, signed_in, program):
    incident, _code = a_concern(nobody, poster)
    browser, here = signed_in(quinn), f"{incident.get_absolute_url()}contact/"
    assert here in browser.get(incident.get_absolute_url()).content.decode()
    for refused in (browser.get(here), browser.post(here, {"reason": " "})):
        assert "13800000000" not in refused.content.decode()
    assert not incident.openings.exists()
    shown = browser.post(here, {"reason": "To apologise"})
    assert ("13800000000" in shown.content.decode(), shown["Cache-Control"]) == (True, "no-store")
    told = program(quinn).post(f"/api/incidents/{incident.number}/contact", {"reason": "Asked to"}, "application/json")
    assert told.json() == {"contact": "13800000000"}
    noted = incident.openings.values_list("reader__username", "what", "reason")
    assert set(noted) == {("quinn", "contact", "To apologise"), ("quinn", "contact", "Asked to")}


def test_nobody_but_the_office_reads_how_a_family_can_be_reached(nobody, poster, hugo, quinn, signed_in):
    incident, _code = a_concern(nobody, poster)
    confirm(incident, actor=quinn, grade=3, harm="none")
    answered = signed_in(hugo).post(f"{incident.get_absolute_url()}contact/", {"reason": "Curious"})
    assert answered.status_code == 403
    assert not incident.openings.exists()
