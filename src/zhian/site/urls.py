"""Every module's pages under its own name; my work, search and the account beside them."""

from importlib.util import find_spec

from django.urls import include, path

from zhian.kernel.modules import installed_modules
from zhian.kernel.web.style import style

from .account.views import set_language
from .api import api
from .channels import channels, retry
from .health import healthz
from .home import home, search
from .inbox import count, inbox, open_notice, reach, read_all

handler400 = "zhian.kernel.web.errors.bad_request"
handler403 = "zhian.kernel.web.errors.forbidden"
handler404 = "zhian.kernel.web.errors.not_found"
handler500 = "zhian.kernel.web.errors.server_error"

pages = [
    path(f"{module.label}/", include(f"{module.name}.urls"))
    for module in installed_modules()
    if module.name != "zhian.site" and find_spec(f"{module.name}.urls")
]

open_pages = [
    path(f"{module.open_at}/", include(f"{module.name}.urls.open")) for module in installed_modules() if module.open_at
]

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("inbox/", inbox, name="inbox"),
    path("inbox/count", count, name="inbox-count"),
    path("inbox/read/", read_all, name="inbox-read"),
    path("inbox/reach/", reach, name="inbox-reach"),
    path("inbox/<int:notice>/", open_notice, name="inbox-open"),
    path("channels/", channels, name="channels"),
    path("channels/<slug:name>/retry/", retry, name="channel-retry"),
    path("healthz", healthz, name="healthz"),
    path("style/", style, name="style"),
    path("language/", set_language, name="set_language"),
    path("api/", api.urls),
    path("account/tokens/", include("zhian.kernel.web.token_pages")),
    path("account/", include("zhian.site.account.urls")),
    path("people/", include("zhian.site.people.urls")),
    path("audit/", include("zhian.site.audit.urls")),
    *pages,
    *open_pages,
]
