"""How alike two texts are: words weighed by how rare they are (TF-IDF) and compared by the cosine.

Knows no language: whoever calls it cuts the texts into words, Chinese ones into pairs of characters.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Vector = Mapping[str, float]

FEWEST = 1000  # among fewer texts it is chance how often a word was counted
SHORTEST = 2  # characters that two texts must share for it to say something


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many of so many texts each word stands; a word that is not counted stands in none."""

    texts: int
    counts: Mapping[str, int]

    def weight(self, word: str) -> float:
        """0 for a word of every text, the more the fewer have it (inverse document frequency)."""
        counted = self.counts.get(word, 0)
        return math.log((1 + max(self.texts, counted, FEWEST)) / (1 + counted))


def vector(words: Iterable[str], rarity: Rarity) -> Vector:
    """The words of a text with their weights; its length is 1, or 0 where no word tells anything."""
    weights = {word: (1 + math.log(times)) * rarity.weight(word) for word, times in Counter(words).items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def cosine(one: Vector, other: Vector) -> float:
    """From 0 (no word in common) to 1 (the same words)."""
    few, many = sorted((one, other), key=len)
    return min(1.0, sum(weight * many[word] for word, weight in few.items() if word in many))


def rarest(words: Collection[str], rarity: Rarity, *, most: int, found_at_most: int) -> dict[str, float]:
    """The words by which a like text is found best, with their weights: the rarest, as long as together they lead to
    no more than so many texts. At least one is given, however common it is."""
    chosen: dict[str, float] = {}
    found = 0
    for word in sorted(set(words), key=lambda word: (rarity.counts.get(word, 0), word)):
        found += rarity.counts.get(word, 0)
        if len(chosen) == most or (chosen and found > found_at_most):
            break
        chosen[word] = rarity.weight(word)
    return chosen


def shared_phrases(one: str, other: str, weights: Vector, *, most: int = 4) -> list[str]:
    """The longest pieces that stand in both texts, the most telling first; `weights` are those of pairs."""
    found = dict.fromkeys(_pieces(one, other))
    kept = [piece for piece in found if not any(piece != longer and piece in longer for longer in found)]
    return sorted(kept, key=lambda piece: -_told(piece, weights))[:most]


def _pieces(one: str, other: str) -> Iterable[str]:
    at = 0
    while at < len(one):
        end = at
        while end < len(one) and one[end].isalnum() and one[at : end + 1] in other:
            end += 1
        if end - at >= SHORTEST:
            yield one[at:end]
        at = max(end, at + 1)


def _told(piece: str, weights: Vector) -> float:
    pairs: Sequence[str] = [piece[at : at + 2] for at in range(len(piece) - 1)]
    return sum(weights.get(pair, 0.0) for pair in pairs)
