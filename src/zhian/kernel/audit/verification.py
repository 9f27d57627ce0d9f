"""Proving the log: nothing in it was changed, removed, slipped in or moved, and the tables say the same as it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db.models import F, Subquery
from django.utils.translation import gettext as _

from zhian.engines.merkle import Frontier

from . import guards
from .heads import Witness, read_head, witness
from .leaves import Leaves, rows_of
from .models import Entry, Head
from .rows import audited_models, disagreements

MOST_FAULTS = 1000  # then it is clear enough
STRIDE = 5000  # rows between two signs of progress

Progress = Callable[[int], object]  # told how many rows and entries were checked so far


@dataclass(slots=True)
class Report:
    """What a verification looked at and what it found, the first fault first."""

    entries: int = 0  # sealed ones, each hashed anew
    unsealed: int = 0
    heads: int = 0
    rows: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        return not self.faults

    def fault(self, sentence: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(sentence)


def verify(exported: Mapping[str, Any] | None = None, progress: Progress = lambda checked: None) -> Report:
    """Recompute everything. `exported` is a head that was exported once and kept elsewhere."""
    report = Report()
    _check_log(report, _kept(exported, report), progress)
    _check_rows(report, progress)
    for missing in guards.missing():
        report.fault(
            _("The database no longer refuses tampering: its guard %(guard)s is gone or changed.") % {"guard": missing}
        )
    return report


def _kept(exported: Mapping[str, Any] | None, report: Report) -> Witness | None:
    if exported is None:
        return None
    try:
        return read_head(exported)
    except ValueError as error:
        report.fault(str(error))
        return None


class _Walk:
    """The sealed entries in the order of the log, taken head by head."""

    def __init__(self, report: Report, kept: Witness | None, progress: Progress) -> None:
        self._rows = rows_of(Entry.objects.exclude(leaf_index=None).order_by("leaf_index", "pk"))
        self._ahead = next(self._rows, None)
        self._leaves = Leaves()
        self._report, self._kept, self._progress = report, kept, progress
        self.frontier = Frontier()
        self.is_whole = True  # every entry so far is where the frontier has it
        self.root_of_kept = ""

    def to(self, size: int) -> None:
        """Check the entries up to a head, and that none is missing before it."""
        while self._ahead is not None and self._ahead[0] < size:
            row, self._ahead = self._ahead, next(self._rows, None)
            self._take(row)
        if self.frontier.size < size:
            self._miss(size)

    def rest(self) -> tuple | None:
        """The first entry that has a place in the log beyond the last head."""
        return self._ahead

    def go_on_from(self, frontier: Frontier) -> None:
        """A signed head says how the log stood; what went wrong before it hides nothing that comes after."""
        self.frontier, self.is_whole = frontier, True

    def _take(self, row: tuple) -> None:
        index, stored = row[0], row[1]
        self._report.entries += 1
        if self._report.entries % STRIDE == 0:
            self._progress(self._report.entries)
        if index < self.frontier.size:
            self.is_whole = False
            self._report.fault(_("%(entry)s was inserted into the log.") % {"entry": name_of(row)})
            return
        if index > self.frontier.size:
            self._miss(index)
        leaf = self._leaves.hash(index, row)
        if leaf.hex() != stored:
            self._report.fault(_("%(entry)s was changed or moved after it was sealed.") % {"entry": name_of(row)})
            leaf = bytes.fromhex(stored) if _is_hash(stored) else leaf
        self.frontier.append(leaf)
        if self._kept and self.frontier.size == self._kept.size:
            self.root_of_kept = self.frontier.root().hex()

    def _miss(self, until: int) -> None:
        first, last = self.frontier.size, until - 1
        words = {"first": first, "last": last}
        self._report.fault(
            _("Entry %(first)s is missing from the log.") % words
            if first == last
            else _("Entries %(first)s to %(last)s are missing from the log.") % words
        )
        self.is_whole = False
        self.frontier = Frontier(until)  # the hashes before it are unknown until the next head that is sound
        self.frontier.peaks = [bytes(32)] * until.bit_count()


def name_of(row: tuple) -> str:
    """An entry as a person can find it: its place in the log and its row in the table."""
    return _("Entry %(index)s (row %(row)s of audit_entry)") % {"index": row[0], "row": row[3]}


def _check_log(report: Report, kept: Witness | None, progress: Progress) -> None:
    heads = Head.objects.order_by("size", "number").iterator()
    head = next(
        heads, None
    )  # before the entries: what is sealed while we read has entries beyond it, never the reverse
    walk, before = _Walk(report, kept, progress), Head(number=0, size=0)
    while head:
        faults = len(report.faults)
        report.heads += 1
        if head.number != before.number + 1 or head.size <= before.size:
            words = {"before": before.number, "number": head.number}
            report.fault(
                _("Between heads %(before)s and %(number)s of the log one is missing or out of order.") % words
            )
        walk.to(head.size)
        _check_head(report, head, walk, is_clear=faults == len(report.faults))
        before, head = head, next(heads, None)
    rest = walk.rest()
    if rest and _is_beyond_every_head(rest):
        report.fault(_("%(entry)s claims to be sealed, but no head of the log covers it.") % {"entry": name_of(rest)})
    report.unsealed = Entry.objects.filter(leaf_index=None).count()
    if kept:
        _check_kept(report, kept, walk)


def _check_head(report: Report, head: Head, walk: _Walk, *, is_clear: bool) -> None:
    if not witness(head).is_signed_here():
        report.fault(_("Head %(number)s of the log was changed, or signed with another key.") % {"number": head.number})
        return
    if walk.is_whole and walk.frontier.root().hex() != head.root and is_clear:
        report.fault(
            _("An entry up to %(last)s, sealed under head %(number)s, was changed together with its hash.")
            % {"last": head.size - 1, "number": head.number}
        )
    try:
        walk.go_on_from(head.frontier())
    except ValueError:
        report.fault(_("Head %(number)s of the log does not fit its own hashes.") % {"number": head.number})


def _check_kept(report: Report, kept: Witness, walk: _Walk) -> None:
    words = {"kept": kept.size, "now": walk.frontier.size, "at": kept.sealed_at}
    if walk.frontier.size < kept.size:
        report.fault(
            _("The log had %(kept)s entries at %(at)s, as the exported head proves, and has %(now)s now.") % words
        )
    elif walk.root_of_kept != kept.root:
        report.fault(
            _("The first %(kept)s entries are not those that were sealed at %(at)s: the log was rewritten.") % words
        )


def _is_beyond_every_head(row: tuple) -> bool:
    """Asked anew, since the worker may have sealed more while we were reading."""
    newest = Head.objects.order_by("-size").values("size")[:1]
    covered = Entry.objects.filter(pk=row[3]).annotate(covered=Subquery(newest)).filter(leaf_index__lt=F("covered"))
    return not covered.exists()


def _check_rows(report: Report, progress: Progress) -> None:
    """Every row of every audited table; and, where a model says how, what its rows tell of the world outside."""
    for model in audited_models():
        outside = getattr(model, "faults_outside", tuple)
        for sentence in chain(disagreements(model), outside()):
            report.rows += 1
            if report.rows % STRIDE == 0:
                progress(report.entries + report.rows)
            if sentence:
                report.fault(sentence)
            if len(report.faults) >= MOST_FAULTS:
                return


def _is_hash(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == 32
    except ValueError:
        return False
