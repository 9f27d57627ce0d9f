"""The cells of indicators are counted when rows come, in the same writing: a page never adds up what is out of date."""

from collections.abc import Iterator

from zhian.engines.indicators import cube
from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.lake import Writing
from zhian.kernel.modules import installed_modules
from zhian.kernel.people.models import Department


def count_anew(writing: Writing, hospital: Department) -> None:
    """Bring the cells of a hospital up to what has been written."""
    cube.renew(writing, _definitions(hospital), hospital.code)


def _definitions(hospital: Department) -> Iterator[Definition]:
    """What is measured there. A module that knows says it as COUNTED in its jobs.py: functions of the hospital."""
    for module in installed_modules():
        for definitions_of in getattr(getattr(module.module, "jobs", None), "COUNTED", ()):
            yield from definitions_of(hospital)
