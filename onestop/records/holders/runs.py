"""Going over the names that documents print: each gets a link to its holder, or is put before an officer.

A name that says by its words that it is an organisation, and is like no holder known, makes a holder of its own.
People get none: one name is many people, and nothing in a patent tells them apart for certain; their patents are
found and counted by the printed name. A person becomes a holder only where a list states one (`services`).
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length

from onestop.core import clock
from onestop.core.bulk import insert
from onestop.records.holders.datafiles import words_digest
from onestop.records.holders.kinds import is_organisation, kind_of
from onestop.records.holders.links import FIRST_APPLICANT, HOLDING_ROLES, project, project_trademarks
from onestop.records.holders.matching import OWN, Score, best, blocks, stated
from onestop.records.holders.names import Name, former_names, parse, present_name
from onestop.records.holders.registry import Candidate, add, add_names, by_block, by_key
from onestop.records.holders.relations import relate
from onestop.records.models import (
    FormerOwner,
    Holder,
    HolderKind,
    HolderName,
    LinkState,
    NameKind,
    NameLink,
    Party,
    PassedName,
    Trademark,
    Transaction,
)

_AT_ONCE = 1_000
Progress = Callable[[int], None]
Named = tuple[str, bool]
"""A name as printed, and whether any real record bears it."""


@dataclass
class Matched:
    read: int = 0
    linked: int = 0
    """Names by rule those of a holder that was known."""
    suggested: int = 0
    created: int = 0
    """New holders."""
    people: int = 0
    """Names that are no organisation's as far as they tell: not linked."""
    related: int = 0
    """New branches and group members."""


def match(progress: Progress | None = None, names: Collection[str] | None = None) -> Matched:
    """Link all names that have no link yet, or these only. Each batch is a transaction; memory does not grow."""
    done = Matched()
    with transaction.atomic():
        _ask_again()
    for stream in _streams(names):
        while batch := list(islice(stream, _AT_ONCE)):
            with transaction.atomic():
                _match(batch, done)
            if progress:
                progress(len(batch))
    with transaction.atomic():
        _settle_stated()
        project_trademarks()
        _place()
    done.related = relate()
    return done


def _streams(names: Collection[str] | None) -> Iterator[Iterator[Named]]:
    """The short names first, so that a company comes before its branches."""
    parties = Party.objects.filter(role__in=HOLDING_ROLES)
    real = Count("pk", filter=Q(patent__is_demonstration=False))
    yield _unlinked(parties, "name", real, names)
    yield _unlinked(FormerOwner.objects.all(), "name", real, names)
    for register, column in ((Transaction, "giver"), (Transaction, "receiver"), (Trademark, FIRST_APPLICANT)):
        real = Count("pk", filter=Q(is_demonstration=False))
        yield _unlinked(register.objects.all(), column, real, names)


def _unlinked(
    rows: QuerySet[Any], column: Any, real: Count, names: Collection[str] | None
) -> Iterator[Named]:
    rows = rows.annotate(printed=F(column) if isinstance(column, str) else column).exclude(printed="")
    rows = rows.filter(~Exists(NameLink.objects.filter(name=OuterRef("printed"))), printed__isnull=False)
    rows = rows.filter(~Exists(PassedName.objects.filter(name=OuterRef("printed"))))
    if names is not None:
        rows = rows.filter(printed__in=names)
    grouped = rows.values("printed").annotate(real=real).order_by(Length("printed"), "printed")
    # Read whole before the first is written: on SQLite a read that is still open when another process writes
    # makes every write of this one fail ("database is locked"), however long it would wait.
    return iter([(name, bool(count)) for name, count in grouped.values_list("printed", "real")])


def _ask_again() -> None:
    """About names that were nobody's, where a list has stated a holder of that name, or other words tell."""
    stated = HolderName.objects.filter(name_key=OuterRef("name_key"), holder__merged_into=None)
    stated = stated.exclude(holder__kind=HolderKind.PERSON)
    PassedName.objects.filter(~Q(words=words_digest()) | Q(Exists(stated))).delete()


def _match(batch: list[Named], done: Matched) -> None:
    run = _Batch([name for name, _is_real in batch], done)
    for name, is_real in batch:
        run.take(name, is_real)
    run.write()


