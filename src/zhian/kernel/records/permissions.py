"""Who may know who read a record."""

from rules import add_perm

from zhian.kernel.people.predicates import administers_audit, in_quality_office, is_author

add_perm("records.read_openings", is_author | in_quality_office | administers_audit)
