"""The hospital's own indicators for programs."""

from typing import Any

from ninja import Router, Schema
from pydantic import Field

from zhian.kernel.web.api import (
    WRITING,
    Told,
    operation,
    record_router,
)
from zhian.kernel.web.requests import Request

from ..services.own import looked_through
from ..views.own import pages as own_pages
from .asking import require

router = record_router(own_pages)
checking = Router()  # beside them: below them its name would be taken for a number


class DefinitionIn(Told):
    definition: str = Field(max_length=40_000)


class CheckedOut(Schema):
    wrong: list[str] = Field(description="What is wrong with the definition; nothing where it can be measured.")


@checking.post(
    "own-check",
    response={200: CheckedOut, **WRITING},
    **operation("own_indicators_check", "own_indicators.file", "Check a definition"),
)
def check_definition(request: Request, told: DefinitionIn) -> Any:
    """Nothing is kept."""
    require(request, "own_indicators.file")
    return {"wrong": looked_through(told.definition)}