class _Batch:
    """What a batch of names comes to; new holders have negative numbers until they are written."""

    def __init__(self, names: list[str], done: Matched) -> None:
        self.done = done
        self.parsed = {name: parse(name) for name in names}
        self.keys = by_key({key for each in self.parsed.values() for key in (each.key, *each.former)} - {""})
        self.blocks = by_block(self.parsed[name] for name in names if is_organisation(name))
        self.found: list[tuple[str, int, Score]] = []
        self.passed: list[tuple[str, str, str]] = []
        self.made: list[Holder] = []
        self.names: list[tuple[int, str, NameKind]] = []

    def take(self, name: str, is_real: bool) -> None:
        self.done.read += 1
        found = self._stated(self.parsed[name])
        if is_organisation(name):
            found = found or self._alike(self.parsed[name])
        elif not found:
            self.done.people += 1
            if not self.parsed[name].former:
                self.passed.append((name, self.parsed[name].key, words_digest()))
            return
        self._link(name, *(found or (self._make(name, is_real), OWN)))

    def _stated(self, name: Name) -> tuple[int, Score] | None:
        """A holder with this very name, or with the name that brackets say it had."""
        for code, keys in (("key.same", [name.key]), ("former.stated", name.former)):
            holders = [holder for key in keys for holder in self.keys.get(key, ())]
            if holders:
                return holders[0], stated(code, rivals=len(set(holders)) - 1)
        return None

    def _alike(self, name: Name) -> tuple[int, Score] | None:
        near = {each for block in blocks(name) for each in self.blocks.get(block, ())}
        return best(name, ((each.holder, each.name) for each in near))

    def _link(self, name: str, holder: int, score: Score) -> None:
        self.found.append((name, holder, score))
        if score is OWN:
            self.done.created += 1
        elif score.is_certain:
            self.done.linked += 1
        else:
            self.done.suggested += 1

    def _make(self, name: str, is_real: bool) -> int:
        present = present_name(name)
        self.made.append(Holder(kind=kind_of(present), name=present, is_demonstration=not is_real))
        number = -len(self.made)
        self._know(number, present)
        for former in former_names(name):
            self._know(number, former)
            self.names.append((number, former, NameKind.FORMER))
        return number

    def _know(self, number: int, name: str) -> None:
        parsed = parse(name)
        self.keys.setdefault(parsed.key, []).append(number)
        for block in blocks(parsed):
            self.blocks.setdefault(block, []).append(Candidate(number, parsed))

    def write(self) -> None:
        made = add(self.made)
        holders = {-number: holder for number, holder in enumerate(made, 1)}
        add_names([(holders[number], name, kind) for number, name, kind in self.names if number in holders])
        now = clock.now()
        rows = [
            (
                name,
                self.parsed[name].key,
                holders[number].pk if number < 0 else number,
                _state(score),
                score.value,
                list(score.reasons),
                now,
            )
            for name, number, score in self.found
        ]
        columns = ("name", "name_key", "holder", "state", "confidence", "reasons", "created_at")
        insert(NameLink, columns, rows)
        insert(PassedName, ("name", "name_key", "words"), self.passed)
        project([name for name, _holder, score in self.found if score.is_certain])


def _state(score: Score) -> LinkState:
    return LinkState.CERTAIN if score.is_certain else LinkState.SUGGESTED


def _place() -> None:
    """Holders of whom no list says where they are: where their newest patent says, if they stand first in it."""
    newest = (
        Party.objects.filter(holder=OuterRef("pk"), position=1)
        .exclude(patent__region="")
        .order_by("-patent__filed_on", "-patent")
    )
    Holder.objects.filter(Exists(newest), region="").update(
        region=Subquery(newest.values("patent__region")[:1]),
        address=Subquery(newest.values("patent__address")[:1]),
    )


def _settle_stated() -> None:
    """A list has since stated a holder, by its code and one only, of the very name that an officer was to be asked
    about. What a list brought without a code is a question itself."""
    named = HolderName.objects.filter(name_key=OuterRef("name_key"), holder__merged_into=None)
    several = (
        named.exclude(holder__kind=HolderKind.PERSON)
        .values("name_key")
        .order_by()
        .annotate(holders=Count("holder", distinct=True))
    )
    since = named.filter(holder__created_at__gt=OuterRef("created_at"), holder__uscc__isnull=False)
    asked = NameLink.objects.filter(Exists(since), Exists(several.filter(holders=1)))
    asked = asked.filter(state=LinkState.SUGGESTED)
    for links in iter(lambda: list(asked.order_by("pk")[:_AT_ONCE]), []):
        holders = by_key({link.name_key for link in links})
        for link in links:
            link.holder_id = holders[link.name_key][0]
            link.state, link.confidence, link.reasons = (
                LinkState.CERTAIN,
                1.0,
                list(stated("key.same", 0).reasons),
            )
        NameLink.objects.bulk_update(links, ["holder", "state", "confidence", "reasons"], batch_size=100)
        project([link.name for link in links])
