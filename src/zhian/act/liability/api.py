"""What a case is worth in law, for programs: nothing is kept."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import GetJsonSchemaHandler, RootModel
from pydantic_core import CoreSchema

from zhian.engines.compensation.fields import CaseError, schema
from zhian.engines.compensation.setting_out import answer, bare
from zhian.engines.compensation.setting_out.sheet import Sheet
from zhian.kernel.web.api import WRITING, Rate, doors, operation
from zhian.kernel.web.problems import FieldError, Invalid
from zhian.kernel.web.requests import Request

assessing = Router(
    auth=doors("compensation", _("What is owed"), permission="liability.assess"), throttle=Rate(), tags=["compensation"]
)
beside = {"compensation": assessing}


class CaseIn(RootModel[dict[str, Any]]):
    """A case document: as `zhian assess --schema` describes it, and as the page's form asks for it."""

    @classmethod
    def __get_pydantic_json_schema__(cls, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {key: value for key, value in schema().items() if key != "$schema"}


@assessing.post(
    "assess",
    response={200: Sheet, **WRITING},
    **operation("compensation_assess", "liability.assess", "What each regime supports for a case"),
)
def assess_case(request: Request, told: CaseIn) -> Any:
    """Head by head, with articles, figures and their sources, open questions, range, claim and next question.

    Amounts are texts of yuan. Texts come in the person's language. Nothing of the case is kept.
    """
    if not request.user.has_perm("liability.assess"):
        raise PermissionDenied("liability.assess")
    try:
        return answer(told.root).sheet(get_language() or "zh-hans", money=bare)
    except CaseError as error:
        raise Invalid(_errors(error)) from None


def _errors(error: CaseError) -> list[FieldError]:
    language = get_language() or "zh-hans"
    return [FieldError(field=fault.field, messages=[fault.allowed.said_in(language)]) for fault in error.faults]
