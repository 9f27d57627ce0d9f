from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class FeedsConfig(modules.Module):
    name = "zhian.do.feeds"
    label = "feeds"
    title = _("Activity of the hospital")
    menu = [
        modules.MenuItem(
            _("Activity figures"), "feeds:activity", "database-import", quarter="do", permission="feeds.read", order=10
        ),
        modules.MenuItem(_("Imports"), "feeds:imports", "upload", quarter="do", permission="feeds.watch", order=15),
    ]
