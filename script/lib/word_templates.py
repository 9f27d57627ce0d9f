"""Draws the Word templates that come with the program: script/word-templates."""

from functools import partial
from pathlib import Path

from word_case import case
from word_forms import device, drug
from word_indicators import report
from word_languages import in_english, in_traditional
from word_sheet import sheet

SOURCE = Path(__file__).parents[2] / "src/zhian"
INCIDENTS, LIABILITY = SOURCE / "check/incidents/documents", SOURCE / "act/liability/documents"
INDICATORS = SOURCE / "check/indicators/documents"
TEMPLATES = {
    INCIDENTS / "case.docx": case,
    INCIDENTS / "device.docx": device,
    INCIDENTS / "drug.docx": drug,
    INDICATORS / "report.docx": report,
    LIABILITY / "sheet.docx": sheet,
    LIABILITY / "sheet.zh-hant.docx": partial(in_traditional, sheet),
    LIABILITY / "sheet.en.docx": partial(in_english, sheet, Path(__file__).with_name("word_sheet.en.tsv")),
}

if __name__ == "__main__":
    for path, draw in TEMPLATES.items():
        draw().save(path)
        print(path.name)
