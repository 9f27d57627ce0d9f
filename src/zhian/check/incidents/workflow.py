"""An incident's way from the report to the closing."""

from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import FILE, State, Step, Workflow

OFFICE = _("the quality office or the safety office")

INCIDENT = Workflow(
    "incidents",
    states={
        "reported": State(_("To be triaged"), "waiting", turn=["quality_office", "safety_office"], workdays=1),
        "returned": State(_("Sent back"), "check", turn=["author"], workdays=3),
        "acting": State(_("Being put right"), "going", turn=["quality_office", "safety_office"], workdays=30),
        "closed": State(_("Closed"), "done", is_closed=True),
    },
    steps=[
        Step(FILE, [], "reported", _("Report"), tell=["quality_office", "safety_office"]),
        Step("send_back", ["reported"], "returned", _("Send back"), by=OFFICE, note="required", tell=["author"]),
        Step("resubmit", ["returned"], "reported", _("Report again"), by=_("the reporter"), tell=["quality_office"]),
        Step(
            "confirm",
            ["reported"],
            "acting",
            _("Confirm and grade"),
            by=_("the quality office or the safety office, not the reporter"),
            tell=["author", "head", "head_nurse"],
        ),
        Step("close", ["acting"], "closed", _("Close"), by=OFFICE, tell=["author", "head"]),
        Step("reopen", ["closed"], "acting", _("Reopen"), by=OFFICE, note="required", tell=["author", "head"]),
    ],
)
