"""A cause-and-effect diagram (Ishikawa) as SVG: drawn the same for the screen, for A4 and in every language.

Text wraps and the picture grows downwards, so that up to a dozen causes on each bone never touch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate, zip_longest
from unicodedata import east_asian_width

WIDTH = 760  # of the picture, in its own units: 182 mm on A4, where a letter is then 8.6 points high
SIZE, LINE = 13, 17  # of the letters, and from line to line
HEAD = 132  # width of the box with the effect
SLANT = 30  # how far a bone leans from its end to the spine
GAP = 12  # between a bone and the text of the next
ROW_GAP = 7  # between two causes
NAME_GAP = 10  # between a bone's end and its name
EDGE = 6
WIDE, NARROW = 1.0, 0.62  # widths of a Chinese and of a Latin letter, in heights
NEVER_FIRST = "，。、；：？！）》”’,.;:?!)"  # do not begin a line


@dataclass(frozen=True, slots=True)
class Bone:
    """One group of causes under its name."""

    name: str
    causes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A bone with its name and its causes in lines."""

    name: list[str]
    causes: list[list[str]]

    @property
    def height(self) -> int:
        """From the bone's end to the spine, its name not counted."""
        return sum(len(lines) * LINE + ROW_GAP for lines in self.causes) + ROW_GAP


def fishbone(effect: str, bones: Sequence[Bone], *, title: str) -> str:
    """The diagram as an SVG element: `effect` at the head, bones in turn above and below the spine.

    `title` names the picture for whoever cannot see it; the causes belong beside it as a list.
    """
    across = max(1, (len(bones) + 1) // 2)
    step = (WIDTH - HEAD - 2 * EDGE) / across
    drawn = [_drawn(bone, step) for bone in bones]
    head = wrapped(effect, HEAD - 20)
    least = (len(head) * LINE + 24) // 2
    above, below = (max([least, *(bone.height for bone in half)]) for half in (drawn[::2], drawn[1::2]))
    names = max((len(bone.name) for bone in drawn), default=0) * LINE + NAME_GAP
    spine = EDGE + names + above
    height = spine + below + names + EDGE
    parts = [_title(title), _spine(spine), _head(head, spine)]
    for column, (upper, lower) in enumerate(zip_longest(drawn[::2], drawn[1::2])):
        foot = EDGE + (column + 1) * step - GAP / 2
        parts += _bone(upper, foot, spine, -1, above)
        parts += _bone(lower, foot, spine, 1, below) if lower else []
    return (
        f'<svg class="fishbone" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' font-size="{SIZE}">{"".join(parts)}</svg>'
    )


def wrapped(text: str, width: float) -> list[str]:
    """The text in lines no wider than `width`; Chinese breaks anywhere, other words stay whole while they fit."""
    lines, line = [], ""
    for word in _words(text):
        if _length(line + word.rstrip()) <= width:
            line += word
            continue
        if line.strip():
            lines.append(line.rstrip())
        *full, line = _pieces(word.lstrip(), width)
        lines += full
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _drawn(bone: Bone, step: float) -> _Drawn:
    return _Drawn(wrapped(bone.name, step - GAP), [wrapped(cause, step - SLANT - GAP) for cause in bone.causes])


def _bone(drawn: _Drawn, foot: float, spine: float, way: int, reach: int) -> list[str]:
    """A bone above (`way` -1) or below (+1) the spine, as long as the longest on its side."""
    end = spine + way * reach
    beyond = end - NAME_GAP - len(drawn.name) * LINE if way < 0 else end + NAME_GAP - 4
    name = _lines(drawn.name, foot - SLANT, beyond, "bone-name", "middle")
    first = end if way < 0 else spine + reach - drawn.height
    parts = [f'<line class="bone" x1="{foot:g}" y1="{spine:g}" x2="{foot - SLANT:g}" y2="{end:g}"/>', name]
    tops = accumulate((len(lines) * LINE + ROW_GAP for lines in drawn.causes), initial=first + ROW_GAP)
    return parts + [_cause(lines, top, foot, spine, reach) for lines, top in zip(drawn.causes, tops, strict=False)]


def _cause(lines: list[str], top: float, foot: float, spine: float, reach: int) -> str:
    """One cause: its lines end left of the bone, and a twig below them leads into it."""
    bottom = top + len(lines) * LINE
    tip = _on_bone(bottom, foot, spine, reach)
    right = min(_on_bone(top, foot, spine, reach), tip) - 5
    twig = f'<line class="twig" x1="{right:g}" y1="{bottom:g}" x2="{tip:g}" y2="{bottom:g}"/>'
    return twig + _lines(lines, right, top, "cause", "end")


def _lines(lines: list[str], x: float, top: float, use: str, anchor: str) -> str:
    """Lines of text from `top` downwards."""
    return "".join(
        f'<text class="{use}" text-anchor="{anchor}" x="{x:g}" y="{top + (at + 1) * LINE - 4:g}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )


def _on_bone(y: float, foot: float, spine: float, reach: int) -> float:
    return foot - SLANT * abs(y - spine) / reach


def _title(title: str) -> str:
    return f"<title>{escape(title)}</title>"


def _spine(y: float) -> str:
    right = WIDTH - HEAD - EDGE
    return f'<path class="spine" d="M{EDGE} {y:g}H{right}M{right - 9} {y - 6:g}L{right} {y:g}L{right - 9} {y + 6:g}"/>'


def _head(lines: list[str], spine: float) -> str:
    height, left = len(lines) * LINE + 20, WIDTH - HEAD - EDGE
    top = spine - height / 2
    box = f'<rect class="head" x="{left}" y="{top:g}" width="{HEAD}" height="{height}" rx="6"/>'
    return box + _lines(lines, left + HEAD / 2, top + 10, "effect", "middle")


def _words(text: str) -> list[str]:
    """What may not be broken: each Chinese letter with the mark after it, each other word with its space."""
    words: list[str] = []
    for letter in " ".join(text.split()):
        joins = words and (
            letter in NEVER_FIRST or letter == " " or (not _is_wide(letter) and not _is_wide(words[-1][-1]))
        )
        if joins and not (words[-1].endswith(" ") and letter != " "):
            words[-1] += letter
        else:
            words.append(letter)
    return words


def _pieces(word: str, width: float) -> list[str]:
    """A word that is wider than a line, cut into lines; the last piece may be short."""
    pieces, piece = [], ""
    for letter in word:
        if piece and _length(piece + letter) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _length(text: str) -> float:
    return SIZE * sum(WIDE if _is_wide(letter) else NARROW for letter in text)


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WFA"
