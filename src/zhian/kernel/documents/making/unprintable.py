"""What the child says when a document cannot be made."""

from zhian.kernel.quarantine import Unfit


class Unprintable(Unfit):
    """The reason is a key of `press.SENTENCES`."""
