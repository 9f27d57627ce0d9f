"""What a cleaner says when it will not let a file in."""

from zhian.kernel.quarantine import Unfit


class Hostile(Unfit):
    """Not taken. The reason is a key of `intake.SENTENCES`."""
