"""Reading the demo's data files, which lie beside this one."""

from importlib.resources import files
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast, where it was built


def read(*path: str) -> Any:
    """The contents of one YAML file."""
    return yaml.load(files(__package__).joinpath(*path).read_text("utf-8"), Loader=LOADER)  # noqa: S506 (both are safe loaders)
