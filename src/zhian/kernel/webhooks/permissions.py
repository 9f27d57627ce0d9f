"""Who may say which programs outside hear of steps."""

from rules import add_perm

from zhian.kernel.people.predicates import administers_system

add_perm("webhooks.manage", administers_system)
