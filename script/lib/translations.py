"""The words of the interface: gathered from the source, kept in Chinese, made into traditional Chinese, and checked.

Called by script/translate, which says how. Reads Python and templates without gettext on the machine.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import polib
import yaml
from babel.messages.extract import extract
from django.utils.translation.template import templatize
from opencc import OpenCC

SOURCE = Path("src/zhian")
LOCALE = SOURCE / "locale"
OVERRIDES = LOCALE / "zh_Hant" / "overrides.tsv"
TERM = "term"  # the context of what they say, so that a patient as a factor is not the patient of a record
TERMS = "terms"  # folders whose YAML says in English and Chinese what a code means
READERS = {".py": "python", ".html": "python", ".txt": "python"}
KEYWORDS = {
    "_": None,
    **dict.fromkeys(["gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


class Message(NamedTuple):
    """What tells one thing that the program says from another."""

    context: str | None
    text: str


def update(word_lists: list[str]) -> None:
    """Brings both catalogues up to the source; the word lists fill what has no Chinese yet."""
    simplified = gathered(chinese_in(word_lists) | chinese_kept() | chinese_of_terms())
    simplified.save(str(file_of("zh_Hans")))
    traditional(simplified).save(str(file_of("zh_Hant")))
    missing = [entry.msgid for entry in simplified if not entry.translated()]
    print(f"{len(simplified)} messages, {len(missing)} without Chinese", *missing, sep="\n  ")


def problems() -> Iterator[str]:
    """What is wrong with the catalogues, one sentence each; nothing when all is well."""
    kept = read("zh_Hans")
    said, known = {key(entry) for entry in gathered({})}, {key(entry) for entry in kept}
    for message in sorted(said ^ known, key=str):
        yield f"{'not yet in zh_Hans' if message in said else 'no longer in the source'}: {message.text!r}"
    for entry in kept:
        if not entry.translated():
            yield f"without Chinese, or marked as unsure: {entry.msgid!r}"
        elif placeholders(chinese_of(entry)) - placeholders(entry.msgid + entry.msgid_plural):
            yield f"a placeholder that the English lacks: {entry.msgid!r}"
        elif not entry.msgid_plural and placeholders(entry.msgid) - placeholders(entry.msgstr):
            yield f"a placeholder lost in the Chinese: {entry.msgid!r}"
    if str(traditional(kept)) != str(read("zh_Hant")):
        yield "zh_Hant is not what zh_Hans and its overrides make"


def gathered(chinese: dict[Message, str]) -> polib.POFile:
    """The catalogue of all that the source says, in the order of files and words: additions seldom touch each other."""
    entries: dict[Message, polib.POEntry] = {}
    for path in sorted(SOURCE.rglob("*")):
        for message, plural in messages_in(path):
            entry = entries.setdefault(message, polib.POEntry(msgctxt=message.context, msgid=message.text))
            entry.msgid_plural = entry.msgid_plural or plural
            entry.occurrences.append((path.relative_to(SOURCE).as_posix(), ""))
    catalogue = empty_catalogue("zh_Hans")
    for message, entry in sorted(entries.items(), key=lambda item: (item[1].occurrences[0], item[0].text)):
        entry.occurrences = list(dict.fromkeys(entry.occurrences))
        entry.flags = ["python-format"] if re.search(r"%\(\w+\)|%[sd]", message.text) else []
        translate(entry, chinese.get(message) or chinese.get(Message(None, message.text), ""))
        catalogue.append(entry)
    return catalogue


def messages_in(path: Path) -> Iterator[tuple[Message, str]]:
    """What one file says, each with its plural. A template is first turned into the calls that it stands for."""
    if path.suffix == ".yaml" and path.parent.name == TERMS:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield from ((Message(TERM, english), "") for english, _chinese in terms_in(told))
    if path.suffix not in READERS:
        return
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # The reader of Python minds indentation, which in a template means nothing.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    for _, said, _, context in extract(READERS[path.suffix], BytesIO(text.encode()), KEYWORDS):
        one, many = said if isinstance(said, tuple) else (said, "")
        yield Message(context, one), many


def chinese_in(word_lists: list[str]) -> dict[Message, str]:
    """What the word lists translate: English, Chinese; or one, many, Chinese. Of two translations the first counts."""
    found: dict[Message, str] = {}
    for line in (line for path in word_lists for line in Path(path).read_text(encoding="utf-8").splitlines()):
        english, *_, chinese = [field.replace("\\n", "\n") for field in line.split("\t")] if "\t" in line else ("", "")
        if found.setdefault(Message(None, english), chinese) != chinese:
            print(f"two translations of {english!r}: {found[Message(None, english)]} | {chinese}", file=sys.stderr)
    return found


def terms_in(told: object) -> Iterator[tuple[str, str]]:
    """Each `en` with its `zh`, each `example_en` with its `example_zh`, wherever in the data they stand."""
    if isinstance(told, list):
        yield from chain.from_iterable(map(terms_in, told))
    if isinstance(told, dict):
        pairs = (("en", "zh"), ("example_en", "example_zh"))
        yield from ((told[english], told[chinese]) for english, chinese in pairs if english in told)
        yield from chain.from_iterable(map(terms_in, told.values()))


def chinese_of_terms() -> dict[Message, str]:
    """What the data itself says in Chinese."""
    files = (path for path in sorted(SOURCE.rglob("*.yaml")) if path.parent.name == TERMS)
    told = chain.from_iterable(terms_in(yaml.safe_load(path.read_text("utf-8"))) for path in files)
    return {Message(TERM, english): chinese for english, chinese in told}


def chinese_kept() -> dict[Message, str]:
    """What zh_Hans already translates."""
    return {key(entry): chinese_of(entry) for entry in read("zh_Hans") if entry.translated()}


def traditional(simplified: polib.POFile) -> polib.POFile:
    """The catalogue in traditional Chinese: its characters, then the words of a screen in Taiwan, one a line.

    OpenCC has such words too, but takes them for software everywhere: a department's code becomes 程式碼.
    """
    convert = OpenCC("s2tw").convert
    ours = [line.split("\t") for line in OVERRIDES.read_text(encoding="utf-8").splitlines() if line]
    catalogue = empty_catalogue("zh_Hant")
    for source in simplified:
        entry = polib.POEntry(msgctxt=source.msgctxt, msgid=source.msgid, msgid_plural=source.msgid_plural)
        entry.occurrences, entry.flags = source.occurrences, source.flags
        chinese = convert(chinese_of(source))
        for theirs, wanted in ours:
            chinese = chinese.replace(theirs, wanted)
        translate(entry, chinese)
        catalogue.append(entry)
    return catalogue


def empty_catalogue(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": "zhian",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def translate(entry: polib.POEntry, chinese: str) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: chinese}
    else:
        entry.msgstr = chinese


def chinese_of(entry: polib.POEntry) -> str:
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt, entry.msgid)


def read(language: str) -> polib.POFile:
    path = file_of(language)
    return polib.pofile(str(path), wrapwidth=0) if path.exists() else empty_catalogue(language)


def file_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


if __name__ == "__main__":
    if sys.argv[1:] != ["check"]:
        update(sys.argv[1:])
    elif wrong := sorted(problems()):
        sys.exit("\n".join([*wrong, f"{len(wrong)} to mend: script/translate brings the catalogues up to the source."]))
