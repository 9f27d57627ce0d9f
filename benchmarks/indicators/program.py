"""This program at the same work: the catalogue's definitions, measured over the whole lake by department and month."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from zhian.engines.indicators import cube
from zhian.engines.indicators.catalogue import shipped
from zhian.engines.indicators.definition import Definition
from zhian.engines.indicators.lake import Lake
from zhian.engines.indicators.months import Months
from zhian.engines.indicators.running.duckdb import DuckDB
from zhian.engines.indicators.running.engine import Engine
from zhian.engines.indicators.running.spark import Spark
from zhian.engines.indicators.values import Value

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "duckdb": lambda path: DuckDB(Lake(path)),
    "cells": lambda path: cube.Counted(Lake(path)),
    "spark": lambda path: Spark(Lake(path)),
}


def measure(engine: Engine, codes: Sequence[str]) -> list[Value]:
    """Every value of these indicators, in every month that the lake has."""
    return engine.measure(_chosen(codes), _period(engine.snapshot.months("stay")))


def rows(values: Sequence[Value], codes: Sequence[str]) -> list[tuple[Any, ...]]:
    """Values as rows of numerators and denominators, as the peers give them."""
    cells: dict[tuple[Any, ...], dict[str, tuple[Any, Any]]] = {}
    for value in values:
        if value.department is not None:
            cell = cells.setdefault((value.hospital, value.department, value.month), {})
            cell[value.indicator] = (value.numerator, value.denominator)
    nothing = (None, None)
    return [
        (*cell, *(number for code in codes for number in found.get(code, nothing))) for cell, found in cells.items()
    ]


def make_cells(lake: Lake, codes: Sequence[str]) -> None:
    """What is counted when rows come."""
    cube.make(lake, _chosen(codes))


def board(engine: DuckDB, codes: Sequence[str], by: str) -> list[Value]:
    """One hospital's two years out of the cells: for the whole hospital, or for each department too."""
    places = ("department",) if by == "department" else ()
    return cube.read(engine, _chosen(codes), _period(engine.snapshot.months("stay")), places, hospital="H0001")


def _chosen(codes: Sequence[str]) -> list[Definition]:
    """As the peers count: also the last months, which are not followed up yet."""
    wanted = {each.code: replace(each, follow_up=0) for each in shipped()}
    return [wanted[code] for code in codes]


def _period(months: Sequence[str]) -> Months:
    return Months(months[0], months[-1])
