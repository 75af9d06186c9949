"""Any number of invented patents from a seed, in the words of the demonstration district."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from onestop.demo import creations
from onestop.demo.holders import Holders
from onestop.records.models import EventKind, PatentKind
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord
from onestop.records.values import application_number

_FIRST_DAY = date(2004, 1, 1)  # numbers have twelve digits since October 2003
_DAYS = (date(2023, 12, 31) - _FIRST_DAY).days
_KINDS = (PatentKind.INVENTION, PatentKind.UTILITY_MODEL, PatentKind.DESIGN)
_SHARES = (35, 55, 10)
_MAKE = {
    PatentKind.INVENTION: creations.invention,
    PatentKind.UTILITY_MODEL: creations.device,
    PatentKind.DESIGN: creations.design,
}
_GRANT_CODE = dict(zip(_KINDS, "BUS", strict=True))


def patents(number: int, seed: int = 1) -> Iterator[PatentRecord]:
    rng = Random(seed)
    holders = Holders(rng)
    for serial in range(1, number + 1):
        kind = rng.choices(_KINDS, _SHARES)[0]
        yield _patent(rng, holders, kind, serial)


def _patent(rng: Random, holders: Holders, kind: PatentKind, serial: int) -> PatentRecord:
    filed_on = _FIRST_DAY + timedelta(rng.randrange(_DAYS))
    granted_on = filed_on + timedelta(rng.randint(200, 1_100))
    holder = holders.choose(kind, filed_on.year)
    field = rng.choice(holder.fields)
    creation, team = _MAKE[kind](rng, field), holders.team(holder)
    digit = _KINDS.index(kind) + 1
    body = f"{filed_on.year}{digit}{serial:07d}"
    return PatentRecord(
        kind=kind,
        title=creation.title,
        application_number=body + application_number.check_digit(body),
        abstract=creations.abstract(rng, creation, kind),
        filed_on=filed_on,
        publications=(PublicationRecord(f"CN{digit}{serial:08d}{_GRANT_CODE[kind]}", granted_on),),
        applicants=team.applicants,
        patentees=team.applicants,
        inventors=team.inventors,
        agencies=team.agencies,
        agents=team.agents,
        ipc=creation.ipc,
        locarno=creation.locarno,
        address=team.address,
        region="440704",
        events=(EventRecord(EventKind.GRANT, granted_on, granted_on),),
        legal_data_to=date(2023, 12, 31),
    )
