"""What a cleaner says when it will not let a file in."""


class Hostile(Exception):
    """Not taken. The reason is a key of `intake.SENTENCES`: the cleaners speak to a process, not to a person."""

    def __init__(self, reason: str, **facts: str | int) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts
