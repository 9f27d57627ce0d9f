"""How well similar cases are found: duplicates in other words, planted among the demo's incidents, by several methods.

    PYTHONPATH=src python -m benchmarks.similar

Prints the table of docs/reference/similar-cases.md. A duplicate is told by somebody else: another title, other words,
sentences left out and moved, the time about right, now and then another category. A pattern is the same kind of story
in another bed: found by the words alone.
"""

import hashlib
import os
import random
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhian.site.settings")
django.setup()

from zhian.check.incidents.codes import Category
from zhian.check.incidents.services.likeness import Likeness
from zhian.engines.similarity import Rarity, cosine, rarest, vector
from zhian.kernel.records.search import words_of
from zhian.site.demo.cases import plan
from zhian.site.demo.hospital import hospitals

SEED, SIZE, PLANTED, SHOWN = 8848, 6000, 300, 5
UNTIL = datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=8)))

OTHER_WORDS = """
患者=病人 跌倒=摔倒 滑倒=滑了一跤 护士=护理人员 值班医生=值班大夫 医生=大夫 立即=马上 发现=看到
通知=告诉 告知=说明 自行=自己 家属=家人 夜间=夜里 卫生间=厕所 如厕=上厕所 起床=下床 巡视=巡房
听见=听到 查体=检查 未见=没有 脱出=脱落 拔出=拔掉 更换=换 口服=服用 静脉=静推 输液=补液 药房=药剂科
遗漏=漏掉 核对=查对 床旁=床边 损坏=坏了 疼痛=痛 生命体征=血压心率 观察=留观 错误=不对 标本=样本
设备=仪器 报警=警报 约=大概 行走=走路 意识=神志
"""  # how another person says it
CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
AGE = re.compile(r"\d+岁")


@dataclass(frozen=True)
class Report:
    """What the search has of a report."""

    key: int
    title: str
    account: str
    category: str
    department: str
    at: datetime
    pattern: tuple[str, str]  # what was to be put right: the same for all of one kind
    of: int = -1  # which report it is a duplicate of

    @property
    def words(self) -> list[str]:
        return words_of(f"{self.title} {self.account}")


def reports() -> list[Report]:
    """The demo hospital's incidents, and after them the duplicates in other words."""
    chance = random.Random(SEED)
    cases = plan(hospitals()[0], SIZE, UNTIL, SEED)
    told = [
        Report(
            key=key,
            title=case.narrative.title,
            account=case.narrative.account,
            category=case.narrative.category,
            department=case.unit.code,
            at=case.occurred_at,
            pattern=(case.narrative.category, case.narrative.finding),
        )
        for key, case in enumerate(cases)
    ]
    originals = chance.sample(told, PLANTED)
    return told + [_again(one, len(told) + at, chance) for at, one in enumerate(originals)]


def _again(one: Report, key: int, chance: random.Random) -> Report:
    """The same event as another person reports it, up to a day later on paper and an hour off in time."""
    account = reworded(one.account, chance)
    first = chance.choice([part for part in re.split("[，。]", account) if len(part) > 3] or [account])
    category = chance.choice(Category.values) if chance.random() < 0.1 else one.category
    at = one.at + timedelta(minutes=chance.randint(-60, 60))
    return replace(one, key=key, title=first[:30], account=account, category=category, at=at, of=one.key)


def reworded(text: str, chance: random.Random) -> str:
    """In other words: most of them replaced, times rounded, ages forgotten, a sentence left out, the order changed."""
    for word, other in (pair.split("=") for pair in OTHER_WORDS.split()):
        if chance.random() < 0.8:
            text = text.replace(word, other)
    text = CLOCK.sub(lambda found: f"{int(found[1])}点多", text)
    text = AGE.sub("老年" if chance.random() < 0.5 else "", text)
    sentences = [part for part in text.split("。") if part]
    if len(sentences) > 2:
        sentences.pop(chance.randrange(len(sentences)))
    if chance.random() < 0.5:
        chance.shuffle(sentences)
    return "。".join(sentences) + "。"


class Register:
    """All reports with what each method needs of them, worked out once."""

    def __init__(self, told: Sequence[Report]) -> None:
        self.told = told
        self.words = [one.words for one in told]
        counts = Counter(word for words in self.words for word in set(words))
        self.rarity = Rarity(len(told), counts)
        self.vectors = [vector(words, self.rarity) for words in self.words]
        self.holders: dict[str, list[int]] = defaultdict(list)
        for key, words in enumerate(self.words):
            for word in set(words):
                self.holders[word].append(key)
        self.days: dict[object, list[int]] = defaultdict(list)
        for one in told:
            self.days[one.at.date()].append(one.key)
        self.signatures = [_signature(set(words)) for words in self.words]
        self.bands: dict[tuple[int, tuple], list[int]] = defaultdict(list)
        for key, signature in enumerate(self.signatures):
            for band in _bands(signature):
                self.bands[band].append(key)

    def by_words(self, key: int) -> set[int]:
        """Candidates by the rarest words, as the database finds them."""
        points: Counter[int] = Counter()
        for word, weight in rarest(self.words[key], self.rarity, most=24, found_at_most=6000).items():
            for other in self.holders[word][-400:]:
                points[other] += weight  # type: ignore[assignment]
        return {other for other, _ in points.most_common(150)} - {key}

    def by_time(self, key: int) -> set[int]:
        """Candidates of the days around."""
        day = self.told[key].at.date()
        return {one for days in (-1, 0, 1) for one in self.days[day + timedelta(days=days)]} - {key}


