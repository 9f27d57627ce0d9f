"""Who watches over the statutory deadlines: the offices that report to the authorities."""

from rules import add_perm

from zhian.kernel.people.predicates import audits, in_quality_office, leads_hospital

add_perm("clocks.list", in_quality_office | leads_hospital | audits)
add_perm("clocks.tick", in_quality_office)
add_perm("clocks.set_aside", in_quality_office)
add_perm("clocks.answer", in_quality_office)
add_perm("clocks.manage_rules", in_quality_office)
