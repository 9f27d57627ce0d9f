"""No page of the documentation leads nowhere, and no file is named that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"`([a-z_]+(?:/[\w.-]+)+/?)`")
SETTING = re.compile(r"\bZHIAN_[A-Z_]+\b")
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def test_every_link_leads_to_a_page_or_picture_that_is_there():
    links = [(page, target) for page in PAGES for target in LINK.findall(page.read_text(encoding="utf-8"))]
    assert len(links) > 30
    assert [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()] == []


def test_every_file_that_the_maps_of_the_tree_name_is_there():
    maps = [ROOT / name for name in ("ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md")]
    named = [(page.name, path) for page in maps for path in NAMED.findall(page.read_text(encoding="utf-8"))]
    assert len(named) > 60
    assert [told for told in named if not any((above / told[1]).exists() for above in (ROOT, ROOT / "src/zhian"))] == []


def test_every_picture_is_shown_by_a_page():
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [picture.name for picture in (ROOT / "docs/pictures").iterdir() if picture.name not in told] == []


def test_the_page_of_deploying_names_every_setting():
    settings = (ROOT / "src/zhian/site/settings.py").read_text(encoding="utf-8")
    page = (ROOT / "docs/how-to/deploy.md").read_text(encoding="utf-8")
    assert set(SETTING.findall(settings)) == set(SETTING.findall(page))
