"""The page on which a person makes and revokes the tokens of their programs."""

from functools import partial
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from zhian.kernel.people.access import ANY_ACCOUNT, does

from .models import Token
from .requests import Request
from .tokens import DAYS, READ, SCOPED, WRITE, issue, revoke

WAYS = {READ: gettext_lazy("read only"), WRITE: gettext_lazy("read and write")}


class TokenForm(forms.Form):
    """What a new token is called, what it opens, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=60, help_text=gettext_lazy("Such as: screen at the ward")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it opens"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("As little as will do. It never does more than you may do yourself."),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("For how long"), coerce=int, widget=forms.RadioSelect, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = scope_choices()  # type: ignore[attr-defined]
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days}) for days in DAYS
        ]


def scope_choices() -> list[tuple[str, str]]:
    """Every scope with its name for people."""
    return [
        (f"{name}:{way}", f"{capfirst(str(title))}: {word}")
        for name, title in sorted(SCOPED.items())
        for way, word in WAYS.items()
    ]


@does(ANY_ACCOUNT)
@login_required
@partial(reauthentication_required, allow_get=True)  # a token left behind at an unlocked computer would last
def tokens(request: Request) -> HttpResponse:
    """My tokens, and a form for another. The text of a new one is on this one answer and nowhere else."""
    form, text = TokenForm(request.POST or None), ""
    if form.is_valid():
        try:
            _token, text = issue(actor=request.user, **form.cleaned_data)
            form = TokenForm()
        except ValidationError as refusal:
            form.add_error(None, refusal)
    kept = [{"token": token, "opens": _opens(token)} for token in request.user.tokens.all()]
    status = 422 if form.is_bound else 200
    response = render(request, "web/tokens.html", {"kept": kept, "form": form, "text": text}, status=status)
    response["Cache-Control"] = "no-store"
    return response


@does(ANY_ACCOUNT)
@require_POST
@login_required
def revoke_token(request: Request, pk: int) -> HttpResponse:
    """End one of mine."""
    token = get_object_or_404(request.user.tokens, pk=pk)
    revoke(token, actor=request.user)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens")


urlpatterns = [
    path("", tokens, name="tokens"),
    path("<int:pk>/revoke/", revoke_token, name="token-revoke"),
]


def _opens(token: Token) -> list[str]:
    labels = dict(scope_choices())
    return [labels.get(scope, scope) for scope in token.scopes]
