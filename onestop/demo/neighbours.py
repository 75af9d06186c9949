"""Inventions in force of the city's other districts: so many that the district can be ranked among them."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from onestop.demo import creations, lives
from onestop.demo.datafiles import data_file, fields
from onestop.demo.generator import Numbers, publications
from onestop.demo.holders import Names
from onestop.demo.lives import shape
from onestop.records.models import PatentKind
from onestop.records.types import PatentRecord

_INVENTION = PatentKind.INVENTION


def records(district: Sequence[PatentRecord], seed: int) -> Iterator[PatentRecord]:
    """No number of these is one of the district's."""
    rng = Random(f"{seed} neighbours")  # noqa: S311 - reproducible, not secret
    numbers = Numbers(rng, Numbers.of(district))
    for place in data_file("neighbours.yaml")["places"]:
        names = Names(rng)
        holders = [_company(rng, names, place) for _number in range(place["companies"])]
        for year, share in data_file("neighbours.yaml")["years"].items():
            for _number in range(round(place["inventions"] * share)):
                yield _invention(rng, numbers, place, rng.choice(holders), year)


def total() -> int:
    """How many patents `records` yields."""
    shape = data_file("neighbours.yaml")
    return sum(
        round(place["inventions"] * share) for place in shape["places"] for share in shape["years"].values()
    )


def _company(rng: Random, names: Names, place: dict[str, Any]) -> tuple[str, str, Any]:
    """Name, address and field. The place stands in the name, as the brands are those of the district too."""
    field = rng.choice(list(fields().values()))
    name = names.company(field).replace(data_file("neighbours.yaml")["city"], place["name"])
    return name, f"{place['address']}{rng.randint(1, 260)}号", field


def _invention(
    rng: Random, numbers: Numbers, place: dict[str, Any], holder: tuple[str, str, Any], year: int
) -> PatentRecord:
    name, address, field = holder
    life = lives.granted_invention(rng, year, in_force=True)
    creation = creations.invention(rng, field)
    return PatentRecord(
        kind=_INVENTION,
        title=creation.title,
        application_number=numbers.application(_INVENTION, life.filed_on),
        abstract=creations.abstract(rng, creation, _INVENTION),
        filed_on=life.filed_on,
        publications=publications(numbers, _INVENTION, life),
        applicants=(name,),
        patentees=(name,),
        ipc=creation.ipc,
        address=address,
        region=place["region"],
        events=life.events,
        legal_data_to=shape()["last_day"],
    )
