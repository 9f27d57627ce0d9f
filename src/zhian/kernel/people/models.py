"""Departments as a tree, the people in them, and their duties."""

import secrets
from copy import copy
from itertools import groupby
from operator import itemgetter
from typing import Any

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import connection, models
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from zhian.kernel.encryption import blind_index
from zhian.kernel.moment import now


class DepartmentKind(models.TextChoices):
    GROUP = "group", _("Group or health commission")
    HOSPITAL = "hospital", _("Hospital")
    DEPARTMENT = "department", _("Department")


class Department(TreeNode):
    """A place in the tree: group or health commission → hospitals → departments → wards."""

    unaudited_fields = ("house_key",)  # it follows from changes that are in the log

    name = models.CharField(_("name"), max_length=100)
    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[validate_slug],
        help_text=_("Short and lasting, such as ICU or 0412."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DepartmentKind, default=DepartmentKind.DEPARTMENT)
    hospital = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="departments",
        verbose_name=_("hospital"),
    )
    path = models.CharField(max_length=200, default="/", editable=False)  # the ids from the top of the tree to here
    is_open = models.BooleanField(_("open"), default=True)
    beds = models.PositiveIntegerField(_("beds"), default=0)
    house_key = models.CharField(max_length=32, blank=True, editable=False)  # see people.house

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.parent and self.pk and self.parent.ancestors(include_self=True).filter(pk=self.pk).exists():
            raise ValidationError({"parent": _("A department cannot stand below itself.")})
        if self.kind == DepartmentKind.DEPARTMENT and not (self.parent and self.parent.hospital_id):
            raise ValidationError({"parent": _("A department belongs to a hospital: choose the one above it.")})
        if self.kind == DepartmentKind.HOSPITAL and self.parent and self.parent.kind != DepartmentKind.GROUP:
            raise ValidationError({"parent": _("Above a hospital there can only be a group or health commission.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_hospital = self.kind == DepartmentKind.HOSPITAL
        if not is_hospital:
            self.hospital = self.parent.hospital if self.parent else None
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if self.path != path or (is_hospital and self.hospital_id != self.pk):
            self.path, self.hospital = path, self if is_hospital else self.hospital
            super().save(update_fields=["path", "hospital"])
        for child in self.children.all():
            if not child.stands_below(self):
                child.save()

    def stands_below(self, parent: "Department") -> bool:
        """Whether what it remembers of its place agrees with this parent."""
        belongs = self.kind == DepartmentKind.HOSPITAL or self.hospital_id == parent.hospital_id
        return belongs and self.path == f"{parent.path}{self.pk}/"

    @property
    def above(self) -> list[int]:
        """The ids of the department and of all that it stands below, nearest first."""
        return [int(pk) for pk in reversed(self.path.strip("/").split("/"))]


class Role(models.TextChoices):
    """What a person can be in a department. Whoever has an account may report; that needs no duty."""

    NURSE = "nurse", _("Nurse")
    DOCTOR = "doctor", _("Doctor")
    HEAD_NURSE = "head_nurse", _("Head nurse")
    HEAD = "head", _("Head of department")
    DEPARTMENT_QUALITY = "department_quality", _("Department quality officer")
    QUALITY_OFFICE = "quality_office", _("Quality office")
    SAFETY_OFFICE = "safety_office", _("Safety office")
    COMMITTEE = "committee", _("Committee member")
    LEADER = "leader", _("Hospital leader")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


# Each role of a person with each department that it covers: asked on every page.
COVERED = """
SELECT duty.role, place.id FROM people_duty AS duty
JOIN people_department AS top ON top.id = duty.department_id
JOIN people_department AS place ON place.path LIKE top.path || '%%'
WHERE duty.person_id = %s
"""
SEALS = 64  # of each person: enough that two records of the same one hardly ever bear the same
SEAL_SIZE = 32  # hexadecimal digits: 128 bits


def new_sessions_key() -> str:
    return secrets.token_hex(16)


class User(AbstractBaseUser):
    """A person with an account. There is no superuser: what a person may do follows from duties alone."""

    username = models.CharField(_("staff number"), max_length=30, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(_("name"), max_length=60)
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name=_("department")
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    password_changed_at = models.DateTimeField(_("password of"), null=True, blank=True, editable=False)
    sessions_key = models.CharField(max_length=32, default=new_sessions_key, editable=False)  # a new one ends them all
    date_joined = models.DateTimeField(_("since"), default=now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_changed_at = now()

    def get_session_auth_hash(self) -> str:
        """What a session must carry to be alive: of the present password, and of the present key to all sessions."""
        return salted_hmac(
            "zhian.people.sessions", f"{self.password}{self.sessions_key}", algorithm="sha256"
        ).hexdigest()

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Whether a duty allows the deed, such as `incidents.confirm`, on this record."""
        return self.is_active and rules.has_perm(permission, self, obj)

    @property
    def hospital(self) -> Department | None:
        return self.department.hospital if self.department else None

    @property
    def hospital_id(self) -> int | None:
        return self.department.hospital_id if self.department else None

    def holds(self, *roles: str) -> bool:
        """Whether the person has one of the roles anywhere."""
        return any(role in self._scopes for role in roles)

    def scope(self, *roles: str) -> frozenset[int]:
        """The ids of the departments over which the person holds one of the roles, with all below them."""
        return frozenset().union(*(self._scopes.get(role, frozenset()) for role in roles))

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(self._scopes)

    @cached_property
    def seals(self) -> frozenset[str]:
        """What may stand at a record instead of the person: keyed hashes, which only the key file leads back from."""
        return frozenset(blind_index(f"{self.pk}:{n}", "people.user.seals")[:SEAL_SIZE] for n in range(SEALS))

    def without_duties(self) -> "User":
        """The same person, as if no duty were held: for what anybody in their place could do."""
        bare = copy(self)
        bare.__dict__["_scopes"] = {}
        bare.__dict__.pop("roles", None)
        return bare

    @cached_property
    def _scopes(self) -> dict[str, frozenset[int]]:
        with connection.cursor() as cursor:
            cursor.execute(COVERED, [self.pk])
            found = sorted(cursor.fetchall())
        return {role: frozenset(pk for _role, pk in rows) for role, rows in groupby(found, key=itemgetter(0))}


class Duty(models.Model):
    """A role that a person holds in a department and in everything below it."""

    person = models.ForeignKey(User, models.CASCADE, related_name="duties", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=30, choices=Role)
    department = models.ForeignKey(Department, models.CASCADE, related_name="duties", verbose_name=_("department"))

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [models.UniqueConstraint(fields=["person", "role", "department"], name="duty_held_once")]
        indexes = [models.Index(fields=["role", "department"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()} · {self.department}"

    def clean(self) -> None:
        if self.role not in ADMINISTRATORS:
            return
        others = ADMINISTRATORS - {self.role}
        if Duty.objects.filter(person_id=self.person_id, role__in=others).exclude(pk=self.pk).exists():
            raise ValidationError(
                {"role": _("System, security and audit administration exclude each other: choose another person.")}
            )


class Import(models.Model):
    """A table that somebody handed in and has not agreed to yet. What it changes is in the audit log line by line."""

    audited = False

    actor = models.ForeignKey(User, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    tables = models.JSONField()
    at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name
