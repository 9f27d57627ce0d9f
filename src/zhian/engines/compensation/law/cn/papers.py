"""Which receipts and tickets count. Both regimes look at them alike."""

from ...facts.answers import MIXED, ORIGINAL
from ...formula import term


@term("计入的医疗费", "cost that counts")
def counted_receipt(receipt):
    """损害之前的、治疗原发病的、自购无关的、未经批准或医嘱的、治愈后拒不出院的，都不计；兼治的按损害所占份额计。

    Nothing for cost from before the harm, for the original disease, unrelated, not approved, or after the cure; of
    mixed treatment the part that the harm caused."""
    if receipt.before:
        return 0
    if receipt.purpose == ORIGINAL:
        return 0
    if receipt.unrelated:
        return 0
    if not receipt.approved:
        return 0
    if receipt.overstay:
        return 0
    return receipt.amount * share_of_harm(receipt)


@term("损害所占份额", "share of the harm")
def share_of_harm(paper):
    """治疗损害的全部，治疗原发病的为零，兼治的按所占份额。

    All of what treats the harm, nothing of what treats the original disease, the stated share of what treats both."""
    if paper.purpose == ORIGINAL:
        return 0
    return paper.accident_share if paper.purpose == MIXED else 1


@term("未报销部分", "what is not reimbursed")
def not_reimbursed(cost, case):
    """扣去第三方已经报销的部分。

    Less what a third party has reimbursed."""
    if case.reimbursed > 0:
        return max(cost - case.reimbursed, 0)
    return cost


@term("计入的交通费", "travel that counts")
def counted_journey(journey):
    """损害以前的和不必要的不计。

    Nothing from before the harm, and nothing needless."""
    if journey.before:
        return 0
    return journey.amount if journey.necessary else 0
