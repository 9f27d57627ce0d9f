"""Who may say which days the hospital works."""

from rules import add_perm

from zhian.kernel.people.predicates import administers_system, in_quality_office

add_perm("calendar.manage", in_quality_office | administers_system)
