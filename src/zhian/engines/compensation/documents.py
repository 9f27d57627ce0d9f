"""A case document as it is written down: YAML in which only true and false are answers, and `on` is a word."""

from contextlib import suppress
from typing import Any

import yaml

from .fields import CaseError, Fault
from .words import Words

LONGEST = 1_000_000  # characters


class _Loader(yaml.SafeLoader):
    """YAML 1.1 takes on, off, yes and no for booleans; a receipt has a day `on` which it was written."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in found if not (tag == "tag:yaml.org,2002:bool" and letter not in "tTfF")]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, or what Chinese Windows saves. Raises CaseError where it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise CaseError([Fault("case", "—", Words("须为UTF-8或GB18030文本", "a text in UTF-8 or GB18030"))])


def load(text: str) -> Any:
    """The document in a text. Raises CaseError with the line where it is no YAML."""
    if len(text) > LONGEST:
        raise CaseError([Fault("case", f"{len(text)}", Words(f"不超过{LONGEST}字", f"at most {LONGEST} characters"))])
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506, it is a SafeLoader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise CaseError([_fault(error)]) from None


def _fault(error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None)
    where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
    problem = getattr(error, "problem", None) or str(error)
    return Fault(
        "YAML", where, Words(f"第几行:第几列处不是YAML：{problem}", f"line:column where it is no YAML: {problem}")
    )
