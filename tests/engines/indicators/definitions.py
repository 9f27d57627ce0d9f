"""Definitions made in a line, for tests."""

from typing import Any

import yaml

from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.document import read


def define(code: str, type: str = "ratio", **more: Any) -> Definition:
    """A definition that says only what matters."""
    document = {"code": code, "edition": "1", "names": {"zh": code, "en": code}, "type": type, **more}
    return read(yaml.safe_dump(document, allow_unicode=True))
