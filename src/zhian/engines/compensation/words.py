"""What is said in Chinese and in English, kept together; traditional characters are made from the simplified."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from zhian.engines.chinese import written_in


class Words(NamedTuple):
    """The same in two languages."""

    zh: str
    en: str

    def said_in(self, language: str) -> str:
        """In the language of a code: `zh-hans`, `zh-hant` or `en`."""
        if not language.lower().startswith("zh"):
            return self.en
        return written_in(language, self.zh)

    @classmethod
    def of(cls, told: Any) -> "Words":
        """From data: `{zh: …, en: …}`, or one text for both. Raises ValueError for anything else."""
        if isinstance(told, Mapping) and set(told) == {"zh", "en"}:
            return cls(str(told["zh"]), str(told["en"]))
        if isinstance(told, str):
            return cls(told, told)
        raise ValueError(f"words are a text, or zh and en, not {told!r}")


NOTHING = Words("", "")
