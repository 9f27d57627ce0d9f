"""DuckDB says of every expression and row what a small evaluator in Python says."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhian.engines.indicators.running import DuckDB
from zhian.engines.indicators.running.worked import held

from .expressions import CONDITIONS, NUMBERS, ROWS
from .trials import agree


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(CONDITIONS, min_size=20, max_size=20),
    st.lists(NUMBERS, min_size=5, max_size=5),
    st.lists(ROWS, min_size=1, max_size=20),
)
def test_what_is_counted_and_added_up_is_what_the_words_say(conditions, numbers, rows):
    with held({"stay": [{**row, "month": "2026-01-01"} for row in rows]}) as facts, DuckDB(facts) as engine:
        agree(engine, conditions, numbers, rows)
