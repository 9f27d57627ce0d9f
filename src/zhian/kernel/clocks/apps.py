from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class ClocksConfig(modules.Module):
    name = "zhian.kernel.clocks"
    label = "clocks"
    title = _("Statutory deadlines")
    menu = [
        modules.MenuItem(
            _("Statutory deadlines"), "clocks:list", "calendar-time", "check", permission="clocks.list", order=60
        ),
        modules.MenuItem(
            _("Working days"), "clocks:calendar", "calendar", "house", permission="calendar.manage", order=89
        ),
    ]
