"""Taking in a file: its size, its content in quarantine, its name; what comes out is safe to keep."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from zhian.engines.workflow import Refused
from zhian.kernel.quarantine import Quarantine, Unfit

from ..cleaning.kinds import KINDS
from .names import extension, safe_name, shown

QUARANTINE = Quarantine("zhian.kernel.records.cleaning.child", seconds=30)

SENTENCES = {
    "empty": _("The file %(name)s is empty. Please choose it again."),
    "too_large": _("The file %(name)s is larger than %(megabytes)s MB. Please make it smaller or split it."),
    "not_taken": _(
        "Files like %(name)s cannot be taken. Please hand in a picture (JPEG, PNG, WebP, GIF), "
        "PDF, Word (docx), Excel (xlsx), text or CSV file."
    ),
    "misnamed": _(
        "The content of %(name)s is not what its name says. Please check it: its name should end in %(extension)s."
    ),
    "heic": _("The picture %(name)s is in a format that not everybody can open. Please save or send it as JPEG."),
    "old_office": _("The file %(name)s is in an old Office format. Please save it as docx or xlsx and hand that in."),
    "archive": _("The file %(name)s is an archive. Please unpack it and hand in the files one by one."),
    "locked": _("The file %(name)s is protected by a password. Please save it without one."),
    "macros": _("The file %(name)s contains macros or other programs. Please save it without them (docx, xlsx)."),
    "entities": _("The file %(name)s contains instructions that can harm a computer and was not taken."),
    "suspect_archive": _("The file %(name)s is put together in a way that can harm a computer and was not taken."),
    "unpacks_too_large": _(
        "The file %(name)s would unpack to more than %(megabytes)s MB or too many parts and was not taken."
    ),
    "too_many_pixels": _("The picture %(name)s has more than %(megapixels)s million pixels. Please make it smaller."),
    "too_complicated": _(
        "The file %(name)s is too complicated to be checked. Please hand in a simpler one, such as a PDF of it."
    ),
    "damaged": _("The file %(name)s is damaged or incomplete. Please open it, save it again and hand that in."),
}


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that is safe to keep: nothing active in it, nothing that names who made it."""

    name: str
    content_type: str
    data: bytes
    sha256: str

    @property
    def size(self) -> int:
        return len(self.data)


def accept(uploaded: File) -> Clean:
    """Look into the file and clean it. Raises Refused with a sentence for the person who handed it in."""
    original = uploaded.name or ""
    kind, data = _cleaned(_read(uploaded, original), original)
    extensions, given = KINDS[kind].extensions, extension(original)
    is_fitting = not given or given in extensions or (KINDS[kind].is_picture and _names_a_picture(given))
    if not is_fitting:
        raise _refusal("misnamed", original, extension=extensions[0])
    kept_as = given if given in extensions and kind != "gif" else extensions[0]
    content_type = "text/csv" if kept_as == "csv" else KINDS[kind].content_type
    return Clean(safe_name(original, kept_as), content_type, data, sha256(data).hexdigest())


def _read(uploaded: File, name: str) -> bytes:
    limit = settings.LARGEST_FILE_BYTES
    uploaded.seek(0)
    data = uploaded.read(limit + 1)  # not what the sender says its size is
    if len(data) > limit:
        raise _refusal("too_large", name, megabytes=limit // 2**20)
    if not data:
        raise _refusal("empty", name)
    return data


def _cleaned(data: bytes, name: str) -> tuple[str, bytes]:
    """Have another process clean it, so that a file that breaks its reader breaks nothing of ours."""
    try:
        answer, content = QUARANTINE.ask({}, data)
    except Unfit as unfit:
        raise _refusal(unfit.reason, name, **unfit.facts) from None
    return answer["kind"], content


def _names_a_picture(given: str) -> bool:
    """Phones and chat programs often give a picture the name of another format; it is drawn anew anyway."""
    return any(kind.is_picture and given in kind.extensions for kind in KINDS.values())


def _refusal(reason: str, name: str, **facts: Any) -> Refused:
    return Refused(SENTENCES[reason] % {"name": shown(name), **facts})
