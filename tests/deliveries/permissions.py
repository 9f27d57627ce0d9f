"""Heads of department receive what is delivered to them."""

from django.db.models import Q
from rules import add_perm

from zhian.kernel.people.predicates import heads_department, is_author, works_at_the_hospital

add_perm("deliveries.file", works_at_the_hospital)
add_perm("deliveries.read", is_author | heads_department)
for deed in ("edit", "comment", "attach", "link", "identify", "refuse", "settle"):
    add_perm(f"deliveries.{deed}", heads_department)


def visible_to(user):
    return Q(author=user) | Q(department__in=user.scope("head", "head_nurse", "department_quality"))
