"""A Word template filled in with plain facts, in a sandbox from which nothing else can be reached."""

import re
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .pictures import Picture
from .unprintable import Unprintable

NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
NEAR = 60  # letters of the document beside a mistake


class Sandbox(ImmutableSandboxedEnvironment):
    """Reads facts by their names and nothing else: a fact called `items` is a fact, not a method of Python's."""

    def __init__(self, unknown: set[str]) -> None:
        super().__init__(autoescape=True, undefined=_blank(unknown))
        self.globals.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute) if isinstance(obj, dict) else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict):
            return obj[argument] if argument in obj else self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)


def fill_in(template: bytes, facts: dict[str, Any], *, painted: bool = True) -> tuple[bytes, list[str]]:
    """The document, and the placeholders that no fact answers: they stay blank. Raises Unprintable.

    `painted`: drawings are also there for programs that cannot draw.
    """
    unknown: set[str] = set()
    document, written = DocxTemplate(BytesIO(template)), BytesIO()
    try:
        document.render(_drawn(plain(facts), document, painted), jinja_env=Sandbox(unknown), autoescape=True)
        document.save(written)
    except TemplateSyntaxError as error:
        raise Unprintable("placeholder", what=error.message or "", near=_near(error)) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, SyntaxError) as error:
        raise Unprintable("placeholder", what=str(error)[:200], near=_near(error)) from None
    return written.getvalue(), sorted(unknown)


def plain(value: Any) -> Any:
    """The same facts with texts that XML can hold."""
    match value:
        case str():
            return NOT_XML.sub("", value)
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case list():
            return [plain(each) for each in value]
        case None:
            return ""
    return value


def _drawn(value: Any, document: DocxTemplate, painted: bool) -> Any:
    """The same facts, drawings ready to be put in."""
    match value:
        case {"picture": str()}:
            return Picture(document, value, painted=painted)
        case dict():
            return {key: _drawn(each, document, painted) for key, each in value.items()}
        case list():
            return [_drawn(each, document, painted) for each in value]
    return value


def _blank(unknown: set[str]) -> type[ChainableUndefined]:
    class Blank(ChainableUndefined):
        """Nothing, wherever it stands; that it was asked for is noted."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            unknown.add(str(self._undefined_name))

    return Blank


def _near(error: Exception) -> str:
    """The words of the document around the mistake."""
    lines = [" ".join(line.split()) for line in getattr(error, "docx_context", ())]
    return " ".join(line for line in lines if line)[:NEAR]
