from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class IncidentsConfig(modules.Module):
    name = "zhian.check.incidents"
    label = "incidents"
    title = _("Adverse events")
    menu = [
        modules.MenuItem(_("Adverse events"), "incidents:incident-list", "alert-triangle", quarter="check", order=50)
    ]
