"""What is said of a file that was refused, and of a row that was kept back."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy

from zhian.engines.chinese import written_in
from zhian.kernel.modules import Words

from ..readers.checks import MISSHAPEN, MISSING, NO_ROW, NO_STAY, TWICE, UNREADABLE, checks

REASONS: dict[str, Words] = {
    "wrong_encoding": gettext_lazy(
        "The file is neither UTF-8 nor GB18030: line %(line)s cannot be read. Save it as CSV UTF-8 and bring it again."
    ),
    "damaged_text": gettext_lazy(
        "The file is %(encoding)s, but line %(line)s is damaged. Export it again; perhaps it was cut off on its way."
    ),
    "no_text": gettext_lazy("The file is no text. Bring a CSV, an XLSX, or FHIR as JSON or NDJSON."),
    "no_rows": gettext_lazy("There is no row in the file."),
    "no_header": gettext_lazy("The first line does not name the columns."),
    "column_twice": gettext_lazy("The first line names a column twice: %(columns)s."),
    "no_csv": gettext_lazy("The file cannot be read as CSV: %(why)s"),
    "unfit_archive": gettext_lazy(
        "The archive %(name)s is not opened: it is damaged, protected by a password, or would unpack to more than"
        " %(most)s MB or 500 files. Unpack it yourself and bring what lies in it."
    ),
    "not_together": gettext_lazy("Only the files of a FHIR export belong together: bring the others one by one."),
    "no_fhir": gettext_lazy("This is no FHIR of R4 or R5: %(why)s"),
    "unknown_kind": gettext_lazy(
        "The columns are of no form that is known here. Choose a mapping, or make one from this file."
    ),
    "columns_missing": gettext_lazy("These columns are missing: %(columns)s. Without them no row can be taken."),
    "most_rows_wrong": gettext_lazy(
        "%(percent)s %% of the rows have the same fault in the column %(place)s: %(fault)s Perhaps columns were swapped"
        " or shifted. Nothing was taken. Put the file right, or import it all the same."
    ),
    "lake": gettext_lazy("%(why)s"),
    "gone": gettext_lazy("The file that was handed in is no longer there. Bring it again."),
    "broke": gettext_lazy("The import broke off: %(why)s Nothing was taken."),
    "no_quarantine": gettext_lazy("Nothing of this import is in quarantine."),
    "no_such_row": gettext_lazy("This row is no longer in quarantine."),
    "no_room": gettext_lazy("The disk is full, so nothing was taken. Make room and try again."),
}
INBORN: dict[str, Words] = {
    UNREADABLE: gettext_lazy("What stands here cannot be read as what this column tells."),
    MISSING: gettext_lazy("This must not be empty."),
    MISSHAPEN: gettext_lazy("The row has more or fewer cells than the first line has columns."),
    TWICE: gettext_lazy("The same key stands in the file before, with other content."),
    NO_STAY: gettext_lazy("The stay to which this belongs has not been taken in. It is tried again when stays come."),
    NO_ROW: gettext_lazy("What this says more of has not been taken in. It is tried again when it comes."),
}


def refusal_of(refusal: Mapping[str, Any]) -> str:
    """Why a file was refused, in the reader's language."""
    facts = {name: in_our_language(told) for name, told in refusal.get("facts", {}).items()}
    if "fault" in facts:
        facts["fault"] = says(facts["fault"])
    return str(REASONS[refusal["reason"]]) % facts if refusal else ""


def says(fault: str) -> str:
    """What is wrong with a row, in the reader's language."""
    if fault in INBORN:
        return str(INBORN[fault])
    return next((in_our_language(check.says) for check in checks() if check.code == fault), fault)


def in_our_language(told: Any) -> Any:
    """Words that stand in data in Chinese and English."""
    if not isinstance(told, Mapping):
        return told
    language = get_language() or "zh-hans"
    return written_in(language, told["zh"]) if language.startswith("zh") else told["en"]
