"""All instruments by the name of their file."""

from collections.abc import Mapping
from functools import cache

from . import Instrument
from .cn import medical_accident_2002, personal_injury_2003, personal_injury_2020, personal_injury_2022

FILES = (medical_accident_2002, personal_injury_2003, personal_injury_2020, personal_injury_2022)


@cache
def instruments() -> Mapping[str, Instrument]:
    return {file.__name__.rpartition(".")[2]: file.law for file in FILES}


def instrument(name: str) -> Instrument:
    return instruments()[name]


@cache
def head_names() -> Mapping[str, str]:
    """Every head by its English and its Chinese name."""
    heads = [head for law in instruments().values() for head in law.heads]
    return {head.zh: head.name for head in heads} | {head.name: head.name for head in heads}
