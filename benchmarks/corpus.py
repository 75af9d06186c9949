"""Any number of invented patents from a seed: in the words of the demonstration district, or with real texts mixed.

Mixed: each gets a title, sentences of two abstracts, applicant, classes, people and address from different documents.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from onestop.demo import creations
from onestop.demo.holders import Holders
from onestop.ingest.sources import open_table
from onestop.records.models import EventKind, PatentKind
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord
from onestop.records.values import application_number, ipc, names

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


@dataclass(frozen=True)
class Texts:
    """Of real documents."""

    titles: tuple[str, ...]
    abstracts: tuple[str, ...]
    applicants: tuple[str, ...]
    classes: tuple[str, ...]
    inventors: tuple[str, ...]
    agencies: tuple[str, ...]
    addresses: tuple[str, ...]


def real_texts(folder: Path) -> Texts | None:
    """Of the files that the tests of real files read; None where they are not."""
    sheet, gazette = folder / "patents_cn/taian/专利信息.xlsx", folder / "patents_cn/epub/cnipa_epub.jsonl"
    if not (sheet.exists() and gazette.exists()):
        return None
    found: dict[str, dict[str, None]] = {}
    for path in (sheet, gazette):
        table = open_table(path, {})
        for row in islice(table.rows(), 20_000):
            for field, columns in table.columns.items():
                if text := next(filter(None, (row.cells.get(name, "") for name in columns)), ""):
                    found.setdefault(field, {})[text] = None
    return Texts(
        titles=tuple(found["title"]),
        abstracts=tuple(found["abstract"]),
        applicants=tuple(name for text in found["applicants"] for name in names.split(text)),
        classes=tuple(ipc.parse_many(";".join([*found["main_class"], *found["classes"]]))[0]),
        inventors=tuple(name for text in found["inventors"] for name in names.split(text)),
        agencies=tuple(name.rstrip("0123456789") for text in found["agencies"] for name in names.split(text)),
        addresses=tuple(found["address"]),
    )


def patents(number: int, seed: int = 1, first: int = 1, texts: Texts | None = None) -> Iterator[PatentRecord]:
    rng = Random(seed)
    holders = Holders(rng)
    for serial in range(first, first + number):
        kind = rng.choices(_KINDS, _SHARES)[0]
        yield _mixed(rng, texts, kind, serial) if texts else _patent(rng, holders, kind, serial)


def _mixed(rng: Random, texts: Texts, kind: PatentKind, serial: int) -> PatentRecord:
    one, other = rng.choice(texts.abstracts).split("，"), rng.choice(texts.abstracts).split("，")
    applicants = tuple(dict.fromkeys(rng.choices(texts.applicants, k=rng.choice((1, 1, 1, 2)))))
    is_design = kind == PatentKind.DESIGN
    return replace(
        _numbered(rng, kind, serial),
        title=rng.choice(texts.titles),
        abstract="，".join([*one[: len(one) // 2 + 1], *other[len(other) // 2 :]]),
        applicants=applicants,
        patentees=applicants,
        inventors=tuple(rng.choices(texts.inventors, k=rng.randint(1, 5))),
        agencies=(rng.choice(texts.agencies),),
        agents=(rng.choice(texts.inventors),),
        ipc=() if is_design else tuple(rng.sample(texts.classes, rng.randint(1, 4))),
        locarno=(f"{rng.randint(1, 32):02}-01",) if is_design else (),
        address=rng.choice(texts.addresses),
    )


def _patent(rng: Random, holders: Holders, kind: PatentKind, serial: int) -> PatentRecord:
    numbered = _numbered(rng, kind, serial)
    assert numbered.filed_on
    holder = holders.choose(kind, numbered.filed_on.year)
    field = rng.choice(holder.fields)
    creation, team = _MAKE[kind](rng, field), holders.team(holder)
    return replace(
        numbered,
        title=creation.title,
        abstract=creations.abstract(rng, creation, kind),
        applicants=team.applicants,
        patentees=team.applicants,
        inventors=team.inventors,
        agencies=team.agencies,
        agents=team.agents,
        ipc=creation.ipc,
        locarno=creation.locarno,
        address=team.address,
    )


def _numbered(rng: Random, kind: PatentKind, serial: int) -> PatentRecord:
    filed_on = _FIRST_DAY + timedelta(rng.randrange(_DAYS))
    granted_on = filed_on + timedelta(rng.randint(200, 1_100))
    digit = _KINDS.index(kind) + 1
    body = f"{filed_on.year}{digit}{serial:07d}"
    return PatentRecord(
        kind=kind,
        application_number=body + application_number.check_digit(body),
        filed_on=filed_on,
        publications=(PublicationRecord(f"CN{digit}{serial:08d}{_GRANT_CODE[kind]}", granted_on),),
        region="440704",
        events=(EventRecord(EventKind.GRANT, granted_on, granted_on),),
        legal_data_to=date(2023, 12, 31),
    )
