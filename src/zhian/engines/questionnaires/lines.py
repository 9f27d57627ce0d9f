"""YAML as plain values that know in which line they stood; what only a machine would write is refused."""

import re
from typing import Any

import yaml

from .sentences import Fault, Faulty
from .sentences import sentence as _

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast, where it was built
MOST_CHARACTERS = 200_000
DEEPEST = 40
WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
WHOLE = re.compile(r"[-+]?\d{1,15}")
NUMBER = re.compile(r"[-+]?\d{1,15}\.\d{1,15}")

OPENS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
CLOSES = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class Block(dict[str, Any]):
    """A mapping whose keys know their lines."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


def read_yaml(text: str) -> Any:
    """The one document in the text: Blocks, lists and plain values. Raises Faulty.

    Plain words are text but for true, false and numbers: a code may be called “no” or “on”.
    """
    if len(text) > MOST_CHARACTERS:
        raise Faulty([Fault(_("It is longer than %(most)s characters.", most=MOST_CHARACTERS))])
    try:
        _refuse_traps(text)
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise Faulty([Fault(_("This is not YAML: %(problem)s.", problem=error.problem), line)]) from None
    except (yaml.YAMLError, ValueError):
        raise Faulty([Fault(_("There are characters in it that cannot be written."))]) from None
    return _value(node) if node else None


def _refuse_traps(text: str) -> None:
    """Aliases can blow a line up to gigabytes, and depth can exhaust the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, OPENS) - isinstance(event, CLOSES)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Faulty([Fault(_("Write it out: & and * are not used here."), line)])
        if depth > DEEPEST:
            raise Faulty([Fault(_("This is nested too deeply."), line)])


def _value(node: Any) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(one) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        return _block(node)
    return node.value if node.style else _plain(node)


def _block(node: yaml.MappingNode) -> Block:
    block = Block(node.start_mark.line + 1)
    for key_node, value in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise Faulty([Fault(_("A name is a word."), line)])
        if key_node.value in block:
            raise Faulty([Fault(_("“%(name)s” stands there twice.", name=key_node.value), line)])
        block[key_node.value] = _value(value)
        block.lines[key_node.value] = line
    return block


def _plain(node: yaml.Node) -> Any:
    text = node.value
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text) and not re.match(r"[-+]?0\d", text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text
