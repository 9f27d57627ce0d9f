"""A table of text comes in pieces: the same rows with the same lines, whatever the size of a piece."""

import pytest

from zhian.do.feeds.readers import pieces

ROWS = 30_000
BROKEN = {2: "too,few", 17_001: "one,cell,too many,", ROWS + 1: "the last"}  # line → what stands there


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("csv") / "stays.csv"
    told = (BROKEN.get(line, f"{line},{'质' * 30},end") for line in range(2, ROWS + 2))
    path.write_text("\n".join(["number,says,end", *told]), encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [64 << 10, 2 << 20, 1 << 30])
def test_every_row_comes_once_with_its_line(file, size):
    lines, numbers, misshapen = [], [], {}
    for piece in pieces(file, size):
        lines += piece.rows["line"].to_pylist()
        numbers += map(int, piece.rows["number"].to_pylist()) if len(piece.rows) else []
        misshapen |= piece.misshapen
    assert lines == numbers == [line for line in range(2, ROWS + 2) if line not in BROKEN]
    assert misshapen == BROKEN


def test_a_piece_holds_no_more_than_its_size_and_a_block(file):
    found = [*pieces(file, 2 << 20)]
    assert 1 < len(found) < 5
    assert all(piece.rows.nbytes < 4 << 20 for piece in found)
