"""The places that figures are published for, and how people write them."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from ..stored import stored
from ..words import Words

Kind = Literal["province", "plan_city", "special_zone", "group", "rest"]
ENDINGS = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "省", "市")


@dataclass(frozen=True)
class Place:
    """`within`: the province around it. `covered_by`: a group of places whose figures hold here too."""

    name: str
    words: Words
    kind: Kind
    within: str = ""
    covered_by: str = ""


@cache
def places() -> dict[str, Place]:
    """By name, in the customary order of provinces."""
    told = stored(files(__package__) / "places.yaml")
    found = {zh: Place(zh, Words(zh, en), "province") for zh, en in told["provinces"].items()}
    for row in told["others"]:
        found[row["zh"]] = Place(
            row["zh"], Words(row["zh"], row["en"]), row["kind"], row["within"], row.get("covered_by", "")
        )
    return found


@cache
def known_as(written: str) -> str:
    """The name of a place however it is written: 重庆市 and Chongqing are 重庆. An unknown one stays as it is."""
    name = written.strip().replace("（", "(").replace("）", ")")
    if other := _other_names().get(name.casefold()):
        return other
    for ending in ENDINGS:
        if (short := name.removesuffix(ending)) in places():
            return short
    return name


@cache
def _other_names() -> dict[str, str]:
    told = stored(files(__package__) / "places.yaml")
    english = {place.words.en.casefold(): name for name, place in places().items()}
    return english | {also: row["zh"] for row in told["others"] for also in row.get("also", [])}
