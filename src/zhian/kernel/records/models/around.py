"""What hangs on a record: turns, decisions, files, words, links, and who opened it."""

from collections.abc import Iterator

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhian.kernel.moment import now
from zhian.kernel.people.models import SEAL_SIZE, Department

from ..uploads import is_intact
from .record import Record


class Turn(models.Model):
    """Whose turn it is: one person, whoever holds a role over the department, or the author without a name."""

    audited = False  # follows from state and duties

    record = models.ForeignKey(Record, models.CASCADE, related_name="turns")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="turns", db_index=False
    )
    seal = models.CharField(max_length=SEAL_SIZE, blank=True)  # the author's, where no name is known
    role = models.CharField(max_length=30, blank=True)
    department = models.ForeignKey(Department, models.CASCADE, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)  # of the person's part, else of the record

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        indexes = [
            models.Index(fields=["role", "department", "due_at"]),
            models.Index(fields=["person", "due_at"]),
            models.Index(fields=["seal", "due_at"]),
            models.Index(fields=["due_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.person or self.role or self.seal}"


class Transition(models.Model):
    """A decision: who moved the record from one state to another, when, and why. Never changed afterwards.

    Here and below nobody stands by name where the author did it under seal, or was never known.
    """

    append_only = True

    record = models.ForeignKey(Record, models.PROTECT, related_name="transitions")
    step = models.CharField(_("step"), max_length=30)
    before = models.CharField(_("before"), max_length=30, blank=True)
    after = models.CharField(_("after"), max_length=30)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=now)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.step}: {self.before} → {self.after}"


class Attachment(models.Model):
    """A file of a record. Where it lies is random; whoever may read the record may download it."""

    freezes_with = "record"

    record = models.ForeignKey(Record, models.PROTECT, related_name="attachments")
    key = models.CharField(max_length=64, unique=True)  # in its address
    path = models.CharField(max_length=200)  # below the media folder
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    added_at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def faults_outside(cls) -> Iterator[str]:
        """For each file on the disk "" or what is wrong with it; asked where the log is proved."""
        for pk, number, path, checksum in cls.objects.values_list("pk", "record__number", "path", "sha256").iterator():
            intact = is_intact(path, checksum)
            yield (
                ""
                if intact
                else _("File %(pk)s of %(record)s was changed or removed outside the program.")
                % {
                    "pk": pk,
                    "record": number,
                }
            )


class Comment(models.Model):
    """Words on a record. They stay as they were said; who was mentioned hears of it."""

    append_only = True

    record = models.ForeignKey(Record, models.PROTECT, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    text = models.TextField(_("comment"))
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:50]


class LinkKind(models.TextChoices):
    RELATED = "related", _("related to")
    DUPLICATE = "duplicate", _("duplicate of")
    CAUSED_BY = "caused_by", _("follows from")


class Link(models.Model):
    """Two records that belong together."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="links")
    other = models.ForeignKey(Record, models.PROTECT, related_name="links_to_it")
    kind = models.CharField(_("kind"), max_length=20, choices=LinkKind, default=LinkKind.RELATED)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    added_at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["record", "other", "kind"], name="linked_once"),
            models.CheckConstraint(condition=~Q(record=models.F("other")), name="not_linked_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.record} → {self.other}"


class Opening(models.Model):
    """That somebody read a confidential record, or who its patient or its author under seal is."""

    append_only = True

    class What(models.TextChoices):
        RECORD = "record", _("record")
        IDENTITY = "identity", _("patient's identity")
        CONTACT = "contact", _("how a family can be reached")
        AUTHOR = "author", _("reporter's identity")
        FILE = "file", _("file")
        EXPORT = "export", _("line in an exported list")

    record = models.ForeignKey(Record, models.PROTECT, related_name="openings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    what = models.CharField(_("what"), max_length=20, choices=What)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("at"), default=now)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.reader} {self.at}"
