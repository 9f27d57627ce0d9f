"""Writes the .mo files that the program reads, beside each .po that is newer. Needs no gettext on the machine."""

from pathlib import Path

import polib

for po in Path("src/zhian/locale").glob("*/LC_MESSAGES/*.po"):
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
        polib.pofile(str(po)).save_as_mofile(str(mo))
