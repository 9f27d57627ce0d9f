"""The style page: every archetype and component with sample data, for whoever writes the next module."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import FILE, State, Step, Workflow
from zhian.kernel.moment import now
from zhian.kernel.people.access import ANY_ACCOUNT, does

from .charts import Bar
from .forms import LocalDateTimeField, ManyFilesField
from .widgets import IconWall, Ways

TONES = [
    ("waiting", _("To be triaged")),
    ("going", _("Being put right")),
    ("check", _("To be verified")),
    ("late", _("Overdue")),
    ("done", _("Closed")),
    ("quiet", _("Withdrawn")),
]
GRADES = [(1, _("Grade I")), (2, _("Grade II")), (3, _("Grade III")), (4, _("Grade IV")), (None, _("ungraded"))]
PARTS = [
    ("signs", _("Signs: colour, icon and word")),
    ("deeds", _("Deeds")),
    ("notes", _("Notes")),
    ("facts", _("Facts")),
    ("work", _("Rows of work")),
    ("list", _("List")),
    ("board", _("Board")),
    ("charts", _("Charts")),
    ("forms", _("Forms")),
    ("paper", _("Paper")),
    ("empty", _("Empty")),
]
LEFT = [{"days": -3}, {"hours": -5}, {"hours": 2}, {"days": 5}, {"days": 40}]
CLOCKS = [({"hours": 22}, {"hours": 2}), ({"days": 6}, {"days": 9})]
COUNTS = [(_("Medication"), 37), (_("Fall"), 21), (_("Tube and line"), 9)]
PATH = Workflow(
    "sample",
    states={
        "reported": State(_("To be triaged"), "waiting"),
        "acting": State(_("Being put right"), "going"),
        "verifying": State(_("To be verified"), "check"),
        "closed": State(_("Closed"), "done", is_closed=True),
    },
    steps=[
        Step(FILE, [], "reported", _("Report")),
        Step("confirm", ["reported"], "acting", _("Confirm and grade")),
        Step("report_done", ["acting"], "verifying", _("Report as done")),
        Step("close", ["verifying"], "closed", _("Close")),
    ],
)


class SampleForm(forms.Form):
    """One field of each kind."""

    way = forms.ChoiceField(
        label=_("Ways, each with a sentence"),
        choices=[("named", _("By name")), ("protected", _("Protected"))],
        initial="named",
        widget=Ways(
            icons={"named": "user", "protected": "shield-lock"},
            said={"named": _("The office can ask you."), "protected": _("Your name is kept apart.")},
        ),
    )
    category = forms.ChoiceField(
        label=_("An icon wall"),
        choices=[("fall", _("Fall")), ("med", _("Medication")), ("tube", _("Tube and line")), ("other", _("Other"))],
        widget=IconWall(icons={"fall": "fall", "med": "pill", "tube": "line"}),
    )
    harm = forms.ChoiceField(
        label=_("One of a few"), choices=[("none", _("No harm")), ("low", _("Mild harm"))], widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("A line of text"), help_text=_("With an example where it helps."))
    account = forms.CharField(label=_("Several lines"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    at = LocalDateTimeField(label=_("A date and time"), required=False)
    department = forms.ChoiceField(label=_("One of many"), choices=[("icu", "ICU"), ("er", "ER")])
    papers = ManyFilesField(label=_("Files"), required=False)
    sure = forms.BooleanField(label=_("A box to tick"), required=False, help_text=_("With what it means."))


@does(ANY_ACCOUNT)
@login_required
def style(request: HttpRequest) -> HttpResponse:
    """Everything that a page can be made of."""
    at = now()
    records = [_record(at, i) for i in range(5)]
    context = {
        "parts": PARTS,
        "tones": TONES,
        "grades": GRADES,
        "dues": [at + timedelta(**left) for left in LEFT],
        "clocks": [(at - timedelta(**began), at + timedelta(**left)) for began, left in CLOCKS],
        "path": PATH,
        "moves": [
            SimpleNamespace(before="", after="reported", at=at - timedelta(days=6)),
            SimpleNamespace(before="reported", after="acting", at=at - timedelta(days=5)),
        ],
        "records": records,
        "lanes": [(label, tone, records[i : i + 2]) for i, (tone, label) in enumerate(TONES[:4])],
        "page": Paginator(range(142), 20).page(3),
        "form": SampleForm(),
        "wrong_form": SampleForm({"title": ""}, auto_id="wrong_%s"),
        "bars": [Bar(str(name), value, "#charts") for name, value in COUNTS],
        "columns": [Bar(f"2026-{month:02}", (month * 7) % 13 + 2, "#charts") for month in range(6, 12)],
        "levels": ["info", "success", "warning", "error"],
    }
    return render(request, "web/style.html", context)


def _record(at: datetime, i: int) -> SimpleNamespace:
    tone, label = TONES[i]
    return SimpleNamespace(
        number=f"AE-2026-{1900 + i:05}",
        title=_("Fell on the way to the washroom at night"),
        tone=tone,
        state_label=label,
        department=_("Orthopaedics"),
        due_at=at + timedelta(days=2 * i - 3),
        is_closed=False,
        get_absolute_url="#board",
    )
