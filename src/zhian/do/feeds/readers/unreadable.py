"""What keeps a whole file from being read."""


class Unreadable(Exception):
    """Not taken. The reason is a key of the sentences in services/sentences.py, the facts are what they tell."""

    def __init__(self, reason: str, **facts: str | int) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts
