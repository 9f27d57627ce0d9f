"""Somebody at a browser, as plain as can be: keeps one connection, sends forms, says what came back."""

import json
import re
import secrets
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Self
from urllib.parse import urlencode

from .installation import Installation

TOKEN = "a" * 32  # in the cookie and in the form, as the double check wants it


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    text: str

    @property
    def number(self) -> str:
        """The number of the record that the answer leads to."""
        found = re.search(r"/([A-Z]{2}(?:-[A-Z]+)?-\d{4}-\d+)/", self.location)
        return found.group(1) if found else ""


class Browser:
    """One person's window. Where the server is gone, `send` raises OSError and the next try opens a new connection."""

    def __init__(self, house: Installation, person: str, patience: float = 60) -> None:
        self.house, self.patience = house, patience
        self.cookies = f"sessionid={house.sessions[person]}; csrftoken={TOKEN}; django_language=en"
        self.door: HTTPConnection | None = None

    def read(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def send(self, path: str, **told: object) -> Answer:
        form = urlencode({"csrfmiddlewaretoken": TOKEN, **told}, doseq=True)
        return self._ask("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})

    def report(self, title: str, key: str, **more: object) -> Answer:
        """Files a fall under an idempotency key of the browser's."""
        return self.send("/incidents/new/", once=key, **{**A_FALL, "title": title, **more})

    def tell(self, path: str, key: str, **told: object) -> Answer:
        """The same for the API: JSON under an idempotency key in a header."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": TOKEN, "Idempotency-Key": key}
        return self._ask("POST", path, json.dumps(told), headers)

    def close(self) -> None:
        if self.door:
            self.door.close()
            self.door = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        try:
            self.door = self.door or HTTPConnection("127.0.0.1", self.house.port, timeout=self.patience)
            self.door.request(method, path, body, {"Cookie": self.cookies, **headers})
            response = self.door.getresponse()
            text = response.read().decode("utf-8", errors="replace")
            return Answer(response.status, response.getheader("Location", ""), text)
        except (OSError, HTTPException) as error:
            self.close()
            raise ConnectionError(str(error)) from error


def new_key() -> str:
    return secrets.token_hex(8)


A_FALL = {
    "category": "FALL",
    "event_kind": "incident",
    "occurred_at": "2026-01-05T03:10",
    "department": 2,  # the ICU, made second
    "place": "Bed 12",
    "account": "Found on the floor beside the bed.",
    "immediate_action": "",
    "harm": "none",
    "patient_number": "",
}
