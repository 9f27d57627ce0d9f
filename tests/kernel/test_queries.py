"""A page asks the database as often for sixty rows as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import given
from zhian.kernel.moment import now

FEW, MANY = 3, 60
MOST_FOR_A_REPORT = 19  # twelve rows, its number, and around them whose token it is and what they may
PAGES = {
    "list": "/incidents/",
    "filtered list": "/incidents/?grade=3&state=acting&period=365",
    "list of findings": "/loop/",
    "board": "/incidents/board/",
    "figures": "/incidents/figures/",
    "my work": "/",
    "search": "/search/?q=bed",
    "inbox": "/inbox/",
    "API": "/api/incidents",
}


def file_more(count, nina, quinn):
    """Half of them confirmed, with a finding."""
    for place in range(count):
        if place % 2:
            given.a_fall(by=nina, title=f"Fall from bed {place}")
        else:
            given.a_confirmed_fall(by=nina, confirmed_by=quinn, title=f"Fall from bed {place}")


def queries_of(browser, address):
    browser.get(address)  # what is asked once in the life of a process or a session is not counted
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("person", ["nina", "hugo", "quinn"])
def test_queries_do_not_grow_with_rows(person, nina, hugo, quinn, signed_in, request):
    browser = signed_in(request.getfixturevalue(person))
    file_more(FEW, nina, quinn)
    few = {name: queries_of(browser, address) for name, address in PAGES.items()}
    file_more(MANY - FEW, nina, quinn)
    for name, address in PAGES.items():
        many = queries_of(browser, address)
        assert len(many) <= len(few[name]), "\n".join([f"{name}:", *sorted(set(many) - set(few[name]))])


def test_a_record_asks_as_often_with_many_findings_words_and_events(nina, hugo, quinn, signed_in):
    fall = given.a_confirmed_fall(by=nina, confirmed_by=quinn)
    surround(fall, FEW, quinn, hugo)
    few = queries_of(signed_in(quinn), fall.get_absolute_url())
    surround(fall, MANY - FEW, quinn, hugo)
    many = queries_of(signed_in(quinn), fall.get_absolute_url())
    assert len(many) <= len(few), "\n".join(sorted(set(many) - set(few)))


def surround(fall, count, quinn, hugo):
    """Findings with actions, and comments by several people."""
    from zhian.kernel.loop.services import raise_finding
    from zhian.kernel.records.deeds import comment

    for place in range(count):
        finding = raise_finding(fall, title=f"Rail {place} is loose", actor=quinn)
        given.a_planned_finding(finding, by=hugo, owner=hugo)
        comment(fall, actor=(quinn, hugo)[place % 2], text=f"Seen {place}")


def test_a_report_is_filed_with_few_questions(nina, quinn, program, icu):
    nurse = program(nina)
    told = {
        "category": "FALL",
        "event_kind": "incident",
        "department": icu.pk,
        "account": "On the floor",
        "harm": "low",
    }
    told["occurred_at"] = now().isoformat()

    def file_it(key):
        answer = nurse.post("/api/incidents", told, content_type="application/json", headers={"Idempotency-Key": key})
        assert answer.status_code == 201, answer.content

    file_it("first")  # what is asked once in the life of a process is not counted
    with CaptureQueriesContext(connection) as asked:
        file_it("again")
    assert len(asked) <= MOST_FOR_A_REPORT, "\n".join(query["sql"][:120] for query in asked.captured_queries)
