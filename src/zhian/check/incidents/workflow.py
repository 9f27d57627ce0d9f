"""An incident's way from the report to one of its three ends."""

from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import FILE, State, Step, Workflow

OFFICE = _("the quality office or the safety office")
NOT_THE_REPORTER = _("the quality office or the safety office, not the reporter")
OFFICES = ["quality_office", "safety_office"]
BEFORE_TRIAGE = ("reported", "returned", "on_hold")
ENDS = {"closed": "acting", "duplicate": "reported", "not_reportable": "reported"}  # and where reopening leads

UNCOUNTED = frozenset({"duplicate", "not_reportable"})  # figures know nothing of what was no event of its own

INCIDENT = Workflow(
    "incidents",
    states={
        "reported": State(_("To be triaged"), "waiting", turn=OFFICES, workdays=1),
        "returned": State(_("Sent back"), "check", turn=["author"], workdays=3),
        "on_hold": State(_("On hold"), "quiet", turn=OFFICES),
        "acting": State(_("Being put right"), "going", turn=OFFICES, workdays=30),
        "closed": State(_("Closed"), "done", is_closed=True),
        "duplicate": State(_("Duplicate"), "quiet", is_closed=True),
        "not_reportable": State(_("Not reportable"), "quiet", is_closed=True),
    },
    steps=[
        Step(FILE, [], "reported", _("Report"), tell=OFFICES),
        Step(
            "confirm",
            ["reported"],
            "acting",
            _("Confirm and grade"),
            by=NOT_THE_REPORTER,
            tell=["author", "head", "head_nurse"],
        ),
        Step("send_back", ["reported"], "returned", _("Send back"), by=OFFICE, note="required", tell=["author"]),
        Step("resubmit", ["returned"], "reported", _("Report again"), by=_("the reporter"), tell=OFFICES),
        Step("hold", ["reported"], "on_hold", _("Put on hold"), by=OFFICE, note="required", tell=["author"]),
        Step("resume", ["on_hold"], "reported", _("Go on with it"), by=OFFICE),
        Step("close", ["acting"], "closed", _("Close"), by=OFFICE, tell=["author", "head"]),
        Step(
            "mark_duplicate",
            ["reported", "on_hold", "acting"],
            "duplicate",
            _("Duplicate of another"),
            by=NOT_THE_REPORTER,
            tell=["author"],
        ),
        Step(
            "mark_not_reportable",
            ["reported", "on_hold", "acting"],
            "not_reportable",
            _("Not reportable"),
            by=NOT_THE_REPORTER,
            note="required",
            tell=["author"],
        ),
        Step(
            "reassign",
            ["reported", "on_hold", "acting"],
            {state: state for state in ("reported", "on_hold", "acting")},
            _("Hand over"),
            by=OFFICE,
            note="required",
            tell=["officer", "heads_concerned"],
        ),
        Step("reopen", list(ENDS), ENDS, _("Reopen"), by=OFFICE, note="required", tell=["author", "head"]),
    ],
)

ANALYSIS = Workflow(
    "analysis",
    states={
        "planned": State(_("To be begun"), "waiting", turn=["lead"]),
        "going": State(_("Being analysed"), "going", turn=["lead"]),
        "finished": State(_("Finished"), "done", is_closed=True),
        "dropped": State(_("Not needed"), "quiet", is_closed=True),
    },
    steps=[
        Step(FILE, [], "planned", _("Plan an analysis"), tell=["lead"]),
        Step("begin", ["planned"], "going", _("Begin"), by=_("the team, the department's heads or the quality office")),
        Step("finish", ["going"], "finished", _("Finish"), by=_("the lead or the quality office"), tell=["everyone"]),
        Step("drop", ["planned", "going"], "dropped", _("Not needed"), by=OFFICE, note="required", tell=["everyone"]),
        Step("resume", ["finished", "dropped"], "going", _("Take up again"), by=OFFICE, note="required", tell=["lead"]),
    ],
)
