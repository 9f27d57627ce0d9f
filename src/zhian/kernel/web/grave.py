"""What is asked again before a grave deed."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse

View = Callable[..., HttpResponse]


def grave(view: View) -> View:
    """Before it is done, the person signs in again, unless that was only minutes ago. The form is not lost."""
    return reauthentication_required(view, allow_get=True)
