"""What is owed: heads rounded, shared by responsibility, less what was paid, and borne by hospitals."""

from math import floor

from .accident import gross_a
from .injury import gross_b
from .stated import amount, half_up, joint, option


def award(case, regime):
    """Whole fen: the gross of each head, what is owed for each, in all, and what is left to pay."""
    gross = {name: fen(value, case) for name, value in (gross_a if regime == "A" else gross_b)(case).items()}
    owed, scaled, reached = {}, 0, 0
    for name, value in gross.items():
        if stands_outside(name, case):
            owed[name] = value
        elif option(case, "ratio_per_head") == "per_head":
            owed[name] = half_up(value * ratio_of(name, case))
        else:  # the sum is scaled once; each head is given what the sum grows by
            scaled += value
            owed[name] = half_up(scaled * amount(case["responsibility"]["ratio"])) - reached
            reached += owed[name]
    total = sum(owed.values())
    return gross, owed, total, max(0, total - paid_before(case))


def stands_outside(head, case):
    if head in ("appraisal", "lawyer", "other"):
        return option(case, "fees_ratio") == "outside"
    return head == "mental" and option(case, "mental_ratio") == "unscaled"


def ratio_of(head, case):
    given = case["responsibility"]
    return amount(given.get("heads", {}).get(head, given["ratio"]))


def paid_before(case):
    """What hospital or insurer have paid, in fen; taken off before the ratio it weighs only that share."""
    paid = 100 * sum(amount(p["amount"]) for p in case.get("prepaid", []) if p["by"] != "third_party")
    return paid if option(case, "prepaid") == "after" else half_up(paid * amount(case["responsibility"]["ratio"]))


def fen(yuan, case):
    """The gross of a head in whole fen, rounded as the open question says."""
    how = option(case, "rounding")
    if how == "half_up":
        return half_up(yuan * 100)
    return floor(yuan) * 100 if how == "yuan_down" else floor(yuan * 100)


def borne(case, payable):
    """What each hospital bears, in fen: down to the fen by its share, and a fen more for those that lost most by it."""
    exact = [payable * amount(h["share"]) for h in joint(case)]
    fens = [floor(part) for part in exact]
    by_loss = sorted(range(len(exact)), key=lambda k: exact[k] - fens[k], reverse=True)
    for k in by_loss[: payable - sum(fens)]:
        fens[k] += 1
    return fens
