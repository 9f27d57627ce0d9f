"""Who may work out what would be owed: those who talk, decide or advise about it."""

from rules import add_perm

from zhian.kernel.people.models import Role
from zhian.kernel.people.predicates import holding, in_quality_office, leads_hospital

sits_on_committee = holding(Role.COMMITTEE)

add_perm("liability.assess", in_quality_office | sits_on_committee | leads_hospital)
