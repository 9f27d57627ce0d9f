from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class SiteConfig(modules.Module):
    name = "zhian.site"
    label = "site"
    title = _("My work")
    menu = [
        modules.MenuItem(_("My work"), "home", "layout-list", order=0),
        modules.MenuItem(
            _("Channels and schedules"),
            "channels",
            "send",
            quarter="house",
            permission="notices.manage_channels",
            order=90,
        ),
        modules.MenuItem(_("People"), "people", "users", quarter="house", permission="people.administer", order=91),
        modules.MenuItem(
            _("Departments"), "departments", "building-hospital", "house", permission="people.administer", order=92
        ),
        modules.MenuItem(
            _("Audit log"), "audit_log", "history", quarter="house", permission="people.read_audit", order=93
        ),
    ]