def by_minhash(register: Register, key: int) -> list[int]:
    """Bands of 64 hashes, ranked by how many hashes are equal."""
    own = register.signatures[key]
    found = {other for band in _bands(own) for other in register.bands[band]} - {key}
    return _best(found, lambda other: sum(a == b for a, b in zip(own, register.signatures[other], strict=True)))


def by_words(register: Register, key: int) -> list[int]:
    """Candidates by rare words, ranked by the cosine of all words."""
    own = register.vectors[key]
    return _best(register.by_words(key), lambda other: cosine(own, register.vectors[other]))


def by_everything(register: Register, key: int) -> list[int]:
    """Candidates by rare words and by time, ranked by words, time, place and category: what the program does."""
    return _best(register.by_words(key) | register.by_time(key), lambda other: _likeness(register, key, other).score)


def by_all_words(register: Register, key: int) -> list[int]:
    """Every report compared with every other: too slow to use, but as good as words get."""
    own = register.vectors[key]
    return _best(set(range(len(register.told))) - {key}, lambda other: cosine(own, register.vectors[other]))


METHODS: dict[str, Callable[[Register, int], list[int]]] = {
    "MinHash, 16 bands of 4": by_minhash,
    "rare words, then cosine": by_words,
    "every report, cosine (reference)": by_all_words,
    "**rare words and time, then words, time, place, category**": by_everything,
}


def _likeness(register: Register, key: int, other: int) -> Likeness:
    one, two = register.told[key], register.told[other]
    return Likeness(
        cosine(register.vectors[key], register.vectors[other]),
        one.at - two.at,
        one.department == two.department,
        one.category == two.category,
    )


def _best(found: Iterable[int], score: Callable[[int], float]) -> list[int]:
    return sorted(found, key=lambda other: (-score(other), other))[:SHOWN]


def _signature(words: set[str]) -> tuple[int, ...]:
    hashes = [int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest()) for word in words]
    return tuple(min(((a * one + b) % PRIME for one in hashes), default=0) for a, b in FACTORS)


PRIME = (1 << 61) - 1
_chance = random.Random(SEED)
FACTORS = [(_chance.randrange(1, PRIME), _chance.randrange(PRIME)) for _ in range(64)]


def _bands(signature: tuple[int, ...]) -> list[tuple[int, tuple]]:
    return [(at, signature[at : at + 4]) for at in range(0, 64, 4)]


def measure() -> None:
    told = reports()
    register = Register(told)
    planted = [one for one in told if one.of >= 0]
    overlap = statistics.median(_overlap(register, one.key, one.of) for one in planted)
    print(f"{len(told):,} reports, {len(planted)} of them planted duplicates; an original and its duplicate share")
    print(f"{overlap:.0%} of their words (median).\n")
    print("| method | duplicate first | duplicate among five | others of the five of the same kind | ms |")
    print("|---|---:|---:|---:|---:|")
    for name, method in METHODS.items():
        print(_row(name, method, register, planted))
    others = random.Random(SEED).sample([one for one in told if one.key not in {two.of for two in planted}], 600)
    others = [one for one in others if one.of < 0]
    flagged = statistics.mean(_is_flagged(register, one, [one.of]) for one in planted)
    wrongly = statistics.mean(_is_flagged(register, one, by_everything(register, one.key)) for one in others)
    print(f"\n“May be the same event” is said of {flagged:.1%} of the planted duplicates, and of {wrongly:.1%} of")
    print(f"{len(others)} reports that have none.")


def _row(name: str, method: Callable, register: Register, planted: Sequence[Report]) -> str:
    started = time.perf_counter()
    found = [method(register, one.key) for one in planted]
    took = 1000 * (time.perf_counter() - started) / len(planted)
    first = statistics.mean(keys[:1] == [one.of] for keys, one in zip(found, planted, strict=True))
    recall = statistics.mean(one.of in keys for keys, one in zip(found, planted, strict=True))
    kinds = [
        register.told[key].pattern == one.pattern
        for keys, one in zip(found, planted, strict=True)
        for key in keys
        if key != one.of
    ]
    alike = statistics.mean(kinds) if kinds else 0
    return f"| {name} | {first:.1%} | {recall:.1%} | {alike:.1%} | {took:.1f} |"


def _is_flagged(register: Register, one: Report, found: Sequence[int]) -> bool:
    return any(_likeness(register, one.key, other).may_be_the_same for other in found)


def _overlap(register: Register, key: int, other: int) -> float:
    one, two = set(register.words[key]), set(register.words[other])
    return len(one & two) / len(one | two)


if __name__ == "__main__":
    sys.exit(measure())
