"""Invented companies, schools, institutes and people of the district."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice, product
from random import Random
from typing import Any

from onestop.demo.datafiles import Field, data_file, fields
from onestop.records.models import PatentKind


@dataclass(frozen=True, eq=False)
class Agency:
    name: str
    agents: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Holder:
    name: str
    sort: str
    """company, school, institute, hospital, person."""
    founded: int
    fields: tuple[Field, ...]
    weights: dict[PatentKind, float]
    """How many patents of a kind it files, in proportion to the others."""
    people: tuple[str, ...]
    address: str
    agencies: tuple[Agency, ...]


@dataclass(frozen=True)
class Team:
    """Who stands in one patent."""

    applicants: tuple[str, ...]
    inventors: tuple[str, ...]
    agencies: tuple[str, ...]
    agents: tuple[str, ...]
    address: str


class Names:
    """Invented names, none given twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._words = data_file("names.yaml")
        self._brands = self._shuffled("brand_heads", "brand_tails")
        self._people = self._shuffled("surnames", "given_heads", "given_tails")

    def _shuffled(self, *lists: str) -> Iterator[str]:
        every = ["".join(parts) for parts in product(*(self._words[name] for name in lists))]
        self._rng.shuffle(every)
        return iter(every)

    def company(self, field: Field) -> str:
        name: str = self._words["company"]
        return name.format(brand=next(self._brands), industry=self._rng.choice(field.companies))

    def institution(self, sort: str, number: int) -> str:
        patterns: list[str] = self._words["holders"][sort]
        return patterns[number % len(patterns)].format(brand=next(self._brands))

    def people(self, count: int) -> tuple[str, ...]:
        return tuple(islice(self._people, count))

    def agency(self) -> Agency:
        pattern: str = self._rng.choice(self._words["agency"])
        return Agency(pattern.format(brand=next(self._brands)), self.people(self._rng.randint(3, 8)))

    def address(self, with_building: bool) -> str:
        words, rng = self._words, self._rng
        building = rng.choice(words["buildings"]) if with_building else ""
        text: str = words["address"]
        return text.format(
            street=rng.choice(words["streets"]),
            road=rng.choice(words["roads"]) + rng.choice(words["road_kinds"]),
            number=rng.randint(1, 260),
            building=building.format(n=rng.randint(1, 12), m=rng.randint(2, 9)),
        )


class Holders:
    """The district's holders, and who of them files the next patent."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._shape = data_file("district.yaml")
        names = Names(rng)
        agencies = [names.agency() for _ in range(data_file("names.yaml")["agencies"])]
        self.all = [
            self._make(names, agencies, sort, number)
            for sort, shape in self._shape["holders"].items()
            for number in range(shape["count"])
        ]
        self._active: dict[tuple[PatentKind, int], tuple[list[Holder], list[float]]] = {}

    def _make(self, names: Names, agencies: list[Agency], sort: str, number: int) -> Holder:
        rng, shape = self._rng, self._shape["holders"][sort]
        own = self._fields_of(shape["fields"])
        size = 1 / (number + shape["offset"])
        people = names.people(rng.randint(*shape["people"]))
        return Holder(
            name=self._name(names, sort, number, own[0], people),
            sort=sort,
            founded=int(rng.triangular(*self._shape["founded"])),
            fields=own,
            weights={
                kind: size * shape["leaning"][kind] * max(field.leaning[kind] / field.share for field in own)
                for kind in PatentKind
            },
            people=people,
            address=names.address(with_building=sort == "company"),
            agencies=tuple(rng.sample(agencies, rng.randint(1, 3))),
        )

    def _fields_of(self, wanted: list[Any]) -> tuple[Field, ...]:
        """Named fields, or from least to most of them by chance in proportion to their share."""
        if isinstance(wanted[0], str):
            return tuple(fields()[name] for name in wanted)
        every = list(fields().values())
        count = self._rng.randint(*wanted)
        drawn = self._rng.choices(every, [field.share for field in every], k=count)
        return tuple(dict.fromkeys(drawn))

    def _name(self, names: Names, sort: str, number: int, field: Field, people: tuple[str, ...]) -> str:
        if sort == "person":
            return people[0]
        return names.company(field) if sort == "company" else names.institution(sort, number)

    def choose(self, kind: PatentKind, year: int) -> Holder:
        """Who files in this year, large holders more often."""
        if (kind, year) not in self._active:
            active = [holder for holder in self.all if holder.founded <= year]
            self._active[kind, year] = active, list(accumulate(holder.weights[kind] for holder in active))
        holders, weights = self._active[kind, year]
        return self._rng.choices(holders, cum_weights=weights)[0]

    def team(self, holder: Holder) -> Team:
        rng = self._rng
        holders = self._with_partner(holder)
        agency = rng.choice(holder.agencies) if rng.random() < self._shape["represented"] else None
        return Team(
            applicants=tuple(each.name for each in holders),
            inventors=tuple(name for each in holders for name in self._inventors(each)),
            agencies=(agency.name,) if agency else (),
            agents=tuple(rng.sample(agency.agents, rng.randint(1, 2))) if agency else (),
            address=holders[0].address,
        )

    def _inventors(self, holder: Holder) -> list[str]:
        """A few people of the house; the first ones invent most."""
        most = min(len(holder.people), self._rng.choice((1, 2, 2, 3, 3, 4, 6)))
        reach = min(len(holder.people), most + int(self._rng.expovariate(0.2)))
        return self._rng.sample(holder.people[:reach], most)

    def _with_partner(self, holder: Holder) -> list[Holder]:
        shared, draw = self._shape["shared_with"], self._rng.random()
        if holder.sort == "person" or draw > shared["research"] + shared["company"]:
            return [holder]
        sorts = ("school", "institute") if draw < shared["research"] else ("company",)
        partner = self._rng.choice([each for each in self.all if each.sort in sorts and each is not holder])
        return self._rng.choice(([holder, partner], [holder, partner], [partner, holder]))
