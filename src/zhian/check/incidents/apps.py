from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class IncidentsConfig(modules.Module):
    name = "zhian.check.incidents"
    label = "incidents"
    open_at = "r"
    title = _("Adverse events")
    report = modules.MenuItem(
        _("Report an adverse event"), "incidents:incident-new", "plus", permission="incidents.file"
    )
    menu = [
        modules.MenuItem(_("Adverse events"), "incidents:incident-list", "alert-triangle", quarter="check", order=50),
        modules.MenuItem(_("SAC matrix"), "incidents:sac", "scale", quarter="house", permission="sac.edit", order=40),
        modules.MenuItem(
            _("Standard of analysis"),
            "incidents:analysis-standard",
            "adjustments",
            quarter="house",
            permission="analysis_standards.edit",
            order=41,
        ),
        modules.MenuItem(_("Learning board"), "incidents:lessons", "bulb", quarter="act", order=30),
        modules.MenuItem(
            _("Posters"), "incidents:posters", "device-mobile", quarter="check", permission="posters.manage", order=59
        ),
        modules.MenuItem(
            _("Questions"),
            "incidents:all-questions",
            "clipboard-list",
            quarter="check",
            permission="questions.write",
            order=60,
        ),
        modules.MenuItem(
            _("Paper sheets"), "incidents:sheets", "printer", quarter="check", permission="sheets.issue", order=61
        ),
        modules.MenuItem(
            _("Take over old reports"),
            "incidents:batches",
            "database-import",
            quarter="check",
            permission="imports.bring_in",
            order=62,
        ),
    ]
