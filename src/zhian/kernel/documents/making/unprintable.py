"""What the child says when a document cannot be made."""


class Unprintable(Exception):
    """The reason is a key of `press.SENTENCES`: the child speaks to a process, not to a person."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts
