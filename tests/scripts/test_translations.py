"""script/translate gathers what the source says, and its check fails when one word of it is missing."""

import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
PAGE = """{% load i18n %}
  <h1>It's {% translate "Report an event" %}</h1>
      {% blocktranslate count n=reports|length trimmed %}
        One report
      {% plural %}
        {{ n }} reports
      {% endblocktranslate %}
  {% translate "Close" context "deed" %}
"""
LONG = f'LONG = _("{"as long as a line of help " * 5}")\n'
WORDS = f"""{"as long as a line of help " * 5}	和一行说明一样长
Report an event	上报质量事件
One report	%(n)s reports	%(n)s 份报告
Close	关闭
Hello %(name)s	%(name)s，您好
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small program with a page, a module and its words."""
    source = tmp_path / "src/zhian"
    for language in ("zh_Hans", "zh_Hant"):
        source.joinpath("locale", language, "LC_MESSAGES").mkdir(parents=True)
    source.joinpath("locale/zh_Hant/overrides.tsv").write_text("質量\t品質\n")
    source.joinpath("page.html").write_text(PAGE)
    source.joinpath("module.py").write_text('GREETING = gettext_lazy("Hello %(name)s")\n' + LONG)
    tmp_path.joinpath("words.tsv").write_text(WORDS)
    translate(tmp_path, "words.tsv")
    return tmp_path


def translate(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "script/lib/translations.py", *arguments]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True)


def catalogue(tree: Path, language: str) -> polib.POFile:
    return polib.pofile(str(tree / "src/zhian/locale" / language / "LC_MESSAGES/django.po"))


def change(tree: Path, msgid: str, **fields: object) -> None:
    po = catalogue(tree, "zh_Hans")
    for name, value in fields.items():
        setattr(po.find(msgid), name, value)
    po.save()


def test_pages_and_modules_are_gathered_with_plurals_and_contexts(tree: Path) -> None:
    po = catalogue(tree, "zh_Hans")
    assert {(entry.msgctxt, entry.msgid) for entry in po} == {
        (None, "Report an event"),
        (None, "One report"),
        ("deed", "Close"),
        (None, "Hello %(name)s"),
        (None, "as long as a line of help " * 5),
    }
    assert po.find("One report").msgstr_plural == {0: "%(n)s 份报告"}
    assert translate(tree, "check").returncode == 0


def test_traditional_chinese_is_made_with_the_words_that_a_hospital_uses(tree: Path) -> None:
    assert catalogue(tree, "zh_Hant").find("Report an event").msgstr == "上報品質事件"


def test_a_new_word_without_chinese_fails_the_check(tree: Path) -> None:
    tree.joinpath("src/zhian/new.py").write_text('_("Brand new")\n')
    assert "not yet in zh_Hans: 'Brand new'" in translate(tree, "check").stderr
    translate(tree)
    ended = translate(tree, "check")
    assert ended.returncode == 1
    assert "without Chinese, or marked as unsure: 'Brand new'" in ended.stderr


def test_a_word_that_is_no_longer_said_fails_the_check(tree: Path) -> None:
    tree.joinpath("src/zhian/module.py").unlink()
    assert "no longer in the source: 'Hello %(name)s'" in translate(tree, "check").stderr


def test_an_unsure_translation_fails_the_check(tree: Path) -> None:
    change(tree, "Report an event", flags=["fuzzy"])
    assert "marked as unsure: 'Report an event'" in translate(tree, "check").stderr


def test_a_lost_placeholder_fails_the_check(tree: Path) -> None:
    change(tree, "Hello %(name)s", msgstr="您好")
    assert "a placeholder lost in the Chinese: 'Hello %(name)s'" in translate(tree, "check").stderr


def test_traditional_chinese_that_was_changed_by_hand_fails_the_check(tree: Path) -> None:
    change(tree, "Report an event", msgstr="上报事件")
    assert "zh_Hant is not what zh_Hans" in translate(tree, "check").stderr
