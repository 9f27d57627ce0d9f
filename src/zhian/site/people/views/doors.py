"""Who may open a page."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from zhian.kernel.people.access import does

View = Callable[..., HttpResponse]


def allowed(permission: str) -> Callable[[View], View]:
    """Only for people whose duties allow this somewhere; what they reach, the deed itself looks at."""

    def decorate(view: View) -> View:
        @does(permission)
        @login_required
        @wraps(view)
        def opened(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.has_perm(permission):  # type: ignore[union-attr]
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        return opened

    return decorate
