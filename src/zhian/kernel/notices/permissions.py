"""Who may see how the channels to the outside fare, and try them again."""

from rules import add_perm

from zhian.kernel.people.predicates import administers_system

add_perm("notices.manage_channels", administers_system)
