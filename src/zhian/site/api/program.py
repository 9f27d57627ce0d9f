"""What the API says of itself: its description, its documentation's pages, and who may see them."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.schema import NinjaGenerateJsonSchema
from pydantic import BaseModel

from zhian.kernel.people.access import ANY_ACCOUNT, does
from zhian.kernel.web.api import doors
from zhian.kernel.web.problems import MEDIA_TYPE, Problem, problem

PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}}
DESCRIPTION = """
Every deed of the pages, with the same permissions and the same checks, in JSON.

**Who asks.** Either a browser in which somebody is signed in (writing then needs the header `X-CSRFToken`), or a
program with a token: `Authorization: Bearer zhian_…`. A token is made on the page “API tokens”, speaks in the name of
the person who made it, never does more than that person may do now, and only what its scopes allow: `incidents:read`,
`incidents:write` (which includes reading), `*:read`, `*:write`.

**What goes wrong** is told as `application/problem+json` (RFC 9457), in the person's language. `409` means that the
deed is not possible now, and `detail` says why and what would help; `422` names the fields under `errors`. What you may
not read is `404`, as if it did not exist. Unknown fields and parameters are refused.

**Once.** Send a new `Idempotency-Key` with each deed: if the line breaks, send the same call again. It gets the first
answer and is not done twice.
"""


def for_the_signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The documentation tells how the house works: it is for people with an account, and their programs."""

    @does(ANY_ACCOUNT)
    @wraps(view)
    def shown(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, **kwargs)
        if request.path.endswith(".json"):
            return problem(request, 401)
        return redirect_to_login(request.get_full_path())

    return shown


class Program(NinjaAPI):
    """The one API of the program."""

    def __init__(self) -> None:
        super().__init__(
            title="Zhian 质安",
            version="1",
            description=DESCRIPTION,
            urls_namespace="api",
            auth=doors(""),  # whatever forgets to name its own
            docs_decorator=for_the_signed_in,  # type: ignore[arg-type]
        )

    def get_openapi_schema(self, **_where: Any) -> OpenAPISchema:
        """As the library makes it, with how problems are told. There is one, made once."""
        return self._schema

    @cached_property
    def _schema(self) -> OpenAPISchema:
        schema = super().get_openapi_schema()
        schema["components"]["schemas"] |= _described(Problem)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if status >= 400:
                        response["content"] = PROBLEM
        return schema


def _described(model: type[BaseModel]) -> dict[str, Any]:
    """The schemas of a model and of what it holds, by their names."""
    schema = model.model_json_schema(
        ref_template=REF_TEMPLATE, schema_generator=NinjaGenerateJsonSchema, mode="serialization"
    )
    return schema.pop("$defs", {}) | {model.__name__: schema}
