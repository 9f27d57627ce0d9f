from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class LiabilityConfig(modules.Module):
    name = "zhian.act.liability"
    label = "liability"
    title = _("Disputes and compensation")
    menu = [
        modules.MenuItem(
            _("What is owed"), "liability:what_if", "scale", quarter="act", permission="liability.assess", order=60
        )
    ]
