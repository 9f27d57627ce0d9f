"""The documents of an incident say what their reader may see, and never who reported under seal."""

import json

import pytest

import given
from zhian.check.incidents.documents.asked import boxes
from zhian.check.incidents.services import answer_questions
from zhian.kernel.documents.kinds import DOCUMENTS
from zhian.kernel.documents.services import facts_of, print_out

CASE, DEVICE, DRUG = (DOCUMENTS[f"incidents.{name}"] for name in ("case", "device", "drug"))


def shape(facts, example):
    """The names in the facts; of rows that repeat those of the first, where there is one."""
    if isinstance(facts, dict) and isinstance(example, dict):
        return {name: shape(facts[name], example.get(name)) for name in facts}
    if isinstance(facts, list) and facts and isinstance(example, list) and example:
        return [shape(facts[0], example[0])]
    return ""


def as_in(example, facts):
    """The example cut down to what the facts have: empty lists and blank drawings show no names."""
    if isinstance(example, dict) and isinstance(facts, dict):
        return {name: as_in(example[name], facts.get(name)) for name in example}
    if isinstance(example, list) and isinstance(facts, list) and facts and example:
        return [as_in(example[0], facts[0])]
    return ""


@pytest.mark.parametrize("document", [CASE, DEVICE, DRUG], ids=lambda document: document.short)
def test_an_example_shows_exactly_what_a_document_can_say(document, nina, quinn, hugo):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    given.a_planned_finding(fall.findings.get(), by=hugo, owner=hugo)
    facts, example = facts_of(document, fall, reader=quinn), document.sample()
    assert shape(facts, example) == as_in(example, facts)


@pytest.mark.parametrize("document", [CASE, DEVICE, DRUG], ids=lambda document: document.short)
def test_who_reported_under_seal_stands_in_no_document(document, nina, quinn):
    fall = given.a_fall(by=nina)
    assert ("Nina" in json.dumps(facts_of(document, fall, reader=quinn))) == (document is CASE)
    sealed = given.a_fall(by=nina, is_sealed=True)
    assert "Nina" not in json.dumps(facts_of(document, sealed, reader=quinn))
    assert "nina" not in json.dumps(facts_of(document, sealed, reader=quinn))


def test_a_report_to_the_regulator_is_filled_in_from_the_answers(nina, quinn):
    pump = given.a_fall(by=nina, category="DEV", title="Pump without alarm")
    told = {"name": "Syringe pump", "harm": "possible", "cause": ["product"], "others": True}
    answer_questions(pump, actor=nina, version=0, told=told)
    facts = facts_of(DEVICE, pump, reader=quinn)
    assert facts["device"]["name"] == "Syringe pump"
    assert facts["device"]["lot"] == ""
    assert "■\N{NO-BREAK SPACE}其他" in facts["boxes"]["harm"]
    assert "■\N{NO-BREAK SPACE}产品原因" in facts["boxes"]["cause"]
    assert facts["boxes"]["others"].startswith("■")


@pytest.mark.parametrize(
    ("serious", "known", "ticked"),
    [
        (["life"], "no", ["新的", "严重"]),
        (["none"], "no", ["新的"]),
        (["none"], "yes", ["一般"]),
        (["death", "stay"], "yes", ["严重"]),
        ([], "", []),
    ],
)
def test_what_type_a_drug_reaction_is_follows_from_what_was_judged(nina, quinn, serious, known, ticked):
    rash = given.a_fall(by=nina, category="ADR", title="Rash")
    told = {"drug": "Levofloxacin", "reaction": "Rash", "serious": serious, "known": known}
    answer_questions(rash, actor=nina, version=0, told={name: value for name, value in told.items() if value})
    row = facts_of(DRUG, rash, reader=quinn)["boxes"]["type"]
    assert [each[2:] for each in row.split("　") if each.startswith("■")] == ticked


def test_without_answers_every_box_is_open():
    assert "■" not in "".join(boxes("drug", {}).values())


def test_a_form_is_offered_where_it_belongs_and_only_to_the_office(nina, quinn, hugo, signed_in):
    rash = given.a_fall(by=nina, category="ADR", title="Rash")
    fall = given.a_fall(by=nina)
    link = "documents/drug.pdf"
    assert link in signed_in(quinn).get(rash.get_absolute_url()).content.decode()
    assert link not in signed_in(quinn).get(fall.get_absolute_url()).content.decode()
    assert link not in signed_in(hugo).get(rash.get_absolute_url()).content.decode()
    assert signed_in(hugo).get(f"{rash.get_absolute_url()}{link}").status_code == 403


def test_the_report_of_a_fresh_case_is_made_though_nothing_more_is_known(nina, quinn):
    made = print_out(CASE, given.a_fall(by=nina), reader=quinn, format="pdf")
    assert made.data.startswith(b"%PDF-")
