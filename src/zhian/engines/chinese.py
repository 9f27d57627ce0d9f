"""Simplified characters as traditional ones, at display: data is kept once, in simplified ones."""

from functools import cache, lru_cache

from opencc import OpenCC

TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk")
# Characters alone: the words for Taiwan would make 專案, a project, of a head of damage (項目).
_converter = cache(lambda: OpenCC("s2tw"))


def written_in(language: str, text: str) -> str:
    """A text in simplified characters as this language writes it; other languages have it as it is."""
    return traditional(text) if language.lower() in TRADITIONAL else text


@lru_cache(16_384)
def traditional(text: str) -> str:
    return _converter().convert(text)
