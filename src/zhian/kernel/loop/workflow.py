"""A finding's way: planned, put right, verified by somebody else, closed."""

from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import FILE, State, Step, Workflow

DEPARTMENT = _("the department's head, head nurse or quality officer")
OFFICE = _("the quality office, and nobody who took part in the actions")

FINDING = Workflow(
    "loop",
    states={
        "open": State(_("To be planned"), "waiting", turn=["head", "head_nurse"], workdays=5),
        "acting": State(_("Being put right"), "going", turn=["owners_of_open_actions"], ask=_("Complete your action")),
        "verifying": State(_("To be verified"), "check", turn=["quality_office"], workdays=5),
        "closed": State(_("Effective, closed"), "done", is_closed=True),
        "void": State(_("Withdrawn"), "quiet", is_closed=True),
    },
    steps=[
        Step(FILE, [], "open", _("Raise a finding"), tell=["head", "head_nurse"]),
        Step("plan", ["open"], "acting", _("Agree on actions"), by=DEPARTMENT, tell=["owners"]),
        Step("extend", ["acting"], "acting", _("Add actions"), by=DEPARTMENT, tell=["owners_of_open_actions"]),
        Step("report_done", ["acting"], "verifying", _("Report as done"), by=DEPARTMENT, tell=["quality_office"]),
        Step("accept", ["verifying"], "closed", _("Effective: close"), by=OFFICE, tell=["owners", "author"]),
        Step("reject", ["verifying"], "acting", _("Not effective: again"), by=OFFICE, note="required", tell=["owners"]),
        Step("withdraw", ["open"], "void", _("Withdraw"), by=OFFICE, note="required", tell=["head", "head_nurse"]),
    ],
)
