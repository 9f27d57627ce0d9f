from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class IndicatorsConfig(modules.Module):
    name = "zhian.check.indicators"
    label = "indicators"
    title = _("Quality indicators")
    menu = [
        modules.MenuItem(_("Quality indicators"), "indicators:board", "chart-dots", quarter="check", order=10),
        modules.MenuItem(
            _("Early warning"), "indicators:alert-list", "bell", quarter="check", permission="alerts.read", order=11
        ),
        modules.MenuItem(
            _("Monthly returns"),
            "indicators:monthlyreturn-list",
            "clipboard-list",
            quarter="check",
            permission="returns.read",
            order=12,
        ),
    ]
