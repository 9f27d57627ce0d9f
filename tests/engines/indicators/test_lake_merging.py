"""However rows are split, ordered and repeated, the lake is the same."""

from itertools import pairwise
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from zhian.engines.indicators.lake import Lake

from .rows import diagnosis, procedure, read, rows, stay

DAYS = st.integers(1, 28)
MONTHS = st.integers(1, 4)


@st.composite
def front_pages(draw):
    """A few stays of few patients, each with what belongs to it; days may lie one in the other."""
    pages = []
    for number in range(draw(st.integers(1, 6))):
        name, month, day = f"s{number}", draw(MONTHS), draw(DAYS)
        ended = min(month + draw(st.integers(0, 1)), 4)
        left = draw(st.integers(day if ended == month else 1, 28))
        times = f"2026-{month:02}-{day:02}T08:00", f"2026-{ended:02}-{left:02}T{draw(st.integers(8, 12)):02}:00"
        one = stay(name, draw(st.sampled_from(["ann", "bob"])), *times, hospital=draw(st.sampled_from("HK")))
        own = {"hospital": one["hospital"]}
        told = [diagnosis(name, rank, **own) for rank in range(1, draw(st.integers(1, 3)) + 1)]
        done = [
            procedure(name, rank, f"2026-01-{draw(DAYS):02}", **own) for rank in range(1, draw(st.integers(0, 2)) + 1)
        ]
        pages.append((one, told, done))
    return pages


def take(writing, pages):
    writing.merge("stay", rows(*(one for one, _, _ in pages)))
    for table, at in (("diagnosis", 1), ("procedure", 2)):
        if any(page[at] for page in pages):
            writing.merge(table, rows(*(row for page in pages for row in page[at])))


def lake_of(path, writings):
    lake = Lake(path)
    for chunks in writings:
        with lake.writing() as writing:
            for chunk in chunks:
                take(writing, chunk)
    return lake


@settings(max_examples=8, deadline=None)
@given(front_pages(), st.data())
def test_any_split_order_and_repetition_gives_the_same_lake(pages, data):
    shuffled = data.draw(st.permutations(pages)) + data.draw(st.lists(st.sampled_from(pages), max_size=3))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(shuffled)), max_size=3)) | {0, len(shuffled)})
    chunks = [shuffled[begin:end] for begin, end in pairwise(cuts)]
    together = data.draw(st.booleans())
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        whole = lake_of(one, [[pages]])
        split = lake_of(other, [chunks] if together else [[chunk] for chunk in chunks])
        assert split.snapshot.parts == whole.snapshot.parts  # the files are named by their content


@settings(max_examples=6, deadline=None)
@given(front_pages())
def test_the_next_stay_is_the_first_that_begins_when_this_one_has_ended(pages):
    stays = [one for one, _, _ in pages]
    with TemporaryDirectory() as path:
        lake = lake_of(path, [[pages]])
        linked = dict(read(lake, "stay", "stay, next_admitted_at"))
    for one in stays:
        later = [
            other["admitted_at"]
            for other in stays
            if other is not one
            and (other["hospital"], other["patient"]) == (one["hospital"], one["patient"])
            and other["admitted_at"] >= one["discharged_at"]
        ]
        assert linked[one["stay"]] == min(later, default=None)


@settings(max_examples=6, deadline=None)
@given(front_pages(), st.data())
def test_a_correction_leaves_what_a_lake_would_have_that_never_knew_the_mistake(pages, data):
    mended = [
        (
            {**one, "patient": data.draw(st.sampled_from(["ann", "bob"])), "age": data.draw(st.integers(1, 3))},
            told[:1],
            [],
        )
        for one, told, _ in pages
    ]
    empty = [procedure("nobody's", 1, "2026-01-01")]  # the file tells of procedures, and these stays have none
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        corrected = lake_of(one, [[pages]])
        with corrected.writing() as writing:
            take(writing, mended)
            writing.merge("procedure", rows(*empty))
        assert corrected.snapshot.parts == lake_of(other, [[mended]]).snapshot.parts
