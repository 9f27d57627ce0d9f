"""My account: who I am here, my duties, how I sign in; the language; signing out everywhere."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as choose

from zhian.kernel.people.access import ANY_ACCOUNT, PUBLIC, does
from zhian.kernel.people.deeds import end_sessions
from zhian.kernel.web.errors import plain_page
from zhian.kernel.web.requests import Request

from .factors import factors, must_have_second_factor


@does(ANY_ACCOUNT)
@login_required
def my_account(request: Request) -> HttpResponse:
    person = request.user
    context = {
        "duties": person.duties.select_related("department").order_by("role"),
        "factors": factors(person),
        "must_have_factor": must_have_second_factor(person),
        "idle": int(settings.SESSION_IDLE.total_seconds() // 60),
    }
    return render(request, "site/account/mine.html", context)


@does(ANY_ACCOUNT)
@login_required
@require_POST
def sign_out_everywhere(request: Request) -> HttpResponse:
    end_sessions(request.user)
    logout(request)
    messages.success(request, _("You are signed out in every browser."))
    return redirect("account_login")


@does(PUBLIC)
def set_language(request: HttpRequest) -> HttpResponse:
    """The choice of somebody who is signed in stays with the account, else with the browser."""
    code = request.POST.get("language", "")
    if request.method == "POST" and request.user.is_authenticated and code in dict(settings.LANGUAGES):
        request.user.language = code
        request.user.save(update_fields=["language"])
        response = choose(request)
        response.cookies.pop(settings.LANGUAGE_COOKIE_NAME, None)
        return response
    return choose(request)


@does(PUBLIC)
def sign_on_failed(request: HttpRequest) -> HttpResponse:
    return plain_page(
        request, 403, _("The hospital's sign-on did not let you in. Try again, or sign in with your password.")
    )
