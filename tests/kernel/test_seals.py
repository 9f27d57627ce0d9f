"""Authors under seal: they find their own, and nobody else finds them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

import given
from zhian.check.incidents import services as incidents
from zhian.check.incidents.models import Incident
from zhian.engines.workflow import Refused
from zhian.kernel.audit.models import Entry
from zhian.kernel.people.models import SEALS, Role
from zhian.kernel.records import deeds, uploads
from zhian.kernel.records.models import Authorship, Opening, Record
from zhian.kernel.records.services import edit, file, set_turns

STORY = "Found on the floor beside the bed."


@pytest.fixture
def fall(nina):
    """Nina's, under seal, with the number of a patient."""
    return given.a_fall(by=nina, is_sealed=True)


def told(record):
    """What the transitions, comments and entries of a record say of who did it."""
    entries = Entry.objects.filter(object_id=record.pk, content_type__model="incident")
    return {
        "transitions": list(record.transitions.values_list("actor__username", flat=True)),
        "comments": list(record.comments.values_list("author__username", flat=True)),
        "entries": list(entries.order_by("pk").values_list("actor__username", flat=True)),
    }


def test_a_sealed_report_is_found_by_its_author_and_names_nobody(nina, quinn, fall):
    assert fall.author is None
    assert fall.authorship == Authorship.SEALED
    assert fall.author_words == "Identity protected"
    assert Incident.objects.filter(Incident.visible_to(nina)).get() == fall
    assert nina.has_perm("incidents.read", fall)
    assert told(fall) == {"transitions": [None], "comments": [], "entries": [None]}


def test_another_nurse_does_not_find_it(icu, fall):
    other = given.a_person("nora", icu, Role.NURSE)
    assert not Incident.objects.filter(Incident.visible_to(other)).exists()
    assert not other.has_perm("incidents.read", fall)


def test_what_the_author_does_with_it_names_nobody_either(nina, quinn, fall):
    incidents.send_back(fall, actor=quinn, note="Which bed?")
    edit(fall, actor=nina, version=fall.version, changes={"place": "Bed 12"})
    deeds.comment(fall, actor=nina, text="It was bed 12.")
    kept = deeds.attach(fall, actor=nina, attachments=[a_note()])
    incidents.resubmit(fall, actor=nina)
    assert kept[0].added_by is None
    assert told(fall) == {
        "transitions": [None, "quinn", None],
        "comments": [None],
        "entries": [None, "quinn", None, None],
    }


def test_two_reports_of_one_person_do_not_look_alike(nina, fall):
    assert given.a_fall(by=nina, is_sealed=True).author_seal != fall.author_seal


def test_after_all_seals_are_used_they_are_used_again(nina, fall, monkeypatch):
    nina.__dict__["seals"] = frozenset([fall.author_seal])
    assert given.a_fall(by=nina, is_sealed=True).author_seal == fall.author_seal
    assert len(given.anew(nina).seals) == SEALS


def test_what_needs_a_duty_is_done_by_name(quinn, olga):
    fall = given.a_fall(by=quinn, is_sealed=True)
    incidents.confirm(fall, actor=olga, grade=3, harm="none")
    incidents.close(fall, actor=quinn, feedback="Thank you", no_lesson="Known")
    assert told(fall)["transitions"] == [None, "olga", "quinn"]
    assert told(fall)["entries"][-1] == "quinn"


def test_the_office_does_not_grade_its_own_sealed_report(quinn):
    with pytest.raises(PermissionDenied):
        incidents.confirm(given.a_fall(by=quinn, is_sealed=True), actor=quinn, grade=3, harm="none")


def test_the_turn_of_a_sealed_author_is_theirs(nina, quinn, fall, signed_in):
    incidents.send_back(fall, actor=quinn, note="Which bed?")
    turn = fall.turns.get()
    assert (turn.person, turn.role, turn.seal) == (None, "", fall.author_seal)
    assert fall.title in signed_in(nina).get("/").content.decode().split('id="mine"')[0]
    assert "the reporter" in signed_in(quinn).get(fall.get_absolute_url()).content.decode()


def test_no_notice_joins_a_sealed_author_with_the_record(nina, quinn, fall):
    incidents.send_back(fall, actor=quinn, note="Which bed?")
    deeds.comment(fall, actor=quinn, text="Please tell us the bed.")
    assert not nina.notices.exists()


def test_a_role_is_told_as_if_its_holder_had_not_written_it(icu, quinn):
    head = given.a_person("hanna", icu, Role.QUALITY_OFFICE)
    fall = given.a_fall(by=head, is_sealed=True)
    assert fall.news.filter(actor=None).get(what="turn").notices.filter(person=head).exists()


def test_nobody_finds_out_by_mentioning_everybody(nina, quinn, fall):
    """Nina may read it only because it is hers: a mention is refused as for any other nurse."""
    with pytest.raises(Refused, match="may not read this record"):
        deeds.comment(fall, actor=quinn, text="@nina did you see it?")


def test_the_author_under_seal_leaves_no_opening(nina, quinn, fall):
    incidents.confirm(fall, actor=quinn, grade=3, harm="none", is_confidential=True)
    deeds.note_opening(fall, reader=nina, what=Opening.What.RECORD)
    deeds.note_opening(fall, reader=quinn, what=Opening.What.RECORD)
    deeds.note_export(Incident.objects.all(), reader=nina, query=f"q={fall.number}")
    assert set(Opening.objects.values_list("reader__username", flat=True)) == {"quinn"}
    assert fall.number not in str(Entry.objects.filter(actor=nina).values_list("additional_data", flat=True))


def test_the_author_under_seal_does_not_ask_who_the_patient_is(nina, fall):
    with pytest.raises(PermissionDenied):
        deeds.identify(fall, actor=nina, reason="Call the family")


def test_nothing_is_authored_by_somebody_who_is_nobody(nina, fall):
    nameless = given.a_fall(by=nina)
    Record.objects.filter(pk=nameless.pk).update(author=None)
    nameless.refresh_from_db()
    assert nameless.authorship == Authorship.ANONYMOUS
    assert not nina.has_perm("incidents.read", nameless)
    assert not Incident.objects.filter(Incident.visible_to(nina), pk=nameless.pk).exists()


def test_a_record_without_author_is_filed_and_waits_for_its_reporter(quinn, icu):
    told = {"category": "FALL", "occurred_at": given.now(), "account": STORY, "harm": "none"}
    fall = file(Incident(title="Fall", department=icu, **told), actor=None)
    Record.objects.filter(pk=fall.pk).update(state="returned")
    fall.refresh_from_db()
    set_turns(fall)
    assert (fall.author_words, fall.turns.get().seal) == ("Anonymous", "")
    assert fall.transitions.get().actor is None


def test_the_database_refuses_a_name_beside_a_seal(nina, fall):
    with pytest.raises(Exception, match=r"(?i)author_by_name_or_under_seal"):
        Record.objects.filter(pk=fall.pk).update(author=nina)


def a_note():
    return uploads.accept(SimpleUploadedFile("note.txt", b"Rails were down", content_type="text/plain"))
