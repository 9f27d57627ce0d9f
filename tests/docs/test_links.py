"""No page of the documentation leads nowhere, and no file is named that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"`([a-z_]+(?:/[\w.-]+)+/?)`")
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
