"""No page of the documentation leads nowhere."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def test_every_link_leads_to_a_page_or_picture_that_is_there():
    links = [(page, target) for page in PAGES for target in LINK.findall(page.read_text(encoding="utf-8"))]
    assert len(links) > 30
    assert [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()] == []
