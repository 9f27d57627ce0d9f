"""What is said in Chinese and in English, kept together: clocks are printed, sent and stored in both."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from zhian.engines.chinese import written_in


class Words(NamedTuple):
    """The same in two languages."""

    zh: str
    en: str

    def said_in(self, language: str) -> str:
        """In the language of a code: `zh-hans`, `zh-hant` or `en`."""
        return written_in(language, self.zh) if language.startswith("zh") else self.en

    @classmethod
    def of(cls, told: Any) -> "Words":
        """From data: `{zh: …, en: …}`, or one text for both. Raises ValueError for anything else."""
        if isinstance(told, Mapping) and set(told) == {"zh", "en"}:
            return cls(str(told["zh"]), str(told["en"]))
        if isinstance(told, str):
            return cls(told, told)
        raise ValueError(f"words are a text, or zh and en, not {told!r}")


NOTHING = Words("", "")


def joined(parts: Iterable[Words]) -> Words:
    """As a list within a sentence."""
    kept = list(parts)
    return Words("，".join(part.zh for part in kept), ", ".join(part.en for part in kept))
