"""The language as a dialect of SQLGlot that knows eleven words: nothing else of SQL can even be said."""

from collections.abc import Iterator

from sqlglot import exp, parser, tokens
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError, TokenError
from sqlglot.tokens import TokenType

from .faults import Fault

LONGEST = 4000  # characters: the longest definition shipped has some 600
DEEPEST = 40


class Indicators(Dialect):
    """No statements, no functions that SQL knows by itself, no comments, no casts."""

    class Tokenizer(tokens.Tokenizer):
        KEYWORDS = {
            "AND": TokenType.AND,
            "OR": TokenType.OR,
            "NOT": TokenType.NOT,
            "IN": TokenType.IN,
            "BETWEEN": TokenType.BETWEEN,
            "IS": TokenType.IS,
            "NULL": TokenType.NULL,
            "TRUE": TokenType.TRUE,
            "FALSE": TokenType.FALSE,
            "<>": TokenType.NEQ,
            "<=": TokenType.LTE,
            ">=": TokenType.GTE,
        }
        COMMENTS = []
        QUOTES = ["'"]
        STRING_ESCAPES = ["'"]
        IDENTIFIERS = ['"']

    class Parser(parser.Parser):
        FUNCTIONS = {}
        FUNCTION_PARSERS = {}
        NO_PAREN_FUNCTIONS = {}
        NO_PAREN_FUNCTION_PARSERS = {}


def parse(text: str) -> exp.Expr:
    """The tree of a text, of which nothing has been checked but that it can be read. Raises Fault."""
    if not text.strip():
        raise Fault("empty")
    if len(text) > LONGEST:
        raise Fault("too_long", {"limit": str(LONGEST)})
    try:
        trees = Indicators().parse(text)
    except TokenError as error:
        raise Fault("not_closed", end=len(text)) from error
    except ParseError as error:
        raise _not_understood(text, error) from error
    except RecursionError as error:
        raise Fault("too_deep", end=len(text)) from error
    if len(trees) > 1:
        raise Fault("not_offered", {"word": ";"}, text.index(";"), text.index(";") + 1)
    tree = trees[0]
    if tree is None:
        raise Fault("empty")
    if _depth(tree) > DEEPEST:
        raise Fault("too_deep", end=len(text))
    return tree


def place(node: exp.Expr) -> tuple[int, int]:
    """From where to where in the text a node stands, as far as its leaves know."""
    met = [leaf.meta for leaf in node.walk() if "start" in leaf.meta]
    return (min(each["start"] for each in met), max(each["end"] for each in met) + 1) if met else (0, 0)


def _not_understood(text: str, error: ParseError) -> Fault:
    told = error.errors[0] if error.errors else {}
    word = told.get("highlight") or ""
    lines = text.splitlines(keepends=True)[: max(told.get("line", 1) - 1, 0)]
    end = sum(map(len, lines)) + told.get("col", len(text))
    wants_more = told.get("description", "").startswith(("Required", "Expecting"))
    if not word or (wants_more and end >= len(text.rstrip())):
        return Fault("incomplete", start=len(text), end=len(text))
    return Fault("not_understood", {"word": word}, max(end - len(word), 0), end)


def _depth(tree: exp.Expr) -> int:
    """How deep a tree is; a long row of `and` or `or` counts once. Not recursive: no text can bring it to fall."""
    return max(depth for _, depth in _nodes(tree))


def _nodes(tree: exp.Expr) -> Iterator[tuple[exp.Expr, int]]:
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        for child in node.iter_expressions():
            in_a_row = isinstance(node, exp.Connector) and type(child) is type(node)
            waiting.append((child, depth if in_a_row else depth + 1))
