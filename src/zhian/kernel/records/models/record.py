"""The register. Every kind of record inherits from `Record` and adds a table of its own facts."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import State, Tone, Workflow
from zhian.kernel.moment import now
from zhian.kernel.patients.models import Encounter, Patient
from zhian.kernel.people.models import SEAL_SIZE, Department, User
from zhian.kernel.people.predicates import is_sealed_author


class Authorship(models.TextChoices):
    """How the author of a record is known."""

    NAMED = "named", _("Named")
    SEALED = "sealed", _("Identity protected")
    DESTROYED = "destroyed", _("Identity protected, and since destroyed")
    ANONYMOUS = "anonymous", _("Anonymous")


class Record(models.Model):
    """Something the hospital must be able to find, follow and prove years later."""

    workflow: ClassVar[Workflow]
    prefix: ClassVar[str]  # of its numbers: AE-2026-00017
    icon: ClassVar[str] = "file-text"
    is_raised: ClassVar[bool] = False  # out of another record, never filed alone
    # The deed “read” as a filter, agreeing with the permission. It speaks of the register's own columns, so that one
    # question to the register serves every kind: what else a kind knows comes in by `pk__in`.
    visible_to: Callable[[User], Q]
    kinds: ClassVar[dict[str, type["Record"]]] = {}
    freezes_when = "is_closed"  # the database refuses changes then, see audit.guards
    moved_by_steps = ("state", "is_closed", "closed_at", "due_at", "version", "author_seal")
    unaudited_fields: ClassVar[tuple[str, ...]] = ("author_seal",)  # what is destroyed later must not stay in the log

    is_new = False  # while it is being filed nothing can hang on it, and is not asked for

    kind = models.CharField(_("kind"), max_length=50, editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=30, editable=False)
    is_closed = models.BooleanField(_("closed"), default=False, editable=False)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="records", db_index=False, verbose_name=_("department")
    )
    hospital = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="hospital_records",
        db_index=False,
        editable=False,
        verbose_name=_("hospital"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,  # under seal, or never known
        related_name="records",
        db_index=False,
        editable=False,
        verbose_name=_("author"),
    )
    author_seal = models.CharField(_("author's seal"), max_length=SEAL_SIZE, blank=True, editable=False)
    patient = models.ForeignKey(
        Patient,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        editable=False,
        verbose_name=_("patient"),
    )
    encounter = models.ForeignKey(
        Encounter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        editable=False,
        verbose_name=_("encounter"),
    )
    is_confidential = models.BooleanField(_("confidential"), default=False)
    created_at = models.DateTimeField(_("created at"), default=now, editable=False)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["-pk"]  # newest first
        indexes = [  # those of three foreign keys are the beginnings of these
            models.Index(fields=["hospital", "kind", "-id"]),
            models.Index(fields=["department", "kind", "-id"]),
            models.Index(fields=["author", "-id"]),
            models.Index(fields=["author_seal", "-id"], condition=Q(author=None), name="record_under_seal"),
            models.Index(fields=["kind", "state", "-id"]),
            models.Index(fields=["due_at"], condition=Q(is_closed=False), name="record_due_while_open"),
            models.Index(fields=["kind", "state", "due_at"], condition=Q(is_closed=False), name="record_lane_open"),
            models.Index(fields=["kind", "closed_at"], condition=Q(is_closed=True), name="record_lane_closed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(author=None) | Q(author_seal=""), name="author_by_name_or_under_seal")
        ]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "workflow" in cls.__dict__:
            Record.kinds[cls.workflow.name] = cls

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """What is at hand was read from the database: it is not asked again whether it exists."""
        relations = (field for field in self._meta.concrete_fields if isinstance(field, models.ForeignKey))
        at_hand = {field.name for field in relations if field.is_cached(self)}
        super().clean_fields(exclude={*(exclude or ()), *at_hand})

    def get_constraints(self) -> list[Any]:
        """Those of its kind: what the register's own says of authors no form can break, and the database checks it."""
        return [(model, found) for model, found in super().get_constraints() if model is not Record]

    def get_absolute_url(self) -> str:
        meta = self.model._meta
        return reverse(f"{meta.app_label}:{meta.model_name}", args=[self.number])

    @property
    def model(self) -> type["Record"]:
        """The model of its kind, also where only the row of the register is at hand."""
        return self.kinds[self.kind]

    @property
    def standing(self) -> State:
        """The state as the workflow's table has it."""
        return self.model.workflow.states[self.state]

    @property
    def state_label(self) -> str:
        return self.standing.label

    @property
    def tone(self) -> Tone:
        return self.standing.tone

    @property
    def authorship(self) -> Authorship:
        """How its author is known."""
        if self.author_id:
            return Authorship.NAMED
        if self.author_seal == Authorship.DESTROYED:
            return Authorship.DESTROYED
        return Authorship.SEALED if self.author_seal else Authorship.ANONYMOUS

    @property
    def author_words(self) -> str:
        """The author's name, or why none is told: for whoever reads the record."""
        return str(self.author) if self.author_id else str(self.authorship.label)

    def is_sealed_for(self, person: User | None) -> bool:
        """Whether this person filed it under seal, so that no deed of theirs as its author bears their name."""
        return person is not None and is_sealed_author(person, self)

    def specific(self) -> "Record":
        """The same record with the facts of its kind."""
        return self if isinstance(self, self.model) else self.model.objects.get(pk=self.pk)  # type: ignore[attr-defined]

    def turn_in_state(self) -> Sequence[str]:
        """Whose turn it is, as the workflow's table names them; for kinds that know better."""
        return self.standing.turn

    def due_in_state(self) -> datetime | None:
        """When the state just entered is due, for kinds that know better than the workflow's table."""
        return None

    def due_for(self, person: User) -> datetime | None:
        """When this person's turn is due, where that differs from when the record is."""
        return None

    def clock_facts(self) -> dict[str, Any] | None:
        """What deadlines set by law are reckoned from (`engines/clocks/facts.yaml`); None for kinds without any.

        A fact whose value is None is not known.
        """
        return None

    def outcome(self) -> str:
        """What became of it, in words for whoever filed it."""
        return ""

    def search_text(self) -> str:
        """What the global search finds it by, beside number and title."""
        return ""
