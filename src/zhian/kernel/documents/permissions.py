"""Who may change how documents look."""

from rules import add_perm

from zhian.kernel.people.predicates import in_quality_office

add_perm("documents.manage_templates", in_quality_office)
