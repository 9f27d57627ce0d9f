"""What administrators do: departments, people, duties, first passwords. Each deed asks who does it.

Where `actor` is None, it is done at the machine's own prompt, by whoever runs the installation.
"""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from zhian.engines.workflow import Refused

from .models import ADMINISTRATORS, Department, Duty, Role, User, new_sessions_key

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when it is read aloud
GROUPS, IN_A_GROUP = 4, 5  # 99 bits
NEVER_NONE = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)  # without these nobody could put anything right


# Departments ------------------------------------------------------------------------------------------------
@transaction.atomic
def keep_department(department: Department, *, actor: User | None) -> Department:
    """Take up a department, or what was changed of it, its place in the tree included."""
    _lock_tree()
    before = Department.objects.filter(pk=department.pk).first()
    _require(actor, "people.manage_departments", before or department.parent)
    if before and department.parent_id != before.parent_id:
        _require(actor, "people.manage_departments", department.parent)
    if before and before.is_open and not department.is_open:
        _require_empty(before)
    department.full_clean()
    department.save()
    return department


def _lock_tree() -> None:
    """Two moves at once could otherwise put two departments below each other."""
    list(Department.objects.select_for_update().order_by("pk").values_list("pk"))


def _require_empty(department: Department) -> None:
    below = department.children.filter(is_open=True).count()
    if below:
        raise Refused(
            _("%(count)s open departments are below %(department)s: close or move them first.")
            % {"count": below, "department": department}
        )
    staff = department.staff.filter(is_active=True).count()
    if staff:
        raise Refused(
            _("%(count)s people work in %(department)s: move them to another department first.")
            % {"count": staff, "department": department}
        )


# People -----------------------------------------------------------------------------------------------------
@transaction.atomic
def keep_person(person: User, *, actor: User | None) -> User:
    """Take up a person, or what was changed; a new one cannot come in before a first password is issued."""
    before = User.objects.select_for_update().filter(pk=person.pk).first()
    _require(actor, "people.manage_people", before or person)
    if before and person.department_id != before.department_id:
        _require(actor, "people.manage_people", person)
    if person.department is None:
        raise PermissionDenied("people.manage_people")
    if not person.password:
        person.set_unusable_password()
    if before and before.is_active and not person.is_active:
        _let_go(before, actor)
        person.sessions_key = new_sessions_key()
    person.full_clean()
    person.save()
    return person


def _let_go(person: User, actor: User | None) -> None:
    if person == actor:
        raise Refused(_("Nobody can end their own account: another administrator does it."))
    _lock_administration()
    for role in NEVER_NONE:
        if person.holds(role):
            _require_another(role, person)


# Duties -----------------------------------------------------------------------------------------------------
@transaction.atomic
def give_duty(person: User, role: str, department: Department, *, actor: User | None) -> Duty:
    """Give a person a role over a department and all below it."""
    duty = Duty(person=person, role=role, department=department)
    _require_over_duty(duty, actor)
    User.objects.select_for_update().get(pk=person.pk)  # two duties given at once see each other
    duty.full_clean()
    duty.save()
    return duty


@transaction.atomic
def withdraw_duty(duty: Duty, *, actor: User | None) -> None:
    """Take a role over a department back; it is gone with the person's next request."""
    _require_over_duty(duty, actor)
    _lock_administration()
    if duty.role in NEVER_NONE and not duty.person.duties.filter(role=duty.role).exclude(pk=duty.pk).exists():
        _require_another(duty.role, duty.person)
    duty.delete()


def _require_over_duty(duty: Duty, actor: User | None) -> None:
    _require(actor, "people.manage_duties", duty)
    if duty.person == actor:
        raise Refused(_("Nobody gives or takes their own duties: another security administrator does it."))


def _require_another(role: str, person: User) -> None:
    others = User.objects.filter(is_active=True, duties__role=role).exclude(pk=person.pk)
    if not others.exists():
        raise Refused(_("%(person)s is the last one who is “%(role)s”: name another first.") % _named(person, role))


def _named(person: User, role: str) -> dict[str, str]:
    return {"person": str(person), "role": str(Role(role).label)}


def _lock_administration() -> None:
    """Two administrators who let each other go at once would leave none."""
    list(Duty.objects.select_for_update().filter(role__in=ADMINISTRATORS).order_by("pk").values_list("pk"))


# Passwords and sessions -------------------------------------------------------------------------------------
@transaction.atomic
def issue_password(person: User, *, actor: User | None) -> str:
    """A new password that must be changed at the first login. It is shown once and kept nowhere."""
    person = User.objects.select_for_update().get(pk=person.pk)
    _require(actor, "people.reset_password", person)
    _require_reach(person, actor)
    password = new_password()
    person.set_password(password)
    person.must_change_password = True
    person.sessions_key = new_sessions_key()  # whoever held the old one may have made themselves a token
    person.save(update_fields=["password", "password_changed_at", "must_change_password", "sessions_key"])
    return password


def new_password() -> str:
    """Random, and easy to read aloud and to type on a phone."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))


def end_sessions(person: User) -> None:
    """Sign the person out everywhere, with the next request of each browser."""
    person.sessions_key = new_sessions_key()
    person.save(update_fields=["sessions_key"])


def _require_reach(person: User, actor: User | None) -> None:
    """Who may log in as somebody may do what that one may: so only for people whose duties the actor covers."""
    if actor is None:
        return
    if person == actor:
        raise Refused(_("You change your own password under “My account”."))
    if person.duties.exclude(department__in=actor.scope(Role.SECURITY_ADMIN)).exists():
        raise Refused(_("%(person)s has duties beyond yours: ask the administrator above you.") % {"person": person})


def _require(actor: User | None, permission: str, record: object) -> None:
    if actor is not None and (record is None or not actor.has_perm(permission, record)):
        raise PermissionDenied(permission)
