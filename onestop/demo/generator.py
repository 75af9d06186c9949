"""The demonstration district: invented patents, the same ones for everybody who uses the same seed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from onestop.demo import creations, lives
from onestop.demo.creations import Creation
from onestop.demo.datafiles import Field
from onestop.demo.holders import Holder, Holders, Team
from onestop.demo.lives import Life, shape
from onestop.records.models import PatentKind
from onestop.records.registers.records import InternationalRecord
from onestop.records.types import PatentRecord, PublicationRecord
from onestop.records.values import application_number

SEED = 1
_TYPE_DIGIT = {PatentKind.INVENTION: 1, PatentKind.UTILITY_MODEL: 2, PatentKind.DESIGN: 3}
# From this day a grant keeps the serial of its publication, with new kind codes (ZC 0007, ZC 0008).
_NEW_KIND_CODES = date(2010, 4, 7)
_KIND_CODES = {PatentKind.INVENTION: "CB", PatentKind.UTILITY_MODEL: "YU", PatentKind.DESIGN: "DS"}


def records(seed: int = SEED) -> Iterator[PatentRecord]:
    district = _District(seed)
    yield from district.inventions()
    yield from district.registrations(PatentKind.UTILITY_MODEL)
    yield from district.registrations(PatentKind.DESIGN)


def total() -> int:
    """How many patents `records` yields."""
    inventions = sum(wanted["granted"] for wanted in shape()["inventions"].values())
    return int(
        inventions + sum(sum(shape()[name].values()) for name in ("ungranted", "utility_models", "designs"))
    )


def international_applications(seed: int = SEED) -> Iterator[InternationalRecord]:
    """PCT applications that claim the priority of a Chinese one, within its twelve months (art. 29 Patent Law)."""
    rng = Random(f"{seed} international")  # noqa: S311 - reproducible, not secret
    by_year: dict[int, list[tuple[date, PatentRecord]]] = defaultdict(list)
    for record in _District(seed).inventions():
        if record.kind == PatentKind.INVENTION and record.filed_on:
            filed_on = record.filed_on + timedelta(rng.randint(240, 360))
            by_year[filed_on.year].append((filed_on, record))
    for year, wanted in shape()["international"].items():
        possible = [each for each in by_year[year] if each[0] <= shape()["last_day"]]
        chosen = sorted(rng.sample(possible, wanted), key=lambda each: each[0])
        for number, (filed_on, record) in enumerate(chosen, 900_001):
            yield InternationalRecord(
                number=f"PCT/CN{year}/{number}",
                title=record.title,
                applicant=record.applicants[0],
                filed_on=filed_on,
                region=record.region,
            )


class Numbers:
    """Well-formed numbers, none given twice, in the order of their days.

    The serials begin with 9, higher than the office has ever counted: none is the number of a real patent.
    """

    def __init__(self, rng: Random, given: Iterable[str] = ()) -> None:
        self._rng = rng
        self._given = set(given)

    def application(self, kind: PatentKind, filed_on: date) -> str:
        start = 9_000_000 + filed_on.timetuple().tm_yday * 2_700
        body = self._new(f"{filed_on.year}{_TYPE_DIGIT[kind]}", start, 2_700)
        return body + application_number.check_digit(body)

    @staticmethod
    def of(patents: Iterable[PatentRecord]) -> Iterator[str]:
        """The numbers that these have, as they are told apart here."""
        for patent in patents:
            yield patent.application_number[:-1]
            yield from (publication.number[:-1] for publication in patent.publications)

    def publication(self, kind: PatentKind, published_on: date) -> str:
        """Country and serial, without the kind code."""
        start = 90_000_000 + (published_on - date(2000, 1, 1)).days * 1_000
        return self._new(f"CN{_TYPE_DIGIT[kind]}", start, 1_000)

    def _new(self, prefix: str, start: int, room: int) -> str:
        while (number := f"{prefix}{start + self._rng.randrange(room)}") in self._given:
            pass
        self._given.add(number)
        return number


class _District:
    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311 - reproducible, not secret
        self.holders = Holders(self.rng)
        self.numbers = Numbers(self.rng)
        self.open = {
            PatentKind.UTILITY_MODEL: Counter(shape()["utility_models"]),
            PatentKind.DESIGN: Counter(shape()["designs"]),
        }

    def inventions(self) -> Iterator[PatentRecord]:
        """With the utility models filed on the same day."""
        for life in self._invention_lives():
            holder = self.holders.choose(PatentKind.INVENTION, life.filed_on.year)
            creation = creations.invention(self.rng, self._field(holder, PatentKind.INVENTION))
            team = self.holders.team(holder)
            yield self._record(PatentKind.INVENTION, life, creation, team)
            yield from self._twin(life, creation, team)

    def _invention_lives(self) -> Iterator[Life]:
        for year, wanted in shape()["inventions"].items():
            for number in range(wanted["granted"]):
                in_force = number < wanted["in_force"] if "in_force" in wanted else None
                yield lives.granted_invention(self.rng, year, in_force)
        for year, wanted in shape()["ungranted"].items():
            for _ in range(wanted):
                yield lives.ungranted_invention(self.rng, year)

    def _twin(self, invention: Life, creation: Creation, team: Team) -> Iterator[PatentRecord]:
        if not creation.fits_utility_model or self.rng.random() > shape()["twin"]:
            return
        life, still_open = lives.twin(self.rng, invention), self.open[PatentKind.UTILITY_MODEL]
        if life and life.granted_on and still_open[life.granted_on.year]:
            still_open[life.granted_on.year] -= 1
            yield self._record(PatentKind.UTILITY_MODEL, life, creation, team)

    def registrations(self, kind: PatentKind) -> Iterator[PatentRecord]:
        make = creations.design if kind == PatentKind.DESIGN else creations.device
        for year in self.open[kind].elements():
            life = lives.registration(self.rng, kind, year)
            holder = self.holders.choose(kind, life.filed_on.year)
            creation = make(self.rng, self._field(holder, kind))
            yield self._record(kind, life, creation, self.holders.team(holder))

    def _field(self, holder: Holder, kind: PatentKind) -> Field:
        return self.rng.choices(holder.fields, [field.leaning[kind] for field in holder.fields])[0]

    def _record(self, kind: PatentKind, life: Life, creation: Creation, team: Team) -> PatentRecord:
        return PatentRecord(
            kind=kind,
            title=creation.title,
            application_number=self.numbers.application(kind, life.filed_on),
            abstract=creations.abstract(self.rng, creation, kind),
            filed_on=life.filed_on,
            publications=publications(self.numbers, kind, life),
            applicants=team.applicants,
            patentees=team.applicants if life.granted_on else (),
            inventors=team.inventors,
            agencies=team.agencies,
            agents=team.agents,
            ipc=creation.ipc,
            locarno=creation.locarno,
            address=team.address,
            region=shape()["region"],
            events=life.events,
            legal_data_to=shape()["last_day"],
        )


def publications(numbers: Numbers, kind: PatentKind, life: Life) -> tuple[PublicationRecord, ...]:
    found, serial = [], ""
    if life.published_on:
        serial = numbers.publication(kind, life.published_on)
        found.append(PublicationRecord(f"{serial}A", life.published_on))
    if life.granted_on:
        is_new = life.granted_on >= _NEW_KIND_CODES
        own = serial if serial and is_new else numbers.publication(kind, life.granted_on)
        found.append(PublicationRecord(own + _KIND_CODES[kind][is_new], life.granted_on))
    return tuple(found)
