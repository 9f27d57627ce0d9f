"""The ways of an alert, of a month's return, and of an indicator that the hospital defines itself."""

from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import FILE, State, Step, Workflow

OWNER = _("the department's head, head nurse or quality officer, or the quality office")
OFFICE = _("the quality office")
SECOND = _("somebody of the quality office who typed in none of it")
ANOTHER = _("a second person of the quality office")

ALERT = Workflow(
    "alerts",
    states={
        "new": State(_("To be looked at"), "late", turn=["lookers"], workdays=3),
        "looking": State(_("Being looked into"), "going", turn=["owner"], workdays=10),
        "closed": State(_("Explained, closed"), "done", is_closed=True),
    },
    steps=[
        Step(FILE, [], "new", _("Alert"), tell=["lookers"]),
        Step("acknowledge", ["new"], "looking", _("Look into it"), by=OWNER, tell=["quality_office"]),
        Step("hand_over", ["looking"], "looking", _("Hand over"), by=OWNER, tell=["owner"]),
        Step(
            "close", ["looking"], "closed", _("Explain and close"), by=OWNER, note="required", tell=["quality_office"]
        ),
        Step("reopen", ["closed"], "looking", _("Look again"), by=OFFICE, note="required", tell=["owner"]),
    ],
)

RETURN = Workflow(
    "returns",
    states={
        "filling": State(_("To be filled in"), "waiting", turn=["fillers"]),
        "review": State(_("To be reviewed"), "check", turn=["quality_office"], workdays=3),
        "reviewed": State(_("Reviewed, counts"), "done", is_closed=True),
    },
    steps=[
        Step(FILE, [], "filling", _("Open a return")),
        Step("hand_in", ["filling"], "review", _("Hand in"), by=_("whoever fills it in"), tell=["quality_office"]),
        Step("send_back", ["review"], "filling", _("Send back"), by=OFFICE, note="required", tell=["hand"]),
        Step("review", ["review"], "reviewed", _("Reviewed: let it count"), by=SECOND, tell=["hand"]),
        Step(
            "reopen", ["reviewed"], "filling", _("Reopen"), by=OFFICE, note="required", tell=["hand", "quality_office"]
        ),
    ],
)

OWN = Workflow(
    "own_indicators",
    states={
        "draft": State(_("Being written"), "waiting", turn=["author"]),
        "proposed": State(_("To be approved"), "check", turn=["quality_office"], workdays=5),
        "in_force": State(_("In force"), "done"),
        "retired": State(_("No longer measured"), "quiet", is_closed=True),
    },
    steps=[
        Step(FILE, [], "draft", _("Write an indicator")),
        Step("propose", ["draft"], "proposed", _("Propose"), by=OFFICE, tell=["quality_office"]),
        Step("send_back", ["proposed"], "draft", _("Send back"), by=ANOTHER, note="required", tell=["author"]),
        Step("approve", ["proposed"], "in_force", _("Approve: measure it"), by=ANOTHER, tell=["author"]),
        Step("retire", ["in_force"], "retired", _("Measure it no longer"), by=OFFICE, note="required", tell=["author"]),
    ],
)
