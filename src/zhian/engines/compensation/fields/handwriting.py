"""How people write amounts, days, levels and answers, brought into the one form that is read."""

import re

NARROW = str.maketrans("０１２３４５６７８９．，％￥　\N{NO-BREAK SPACE}", "0123456789.,%¥  ")
GROUPED = re.compile(r"[0-9]{1,3}([, ])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?")
DAY = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
ENDINGS = ("医疗事故", "责任", "原因")  # with which papers say a grade or a degree of responsibility
LEVELS = {f"{numeral}级": str(level) for level, numeral in enumerate("一二三四五六七八九十", 1)}


def amount(text: str) -> str:
    """`365,695.02元`, `365 695.02` and full-width digits as 365695.02. Commas elsewhere than at thousands stay."""
    plain = text.translate(NARROW).strip().removeprefix("¥").removesuffix("元").strip()
    return plain.replace(",", "").replace(" ", "") if GROUPED.fullmatch(plain) else plain


def day(text: str) -> str:
    """`2003年5月1日`, `2003/5/1` and `2003.5.1` as 2003-05-01."""
    if not (found := DAY.fullmatch(text.translate(NARROW).replace(" ", ""))):
        return text
    year, month, number = (part for part in found.groups() if part and part.isdigit())
    return f"{year}-{month:0>2}-{number:0>2}"


def level(text: str) -> str:
    """`九级` and `9级` as 9."""
    plain = text.translate(NARROW).strip()
    return LEVELS.get(plain, plain.removesuffix("级"))


def answer(text: str) -> str:
    """`四级医疗事故`, `主要责任` and `次要原因` without their endings."""
    plain = text.strip()
    return next((plain.removesuffix(each) for each in ENDINGS if plain.endswith(each) and plain != each), plain)
