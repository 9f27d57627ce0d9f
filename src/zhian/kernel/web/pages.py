"""The pages of a kind of record: list, board, form, record, steps.

A module says which form and table; there are no hooks. Anything else is a plain function view in its `views.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from zhian.engines.workflow import FILE, Refused, Step
from zhian.kernel.moment import now
from zhian.kernel.people.access import does
from zhian.kernel.people.models import User
from zhian.kernel.records import deeds, seals
from zhian.kernel.records.history import Event, history
from zhian.kernel.records.models import LinkKind, Opening, Record
from zhian.kernel.records.services import Conflict, edit, file, offers, take_step

from .files import download
from .forms import AttachForm, CommentForm, IdentifyForm, LinkForm, RecordForm, StepForm
from .listing import ListPages, R
from .once import once
from .panels import panels
from .requests import Request

Filing = Callable[..., Record]


class RecordPages(ListPages[R]):
    """The pages of one kind of record."""

    file: ClassVar[Filing] = staticmethod(file)
    step_forms: ClassVar[Mapping[str, type[StepForm]]] = {}
    detail: ClassVar[str] = "web/record.html"
    form_page: ClassVar[str] = "web/form.html"
    paper: ClassVar[str] = "web/paper.html"
    deeds: ClassVar[Sequence[str]] = ("edit", "comment", "attach", "link", "identify")  # beside the steps

    @classmethod
    def urls(cls) -> list[URLPattern]:
        pages, name = cls(), cls.model._meta.model_name
        routes: list[tuple[str, Callable, str, str]] = [
            ("", pages.list, "list", "read"),
            ("board/", pages.board, "board", "read"),
            ("export.<slug:format>", pages.export, "export", "read"),
            ("save-filter/", pages.save_filter, "save-filter", "read"),
            *([("new/", pages.new, "new", FILE)] if cls.form and not cls.model.is_raised else []),
            ("<slug:number>/", pages.show, "", "read"),
            *([("<slug:number>/edit/", pages.edit, "edit", "edit")] if cls.form else []),
            ("<slug:number>/print/", pages.print, "print", "read"),
            ("<slug:number>/comment/", pages.comment, "comment", "comment"),
            ("<slug:number>/attach/", pages.attach, "attach", "attach"),
            ("<slug:number>/link/", pages.link, "link", "link"),
            ("<slug:number>/identify/", pages.identify, "identify", "identify"),
            ("<slug:number>/files/<slug:key>/", pages.download, "file", "read"),
            ("<slug:number>/steps/<slug:step>/", pages.take, "step", "<step>"),
        ]
        return [
            path(
                route,
                does(f"{cls.model.workflow.name}.{deed}")(login_required(once(view))),
                name="-".join(part for part in (name, page) if part),
            )
            for route, view, page, deed in routes
        ]

    # One -------------------------------------------------------------------------------------------------
    def get(self, request: Request, number: str, permission: str = "read") -> R:
        """The record, or 404 where the person may not know that it exists."""
        queryset = self.model.objects.select_related("department", "hospital", "author", "patient")  # type: ignore[attr-defined]
        record = get_object_or_404(queryset, number=number)
        if not self._allows(request.user, "read", record):
            raise Http404
        if permission != "read" and not self._allows(request.user, permission, record):
            raise PermissionDenied(permission)
        return record

    def show(self, request: Request, number: str) -> HttpResponse:
        return self._show(request, self.get(request, number))

    def print(self, request: Request, number: str) -> HttpResponse:
        record = self.get(request, number)
        deeds.note_opening(record, reader=request.user, what=Opening.What.RECORD)
        return self.render(request, self.paper, record=record, events=reversed(history(record)), printed_at=now())

    def new(self, request: Request) -> HttpResponse:
        form = self.form(request.POST or None, request.FILES or None, user=request.user)  # type: ignore[misc]
        if form.is_valid() and (filed := self._try(form, lambda: self.file_told(request.user, form))):
            messages.success(request, _("%(number)s is filed. Thank you.") % {"number": filed.number})
            return redirect(filed)
        return self.render(request, self.form_page, form=form, title=self.model.workflow.steps[FILE].label)

    def edit(self, request: Request, number: str) -> HttpResponse:
        record = self.get(request, number, "edit")
        deeds.note_opening(record, reader=request.user, what=Opening.What.RECORD)
        form = self.form(request.POST or None, instance=self.get(request, number, "edit"), user=request.user)  # type: ignore[misc]
        conflict = None
        if form.is_valid():
            changes = {name: form.cleaned_data[name] for name in form.changed_data if name in form.own_fields}
            try:
                edit(record, actor=request.user, version=_version(request), changes=changes)
                return redirect(record)
            except Conflict as found:
                conflict = _both(form, found.current)
            except (Refused, ValidationError) as refusal:
                _show_in(form, refusal)
        title = _("Change %(number)s") % {"number": record.number}
        return self.render(request, self.form_page, form=form, title=title, record=record, conflict=conflict)

    def take(self, request: Request, number: str, step: str) -> HttpResponse:
        record = self.get(request, number)
        taken = self._step(step)
        form = self.step_forms.get(step, StepForm)(request.POST or None, record=record, user=request.user)
        if taken.note == "required":
            form.fields["note"].required = True
        if form.is_valid() and self._try(
            form, lambda: take_step(record, step, actor=request.user, **form.cleaned_data)
        ):
            messages.success(request, _("Done: %(step)s.") % {"step": taken.label})
            return redirect(record if self._allows(request.user, "read", record) else self.address("list"))
        return self.render(request, "web/step.html", form=form, title=taken.label, record=record, step=taken)

    def comment(self, request: Request, number: str) -> HttpResponse:
        record, form = self.get(request, number, "comment"), CommentForm(request.POST or None)
        if form.is_valid() and self._try(form, lambda: deeds.comment(record, actor=request.user, **form.cleaned_data)):
            return redirect(record)
        return self._show(request, record, comment_form=form)

    def attach(self, request: Request, number: str) -> HttpResponse:
        record, form = self.get(request, number, "attach"), AttachForm(request.POST or None, request.FILES or None)
        if form.is_valid() and self._try(form, lambda: deeds.attach(record, actor=request.user, **form.cleaned_data)):
            return redirect(record)
        return self._show(request, record, attach_form=form)

    def link(self, request: Request, number: str) -> HttpResponse:
        record, form = self.get(request, number, "link"), LinkForm(request.POST or None, kinds=LinkKind.choices)
        if form.is_valid():
            other = deeds.readable(request.user, form.cleaned_data["number"])
            if other is None:
                form.add_error("number", _("There is no such record, or you may not read it."))
            elif self._try(
                form, lambda: deeds.link(record, actor=request.user, other=other, kind=form.cleaned_data["kind"])
            ):
                return redirect(record)
        return self._show(request, record, link_form=form)

    def identify(self, request: Request, number: str) -> HttpResponse:
        record, form = self.get(request, number, "identify"), IdentifyForm(request.POST or None)
        identity = None
        if form.is_valid():
            identity = deeds.identify(record, actor=request.user, **form.cleaned_data)
        context = {"form": form, "record": record, "title": _("Who the patient is"), "secret": identity}
        response = self.render(request, "web/identify.html", **context)
        response["Cache-Control"] = "no-store"
        return response

    def download(self, request: Request, number: str, key: str) -> FileResponse:
        record = self.get(request, number)
        kept = get_object_or_404(record.attachments, key=key)
        deeds.note_opening(record, reader=request.user, what=Opening.What.FILE, reason=kept.name)
        return download(kept)

    # What is around it ------------------------------------------------------------------------------------
    def may(self, user: User, record: Record) -> set[str]:
        """The deeds beside the steps that the person may do."""
        return {deed for deed in self.deeds if self._allows(user, deed, record)}

    def events(self, user: User, record: Record) -> Sequence[Event]:
        """Its timeline; who opened a confidential record is told to those who look after it."""
        return history(record, with_openings=record.is_confidential and self._allows(user, "link", record))

    # How --------------------------------------------------------------------------------------------------
    def _allows(self, user: User, deed: str, record: Record) -> bool:
        return user.has_perm(f"{self._name}.{deed}", record)

    def _step(self, name: str) -> Step:
        if name == FILE or name not in self.model.workflow.steps:
            raise Http404
        return self.model.workflow.steps[name]

    def file_told(self, user: User, form: RecordForm) -> Record:
        """The record that the form tells of and its files, or neither."""
        told = dict(form.cleaned_data)
        extra = {name: told[name] for name in told if name not in form.own_fields and name != "attachments"}
        with transaction.atomic(savepoint=False):
            filed = type(self).file(form.save(commit=False), actor=user, **extra)
            if attachments := told.get("attachments"):
                deeds.attach(filed, actor=user, attachments=attachments)
        return filed

    def _try(self, form: forms.Form | RecordForm, deed: Callable[[], Any]) -> Any:
        """What the deed returns; where it is refused, the reason stands in the form and nothing is saved."""
        try:
            with transaction.atomic():
                return deed()
        except (Refused, ValidationError) as refusal:
            _show_in(form, refusal)
            return None

    def _show(self, request: Request, record: Record, **forms_in_use: forms.Form) -> HttpResponse:
        """The record's page; forms that were refused come back with what was typed in them."""
        user = request.user
        deeds.note_opening(record, reader=user, what=Opening.What.RECORD)
        seals.note_seen(record, user)
        context: dict[str, Any] = {
            "record": record,
            "offers": offers(record, user),
            "may": self.may(user, record),
            "turns": record.turns.select_related("person", "department"),
            "events": self.events(user, record),
            "panels": list(panels(record, request, is_wide=False)),
            "wide_panels": list(panels(record, request, is_wide=True)),
            "links": deeds.links_of(record, reader=user),
            "attachments": record.attachments.all(),
            "comment_form": CommentForm(),
            "attach_form": AttachForm(),
            "link_form": LinkForm(kinds=LinkKind.choices),
        }
        return self.render(request, self.detail, **{**context, **forms_in_use})


def _show_in(form: Any, refusal: Refused | ValidationError) -> None:
    """Errors of fields that the form has stand beside them, all others above."""
    if isinstance(refusal, Refused) or not hasattr(refusal, "error_dict"):
        form.add_error(None, str(refusal) if isinstance(refusal, Refused) else refusal.messages)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _both(form: RecordForm, current: Record) -> list[dict[str, Any]]:
    """For each field in which the two differ: what stands there now, and what this person wrote."""
    rows = []
    for name in form.own_fields:
        theirs, mine = getattr(current, name), form.cleaned_data.get(name)
        if theirs != mine:
            rows.append({"label": form.fields[name].label, "theirs": _shown(current, name), "mine": mine})
    return rows


def _shown(record: Record, name: str) -> Any:
    display = getattr(record, f"get_{name}_display", None)
    return display() if display else getattr(record, name)


def _version(request: Request) -> int:
    told = request.POST.get("version", "")
    return int(told) if told.isdigit() else 0
