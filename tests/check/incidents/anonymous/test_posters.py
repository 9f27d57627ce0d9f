"""Posters: whose they are, and which take reports."""

from django.urls import reverse

from zhian.check.incidents.models import Poster
from zhian.check.incidents.services.posters import make_poster, withdraw_poster

from .telling import told


def test_a_withdrawn_poster_takes_nothing_and_shows_the_hospitals_own(nobody, poster, quinn, hospital):
    withdraw_poster(poster, actor=quinn)
    assert nobody.get(f"/r/{poster.code}/").status_code == 410
    assert nobody.post(f"/r/{poster.code}/staff/", told()).status_code == 410
    own = make_poster(hospital, actor=quinn)
    assert own.get_absolute_url() in nobody.get(f"/r/{poster.code}/").content.decode()


def test_the_poster_of_a_closed_ward_takes_nothing(nobody, poster, icu):
    icu.is_open = False
    icu.save()
    assert nobody.get(f"/r/{poster.code}/staff/").status_code == 410


def test_posters_are_for_the_office(quinn, nina, oscar, icu, signed_in):
    office = signed_in(quinn)
    made = office.post(reverse("incidents:posters"), {"department": icu.pk, "once": "1"})
    poster = Poster.objects.get()
    assert made["Location"] == reverse("incidents:poster", args=[poster.code])
    paper = office.get(made["Location"]).content.decode()
    assert "<svg" in paper
    assert f"/r/{poster.code}/" in paper
    assert signed_in(nina).get(reverse("incidents:posters")).status_code == 403
    assert signed_in(oscar).get(made["Location"]).status_code == 404
    assert signed_in(oscar).post(reverse("incidents:posters"), {"department": icu.pk}).status_code == 422


def test_from_the_report_by_name_leads_a_way_to_the_one_without(nina, quinn, icu, hospital, signed_in):
    browser = signed_in(nina)
    assert b"No poster" in browser.get("/incidents/without-a-name/").content
    ward = make_poster(icu, actor=quinn)
    assert browser.get("/incidents/without-a-name/")["Location"] == ward.get_absolute_url()
    whole = make_poster(hospital, actor=quinn)
    assert browser.get("/incidents/without-a-name/")["Location"] == whole.get_absolute_url()


def test_a_program_makes_and_withdraws_posters(quinn, icu, program):
    machine = program(quinn)
    made = machine.post("/api/posters", {"department": icu.pk}, content_type="application/json").json()
    assert made["takes_reports"]
    assert machine.post(f"/api/posters/{made['code']}/withdraw").json()["takes_reports"] is False
    assert [poster["code"] for poster in machine.get("/api/posters").json()] == [made["code"]]
