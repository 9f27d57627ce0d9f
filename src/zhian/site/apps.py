from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class SiteConfig(modules.Module):
    name = "zhian.site"
    label = "site"
    title = _("My work")
    menu = [modules.MenuItem(_("My work"), "home", "layout-list", order=0)]
