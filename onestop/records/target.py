"""The patents that a batch of statements speaks of: found in the database, and what the statements make of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from onestop.records.models import Patent, PatentSource, Publication
from onestop.records.queries import stated_records_of
from onestop.records.statement import Statement
from onestop.records.types import PatentRecord
from onestop.records.values import publication_number


@dataclass(eq=False)
class Target:
    """One patent of a batch."""

    number: str
    """Application number; empty where only a publication is known."""
    key: int = 0
    """Primary key; 0 for a new patent until it is written."""
    version: int = 1
    stored: PatentRecord | None = None
    """As in the database; None for a new patent, and for one that no statement of the batch says anything new of."""
    said: PatentRecord | None = None
    """What the statements read so far make of it."""
    only: Statement | None = None
    """The one statement that made a new patent, as long as it is the only one."""
    taken: dict[str, set[int]] = field(default_factory=dict)
    """Digests of the statements already taken, each with the files that made it."""
    sources: list[tuple[int, str, int]] = field(default_factory=list)
    """(row, digest, facts) of the statements to be noted."""
    revisions: list[dict[str, object]] = field(default_factory=list)
    absorbed: list[int] = field(default_factory=list)
    has_new_texts: bool = False
    """Claims or a description, which are stored beside it: the index must read it again."""

    @property
    def record(self) -> PatentRecord:
        """Read from the database where it was not yet."""
        if self.said is None:
            self.said = self.stored = stated_records_of([self.key])[self.key]
        return self.said

    @property
    def is_new(self) -> bool:
        return not self.key

    @property
    def is_changed(self) -> bool:
        return self.said != self.stored or self.has_new_texts

    def take_texts(self) -> None:
        self.has_new_texts = True
        self.only = None

    def become(self, record: PatentRecord) -> None:
        self.said = record
        self.number = record.application_number
        self.only = None


@dataclass(frozen=True)
class Found:
    """The patents of the database that these statements may speak of."""

    targets: list[Target]
    by_number: dict[str, Target]
    by_serial: dict[str, Target]


def find(statements: Collection[Statement]) -> Found:
    """By application number or publication serial; whole records only of those of which something new is said."""
    numbers = {each.record.application_number for each in statements if each.record.application_number}
    serials = {serial for each in statements for serial in serials_of(each.record)}
    key_of_serial = dict(Publication.objects.filter(serial__in=serials).values_list("serial", "patent_id"))
    key_of_number = dict(
        Patent.objects.filter(application_number__in=numbers).values_list("application_number", "pk")
    )
    keys = {*key_of_serial.values(), *key_of_number.values()}
    targets = _targets(keys)
    by_serial = {serial: targets[key] for serial, key in key_of_serial.items()}
    by_number = {number: targets[key] for number, key in key_of_number.items() if number}
    found = Found(list(targets.values()), by_number, by_serial)
    _read(found, statements)
    return found


def serials_of(record: PatentRecord) -> list[str]:
    return [publication_number.serial(each.number) for each in record.publications]


def _targets(keys: Collection[int]) -> dict[int, Target]:
    if not keys:
        return {}
    taken: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    known = PatentSource.objects.filter(patent__in=keys).values_list("patent_id", "digest", "file_id")
    for key, digest, file in known:
        taken[key][digest].add(file)
    stored = Patent.objects.filter(pk__in=keys).values_list("pk", "application_number", "version")
    return {
        key: Target(number or "", key, version, taken=taken[key])
        for key, number, version in stored.order_by("pk")
    }


def _read(found: Found, statements: Iterable[Statement]) -> None:
    wanted = {
        target.key: target
        for each in statements
        for target in (
            found.by_number.get(each.record.application_number),
            *map(found.by_serial.get, serials_of(each.record)),
        )
        if target and each.digest not in target.taken
    }
    if wanted:
        for key, record in stated_records_of(wanted).items():
            wanted[key].said = wanted[key].stored = record
