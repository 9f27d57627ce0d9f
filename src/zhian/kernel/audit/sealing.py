"""Sealing: entries get their place in the log, and the log a new signed head. No write waits for it."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from zhian.engines.merkle import Frontier

from .heads import new_head, newest_head, witness
from .leaves import Leaves, rows_of
from .models import Entry, Head

BATCH = 500  # entries under one head: on SQLite nobody else writes meanwhile, which takes hundredths of a second


class BrokenHead(Exception):
    """The newest head cannot be trusted, so nothing is sealed on top of it."""


def seal() -> int:
    """Seal all entries that are not sealed yet; returns how many."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    _keep_others_out()
    last = newest_head()
    frontier = _trusted(last) if last else Frontier()
    leaves, filled = Leaves(), []
    for row in rows_of(Entry.objects.filter(leaf_index=None).order_by("pk")[:BATCH]):
        leaf = leaves.hash(frontier.size, row)
        filled.append((frontier.size, leaf.hex(), row[3]))
        frontier.append(leaf)
    if filled:
        _fill_in(filled)
        new_head(last.number + 1 if last else 1, frontier).save()
    return len(filled)


def _trusted(head: Head) -> Frontier:
    try:
        frontier = head.frontier()
    except ValueError:
        frontier = None
    if frontier is None or not witness(head).is_signed_here():
        raise BrokenHead(
            _("Head %(number)s of the audit log was changed outside the program. Sealing has stopped: verify the log.")
            % {"number": head.number}
        )
    return frontier


def _fill_in(filled: list[tuple[int, str, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE audit_entry SET leaf_index = %s, leaf_hash = %s WHERE id = %s AND leaf_index IS NULL", filled
        )


def _keep_others_out() -> None:
    """One sealer at a time. On SQLite the transaction alone sees to that: it begins by taking the right to write."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_head IN EXCLUSIVE MODE")
