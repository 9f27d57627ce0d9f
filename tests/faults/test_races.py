"""Several people at the same moment: one record, one step, no gap, nobody's words lost."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from .browsers import Browser, new_key

pytestmark = pytest.mark.database  # each of the two has its own ways to get a race wrong


def at_once(deeds):
    """All of them in parallel; their answers in order."""
    with ThreadPoolExecutor(len(deeds)) as people:
        return [deed.result() for deed in [people.submit(deed) for deed in deeds]]


def test_fifty_parallel_submissions_of_one_form_are_one_report(house):
    key = new_key()
    answers = at_once([lambda: report(house, "Sent fifty times", key) for _ in range(50)])
    assert {(answer.status, answer.location) for answer in answers} == {(302, answers[0].location)}
    assert answers[0].number
    assert house.ask("SELECT count(*) FROM records_record WHERE title = 'Sent fifty times'") == [(1,)]


def test_fifty_parallel_calls_of_a_program_are_one_report(house):
    key = new_key()
    told = {**EDITED, "title": "Called fifty times", "account": "On the floor"}
    told["occurred_at"] = "2026-01-05T03:10:00+08:00"

    def call():
        with Browser(house, "nina") as program:
            return program.tell("/api/incidents", key, **told)

    answers = at_once([call for _ in range(50)])
    assert {(answer.status, answer.text) for answer in answers} == {(201, answers[0].text)}
    assert house.ask("SELECT count(*) FROM records_record WHERE title = 'Called fifty times'") == [(1,)]


def test_parallel_reports_are_numbered_without_gaps(house):
    answers = at_once([lambda: report(house, "One of many", new_key()) for _ in range(40)])
    assert {answer.status for answer in answers} == {302}
    assert len({answer.number for answer in answers}) == 40
    numbers = sorted(int(number.rsplit("-", 1)[1]) for (number,) in house.ask("SELECT number FROM records_record"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_only_one_of_two_takes_the_step(house):
    for turn in range(10):
        number = report(house, f"Raced {turn}", new_key()).number
        confirm = {"grade": 3, "harm": "none", "finding": "", "note": ""}

        def take(person, number=number, confirm=confirm):
            with Browser(house, person) as browser:
                return browser.send(f"/incidents/{number}/steps/confirm/", once=new_key(), **confirm)

        answers = at_once([lambda: take("quinn"), lambda: take("olga"), lambda: take("quinn"), lambda: take("olga")])
        refused = [answer for answer in answers if answer.status != 302]
        assert len(refused) == 3
        assert {answer.status for answer in refused} == {422}
        assert all("Somebody may have been faster" in answer.text for answer in refused)
        steps = house.ask(
            "SELECT step FROM records_transition WHERE record_id ="
            f" (SELECT id FROM records_record WHERE number = '{number}') ORDER BY id"
        )
        assert steps == [("file",), ("confirm",)]


def test_two_reports_are_never_duplicates_of_each_other(house):
    """Two officers call each the duplicate of the other: one step is taken, and the loser reads a sentence."""
    for turn in range(10):
        pair = [report(house, f"Twice {turn}", new_key()).number for _ in "ab"]

        def mark(person, number, original):
            with Browser(house, person) as browser:
                step = f"/incidents/{number}/steps/mark_duplicate/"
                return browser.send(step, once=new_key(), original=original, note="")

        answers = at_once([partial(mark, "quinn", *pair), partial(mark, "olga", *reversed(pair))])
        assert sorted(answer.status for answer in answers) == [302, 422]
        loser = next(answer.text for answer in answers if answer.status == 422)
        assert "Somebody is working on" in loser or "is marked as a duplicate of this one already" in loser
        named = ", ".join(f"'{number}'" for number in pair)
        rows = house.ask(
            "SELECT state, duplicate_of_id IS NULL FROM records_record JOIN incidents_incident ON record_ptr_id = id"
            f" WHERE number IN ({named}) ORDER BY state"
        )
        assert [(state, bool(is_free)) for state, is_free in rows] == [("duplicate", False), ("reported", True)]


def test_two_people_editing_at_once_never_lose_a_word(house):
    """Each tries to add words to what was read; who comes second is shown both and tries anew."""
    number = report(house, "Edited", new_key(), account="start").number
    chance = random.Random(6)
    plans = [[f"{person}{turn}" for turn in range(12)] for person in "qo"]

    def add_words(person, words):
        with Browser(house, person) as browser:
            for word in words:
                while not add_word(browser, word):
                    pass

    def add_word(browser, word):
        version, account = read(house, number)
        time.sleep(chance.uniform(0, 0.05))  # while it is written
        changes = {**EDITED, "account": f"{account} {word}"}
        answer = browser.send(f"/incidents/{number}/edit/", once=new_key(), version=version, **changes)
        assert answer.status == 302 or (answer.status == 409 and word in answer.text), answer.text[:500]
        return answer.status == 302

    at_once([lambda: add_words("quinn", plans[0]), lambda: add_words("olga", plans[1])])
    words = read(house, number)[1].split()
    assert sorted(words) == sorted(["start", *plans[0], *plans[1]])


def test_only_one_question_and_one_decision_who_reported_under_seal(house):
    """Two ask at the same moment, and two decide: one question, one decision, and the others are told."""
    for turn in range(6):
        number = report(house, f"Under seal {turn}", new_key(), known_as="protected").number
        here = f"/api/incidents/{number}/unsealings"
        asked = at_once([partial(tell, house, person, here, reason="Why?") for person in ("quinn", "olga") * 2])
        assert sorted(answer.status for answer in asked) == [201, 409, 409, 409]
        question = json.loads(next(answer.text for answer in asked if answer.status == 201))["id"]
        way, told = f"{here}/{question}", {"answer": "Because"}
        choices = [("lena", "grant"), ("lena", "refuse"), ("quinn", "grant"), ("olga", "grant")]
        decided = at_once([partial(tell, house, who, way, decision=how, **told) for who, how in choices])
        assert sorted(answer.status for answer in decided) == [200, 409, 409, 409]
        rows = house.ask(f"SELECT asked_by_id, decided_by_id FROM records_unsealing WHERE id = {question}")
        assert len(set(rows[0])) == 2


def tell(house, person, path, **told):
    with Browser(house, person) as browser:
        return browser.tell(path, new_key(), **told)


def report(house, title, key, **more):
    with Browser(house, "nina") as browser:
        return browser.report(title, key, **more)


def read(house, number):
    """Version and account as they stand now."""
    return house.ask(
        "SELECT version, account FROM records_record JOIN incidents_incident ON record_ptr_id = id"
        f" WHERE number = '{number}'"
    )[0]


EDITED = {
    "category": "FALL",
    "event_kind": "incident",
    "occurred_at": "2026-01-05T03:10",
    "department": 2,
    "place": "",
    "title": "Edited",
    "immediate_action": "",
    "harm": "none",
}
