"""The server dies while reports arrive: nothing that it confirmed is lost, nothing is there twice."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from .browsers import Browser, new_key

CLIENTS, CYCLES = 8, 4
VERIFY = """
from zhian.kernel.audit.verification import verify
report = verify()
print(report.unsealed, *report.faults[:5], "intact" if report.is_intact else "broken")
"""


class Reporters:
    """People who file one report after the other, and who send again what was not confirmed, under the same key."""

    def __init__(self, house):
        self.house = house
        self.sent: set[str] = set()
        self.confirmed: dict[str, str] = {}  # title → number
        self.in_doubt: set[str] = set()

    def file_until(self, stop: threading.Event):
        with ThreadPoolExecutor(CLIENTS) as people:
            for end in [people.submit(self._file_on, stop) for _ in range(CLIENTS)]:
                end.result()

    def _file_on(self, stop):
        with Browser(self.house, "nina") as browser:
            while not stop.is_set():
                key = new_key()
                self.sent.add(key)
                try:
                    self._note(key, browser.report(key, key))
                except ConnectionError:
                    self.in_doubt.add(key)
                    return

    def send_again(self):
        with Browser(self.house, "nina") as browser:
            while self.in_doubt:
                key = self.in_doubt.pop()
                self._note(key, browser.report(key, key))

    def _note(self, key, answer):
        assert answer.status == 302, answer.text[:500]
        assert answer.number
        self.confirmed[key] = answer.number


def test_a_killed_server_loses_no_report_and_makes_none_twice(house):
    reporters, chance = Reporters(house), random.Random(4)
    for _ in range(CYCLES):
        stop = threading.Event()
        filing = threading.Thread(target=reporters.file_until, args=[stop])
        filing.start()
        time.sleep(chance.uniform(0.4, 1.5))
        house.kill()
        stop.set()
        filing.join()
        stored_at_the_kill = dict(house.ask("SELECT title, number FROM records_record"))
        assert reporters.confirmed.items() <= stored_at_the_kill.items()
        assert stored_at_the_kill.keys() <= reporters.sent
        house.start()
        reporters.send_again()

    stored = house.ask("SELECT title, number FROM records_record")
    assert len(stored) == len(set(stored)) == len(reporters.sent)
    assert dict(stored) == reporters.confirmed
    assert_whole(house, len(stored))


def assert_whole(house, count):
    """Numbers without gaps, each report with all its rows, an audit log that proves itself, a sound file."""
    numbers = sorted(int(number.rsplit("-", 1)[1]) for (number,) in house.ask("SELECT number FROM records_record"))
    assert numbers == list(range(1, count + 1))
    for table in ("incidents_incident", "records_transition", "records_search"):
        assert house.ask(f"SELECT count(*) FROM {table}") == [(count,)], table
    assert house.ask("SELECT count(*) FROM records_turn") == [(2 * count,)]
    house.zhian("tick")
    assert house.zhian("manage", "shell", "-c", VERIFY).split()[-1] == "intact"
    if not house.database:
        assert house.ask("PRAGMA integrity_check") == [("ok",)]
