"""Load the demonstration district, and take it away again.

Demonstration and real records must not mix unnoticed: every figure of the district would be wrong.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.demo import abroad, cases, generator, industries, lists, neighbours
from onestop.records import services as records
from onestop.records.edges import remove_edges
from onestop.records.holders.runs import match
from onestop.records.models import Patent, SourceFile
from onestop.records.outcomes import Outcome
from onestop.records.registers.all import holds_entries, remove_demonstration, store_registers
from onestop.records.registers.records import RegisterRecord
from onestop.reference.services import take_back_industries

_AT_ONCE = 1_000
Progress = Callable[[int], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Loaded:
    read: int
    created: int
    updated: int
    unchanged: int
    international: int
    """PCT applications that were new."""
    listed: int
    """Entries of other departments' lists that were new."""


def total() -> int:
    """How many patents `load` stores."""
    return generator.total() + neighbours.total()


def is_empty() -> bool:
    """Whether there is no record at all, neither real nor of the demonstration."""
    return not (Patent.objects.exists() or holds_entries())


def holds_real_records() -> bool:
    return Patent.objects.filter(is_demonstration=False).exists() or holds_entries(is_demonstration=False)


def load(
    progress: Progress | None = None, *, seed: int = generator.SEED, beside_real: bool = False
) -> Loaded:
    """Bring the database to this demonstration; loading it again changes nothing.

    `progress` is told how many patents of a batch are stored. An older version of the demonstration goes first.
    """
    if holds_real_records() and not beside_real:
        raise UserError(
            "demo.real_records",
            _("数据库中已有真实记录，没有载入演示数据。"),
            _("请使用空数据库；确需混合时加 --force，事后可用 onestop demo --remove 删除。"),
        )
    district = list(generator.records(seed))
    listed = [*lists.records(district, seed), *cases.summaries(seed), *abroad.documents(district, seed)]
    every = [*district, *neighbours.records(district, seed)]
    file = _source(seed, [*every, *listed])
    outcomes: Counter[Outcome] = Counter()
    for batch in _batches(list(enumerate(every, 1))):
        with transaction.atomic():
            outcomes.update(records.store(batch, file, is_demonstration=True))
        (progress or _ignore)(len(batch))
    applications = list(generator.international_applications(seed))
    with transaction.atomic():
        international = _store(applications, len(every) + 1, file)
        others = _store(listed, len(every) + len(applications) + 1, file)
    match()
    industries.lend()
    return Loaded(
        read=len(every),
        created=outcomes[Outcome.CREATED],
        updated=outcomes[Outcome.UPDATED],
        unchanged=outcomes[Outcome.UNCHANGED],
        international=international[Outcome.CREATED],
        listed=others[Outcome.CREATED],
    )


def _store(entries: Sequence[RegisterRecord], first: int, file: SourceFile) -> Counter[Outcome]:
    return store_registers(enumerate(entries, first), file, is_demonstration=True)


def remove(progress: Progress | None = None) -> int:
    """Delete all demonstration records and have the index forget them; how many patents there were."""
    files = list(_sources())
    keys = list(Patent.objects.filter(is_demonstration=True).values_list("pk", flat=True))
    for batch in _batches(keys):
        with transaction.atomic():
            records.remove(batch)
        (progress or _ignore)(len(batch))
    take_back_industries()
    with transaction.atomic():
        remove_demonstration()
        remove_edges(files)
        SourceFile.objects.filter(pk__in=[file.pk for file in files], patents=None).delete()
    return len(keys)


def _source(seed: int, every: Sequence[object]) -> SourceFile:
    """Known by the digest of what it says: with a changed vocabulary or shape it is another one."""
    text = "\n".join(map(repr, every)).encode()
    digest = sha256(text).hexdigest()
    if any(file.digest != digest for file in _sources()):
        remove()
    name = f"演示数据 demonstration (seed {seed})"
    return SourceFile.objects.get_or_create(digest=digest, defaults={"name": name, "size": len(text)})[0]


def _sources() -> QuerySet[SourceFile]:
    return SourceFile.objects.filter(patents__patent__is_demonstration=True).distinct()


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))


def _ignore(done: int) -> None:
    pass
