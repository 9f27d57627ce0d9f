"""The claim's own addition: whether it is right, and if not, the slip that explains it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from ..figures.reading import in_yuan
from ..words import Words


def remarks_on_sum(heads: Mapping[str, Fraction], stated: Fraction, names: Mapping[str, Words]) -> Iterator[Words]:
    """What is wrong with a stated sum of heads, in yuan: by how much, and which slip would explain it."""
    added = sum(heads.values(), Fraction(0))
    if added == stated:
        return
    off = stated - added
    yield Words(
        f"各项相加为{in_yuan(added)}元，所写总额{in_yuan(stated)}元{'多' if off > 0 else '少'}{in_yuan(abs(off))}元",
        f"its heads make {in_yuan(added)}; the stated {in_yuan(stated)} is {in_yuan(abs(off))} too "
        f"{'much' if off > 0 else 'little'}",
    )
    yield from _left_out(heads, -off, names) if off < 0 else _counted_twice(heads, off, names)
    yield from _transposed(heads, stated, added, names)


def _left_out(heads: Mapping[str, Fraction], lacking: Fraction, names: Mapping[str, Words]) -> Iterator[Words]:
    for count in (1, 2):
        for some in combinations(heads, count):
            if sum(heads[name] for name in some) == lacking:
                zh, en = "、".join(names[n].zh for n in some), " and ".join(names[n].en for n in some)
                yield Words(f"恰为漏加的{zh}", f"just what {en} comes to: left out")
                return


def _counted_twice(heads: Mapping[str, Fraction], extra: Fraction, names: Mapping[str, Words]) -> Iterator[Words]:
    for name, amount in heads.items():
        if amount == extra:
            yield Words(f"恰为重复计算的{names[name].zh}", f"just what {names[name].en} comes to: counted twice")
            return


def _transposed(
    heads: Mapping[str, Fraction], stated: Fraction, added: Fraction, names: Mapping[str, Words]
) -> Iterator[Words]:
    if added in set(_swapped(stated)):
        yield Words("总额有相邻两位数字写颠倒", "two neighbouring digits of the total are transposed")
    for name, amount in heads.items():
        if stated - added + amount in set(_swapped(amount)):
            yield Words(f"{names[name].zh}似有相邻两位数字写颠倒", f"two digits of {names[name].en} may be transposed")
            return


def _swapped(amount: Fraction) -> Iterator[Fraction]:
    """The amount with each pair of neighbouring digits exchanged."""
    digits = str(int(amount * 100))
    for k in range(len(digits) - 1):
        if digits[k] != digits[k + 1]:
            yield Fraction(int(digits[:k] + digits[k + 1] + digits[k] + digits[k + 2 :]), 100)
