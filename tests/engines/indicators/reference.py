"""The page docs/reference/indicators.md: every indicator of the catalogue, as its file says it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from zhian.engines.indicators.catalogue import Board, boards, documents, shipped
from zhian.engines.indicators.definition import Definition

UNVERIFIED = "待核对"
EXPRESSIONS = (
    *("population", "denominator", "denominator_sum", "numerator_of", "numerator", "numerator_sum"),
    *("observation", "expected", "distinct"),
)
SAYS_NOTHING = ("", "true")


def page() -> str:
    """The whole page, as Markdown."""
    folders = [path.partition("/")[0] for path, _text in documents()]
    sections = groupby(zip(folders, shipped(), strict=True), key=lambda pair: pair[0])
    parts = [_head(shipped())]
    parts += [_boards(boards())]
    parts += ["\n\n".join([f"## {folder}", *(_entry(each) for _folder, each in group)]) for folder, group in sections]
    return "\n\n".join(parts) + "\n"


def _head(definitions: Sequence[Definition]) -> str:
    computed = sum(not each.is_manual for each in definitions)
    unverified = sum(each.source.verified == "general" for each in definitions)
    return f"""# The catalogue of indicators

Written by `script/reference` from `src/zhian/engines/indicators/catalogue/`, a file for each indicator and edition:
{len(definitions)} in all. {computed} are computed from the tables of facts; {len(definitions) - computed} are entered
month by month and reviewed by a second person, as most of them are in the hospitals. {unverified} are marked
{UNVERIFIED}: their wording is known only at second hand or from memory, and must be checked against the printed text.
What stands under an indicator are its expressions, in the language of indicators."""


def _boards(every: Sequence[Board]) -> str:
    rows = "\n".join(f"| `{each.key}` | {each.names['zh']} | {each.names['en']} | {_known(each)} |" for each in every)
    return f"## Boards\n\n| key | 名称 | name | indicators, source |\n| --- | --- | --- | --- |\n{rows}"


def _known(board: Board) -> str:
    return f"{len(board.members)} · {_marked(board.source, board.verified)}"


def _marked(source: str, verified: str) -> str:
    return f"{source} **{UNVERIFIED}**" if verified == "general" else source


def _entry(one: Definition) -> str:
    said = f"*{one.data}* · {one.type} of {one.grain} · {one.direction} · confidence {one.confidence}"
    lines = [f"**{one.code}** ({one.edition}) {one.names['zh']} · {one.names['en']}  ", f"{said} · {_force(one)}  "]
    lines.append(_marked(one.source.title, one.source.verified))
    told = list(_expressions(one))
    return "\n".join([*lines, *(["", "```text", *told, "```"] if told else [])])


def _force(one: Definition) -> str:
    begins = f"from {one.valid.since}"
    ends = f" until {one.valid.until}" if one.valid.until else ""
    after = f", then {one.valid.superseded_by}" if one.valid.superseded_by else ""
    return begins + ends + after


def _expressions(one: Definition) -> Iterator[str]:
    if one.is_manual:
        return
    yield f"of {one.of}"
    for name in EXPRESSIONS:
        if (text := getattr(one, name)) not in SAYS_NOTHING:
            yield f"{name}: {' '.join(text.split())}"
    for left in one.exclusions:
        yield f"excluded: {left.when}"
