"""No hidden number can be worked out from what is shown beside it."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from zhian.engines.disclosure import hide_small, hide_small_in_row

K = 3
TABLES = st.integers(2, 3).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 5), min_size=columns, max_size=columns), min_size=2, max_size=3)
)


def words(cells):
    return [cell.value if cell.is_shown else "small" if cell.is_small else "hidden" for cell in cells]


def test_large_numbers_and_zeros_are_shown():
    assert words(hide_small_in_row([0, 5, 12], 5)) == [0, 5, 12]


def test_a_small_number_takes_another_with_it():
    assert words(hide_small_in_row([2, 7, 30], 5)) == ["small", "hidden", 30]


def test_two_small_numbers_that_only_add_up_in_one_way_take_a_third_with_them():
    assert words(hide_small_in_row([1, 1, 9], 5)) == ["small", "small", "hidden"]


def test_two_small_numbers_protect_each_other():
    assert words(hide_small_in_row([2, 2, 9], 5)) == ["small", "small", 9]


def test_in_a_table_no_column_gives_it_away():
    shown = hide_small([[2, 40, 30], [50, 60, 70]], 5)
    assert words(shown[0]) == ["small", 40, "hidden"]
    assert words(shown[1]) == ["hidden", 60, "hidden"]


def test_with_one_everything_is_shown():
    assert words(hide_small_in_row([1, 2], 1)) == [1, 2]


@given(TABLES)
def test_every_small_number_could_be_another_one(table):
    """By trying all tables that look the same: with these totals, and with these cells shown."""
    shown = hide_small(table, K)
    small = {(r, c) for r, row in enumerate(table) for c, value in enumerate(row) if 0 < value < K}
    seen = {place: set() for place in small}
    for other in lookalikes(table, shown):
        for r, c in small:
            seen[r, c].add(other[r][c])
    totals_tell_it = not any(cell.is_shown for row in shown for cell in row)  # as where a column adds up to nothing
    assert totals_tell_it or all(len(values) > 1 for values in seen.values())


@given(TABLES)
def test_what_is_shown_is_true_and_what_is_small_is_not_shown(table):
    for row, cells in zip(table, hide_small(table, K), strict=True):
        for value, cell in zip(row, cells, strict=True):
            assert cell.value in (None, value)
            assert not cell.is_small or 0 < value < K
            assert not (cell.is_shown and 0 < value < K)


def lookalikes(table, shown):
    width = len(table[0])
    columns = [sum(column) for column in zip(*table, strict=True)]
    lines = [
        [line for line in product(*map(possible, cells, [sum(row)] * width)) if sum(line) == sum(row)]
        for row, cells in zip(table, shown, strict=True)
    ]
    for other in product(*lines):
        if [sum(column) for column in zip(*other, strict=True)] == columns:
            yield other


def possible(cell, total):
    if cell.is_shown:
        return [cell.value]
    return range(1, K) if cell.is_small else range(total + 1)
