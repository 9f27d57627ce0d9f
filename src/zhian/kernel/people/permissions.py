"""Who may look after people, departments and duties."""

from rules import add_perm

from .predicates import administers_audit, administers_security, administers_system, has_account

add_perm("people.read", has_account)
add_perm("people.administer", administers_system | administers_security)
add_perm("people.manage_departments", administers_system)
add_perm("people.manage_people", administers_system)
add_perm("people.import_people", administers_system | administers_security)
add_perm("people.reset_password", administers_security)
add_perm("people.manage_duties", administers_security)
add_perm("people.read_audit", administers_audit)
