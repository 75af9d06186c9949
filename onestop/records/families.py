"""Patent families: what was filed elsewhere for the same invention, and where a right came of it.

Simple family: the DOCDB number where a source told it, else the applications with the very same priorities.
Extended family (INPADOC): all that is joined by any priority, however indirectly. Both from `Priority` alone, so
they are as complete as the sources are; what is not held here is listed by its number.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from onestop.records.graph import MAX_NODES, Edge, same_claims, walk
from onestop.records.held import Held, docdb_application, held_by_application
from onestop.records.models import Document, Patent, Priority
from onestop.records.values import document_number

CHINA = "CN"
INTERNATIONAL = "WO"
"""An international application becomes a right only in the states (PCT art. 11(3))."""
_MAX_CLAIMS = 2_000


class FamilyKind(StrEnum):
    SIMPLE = "simple"
    EXTENDED = "extended"


@dataclass(frozen=True)
class Ends:
    """The numbers by which edges know a patent or document."""

    applications: frozenset[str]
    serials: frozenset[str]


@dataclass(frozen=True)
class Claimed:
    """A priority that is claimed."""

    number: str
    claimed_on: date | None


@dataclass(frozen=True)
class Member:
    """An application of a family with its documents that are held here."""

    application: str
    office: str
    level: int
    """Steps from the simple family; 0 within it."""
    held: Held

    @property
    def is_granted(self) -> bool | None:
        """None where no document is held, or none of which the kind code is understood."""
        shows = {each.is_grant for each in self.held.documents}
        if True in shows:
            return True
        return False if shows == {False} else None

    def until(self, day: date) -> "Member":
        """With the documents published up to a day."""
        documents = [each for each in self.held.documents if each.published_on and each.published_on <= day]
        return replace(self, held=replace(self.held, documents=documents))


@dataclass(frozen=True)
class Family:
    kind: FamilyKind
    number: str
    """As DOCDB numbers the simple family; empty where no source told it."""
    members: tuple[Member, ...]
    claims: tuple[Edge, ...]
    """(application, claimed application), as far as they were looked at."""
    is_cut: bool

    @property
    def is_known(self) -> bool:
        """Some source says something of its priorities or its family: else nothing follows from an empty one."""
        return bool(self.number or self.claims)


@dataclass(frozen=True)
class OverseasRights:
    """Family members outside mainland China; one office may have several."""

    is_known: bool
    granted: tuple[Member, ...]
    others: tuple[Member, ...]
    """Of which no grant is held; whether there is one is not known from the documents here."""


def ends_of_patent(patent: Patent) -> Ends:
    numbers = {docdb_application(patent.application_number or "")}
    if patent.pct_application:
        numbers.add(document_number.clean_application(patent.pct_application))
    return Ends(
        frozenset(numbers - {""}),
        frozenset(each.serial for each in patent.publications.all()),
    )


def ends_of_document(document: Document) -> Ends:
    return Ends(frozenset({document.application} - {""}), frozenset({document.serial}))


def priorities_of(ends: Ends) -> tuple[Claimed, ...]:
    """The earliest first."""
    found = Priority.objects.filter(application__in=ends.applications).exclude(claimed__in=ends.applications)
    days = dict(found.values_list("claimed", "claimed_on")[:_MAX_CLAIMS])
    ordered = sorted(days.items(), key=lambda item: (item[1] or date.max, item[0]))
    return tuple(Claimed(number, day) for number, day in ordered)


def simple_family(ends: Ends) -> Family:
    """In a fixed number of queries."""
    return _describe(FamilyKind.SIMPLE, _simple(ends))


def extended_family(ends: Ends, levels: int | None = None) -> Family:
    """Two queries for each level of priorities; None: as far as they lead."""
    return _describe(FamilyKind.EXTENDED, _joined(_simple(ends), levels))


def overseas_members(patent: Patent, on: date | None = None) -> OverseasRights:
    """Members of the simple family outside mainland China, by what was published up to `on` (None: by today).

    Hong Kong, Macao and Taiwan have offices of their own and are among them: `Member.office` tells them apart.
    """
    family = simple_family(ends_of_patent(patent))
    abroad = [each for each in family.members if each.office not in (CHINA, INTERNATIONAL)]
    dated = [each.until(on) if on else each for each in abroad]
    return OverseasRights(
        family.is_known,
        granted=tuple(each for each in dated if each.is_granted),
        others=tuple(each for each in dated if not each.is_granted),
    )


@dataclass(frozen=True)
class _Found:
    number: str
    levels: dict[str, int]
    claims: tuple[Edge, ...]
    is_cut: bool


def _simple(ends: Ends) -> _Found:
    """By the DOCDB number of any document of these, else by equal priorities."""
    told = Document.objects.filter(Q(application__in=ends.applications) | Q(serial__in=ends.serials))
    rows = list(told.order_by("-published_on").values_list("application", "family")[:MAX_NODES])
    starts = sorted({*ends.applications, *(application for application, _family in rows)} - {""})
    number = next((family for _application, family in rows if family), "")
    others, is_cut = _same_number(number) if number else _same_priorities(starts)
    members = dict.fromkeys([*starts, *others], 0)
    return _Found(number, members, tuple(_claims_of(members)), is_cut)


def _same_number(number: str) -> tuple[list[str], bool]:
    found = Document.objects.filter(family=number).exclude(application="").order_by("application")
    return _limited(list(found.values_list("application", flat=True).distinct()[: MAX_NODES + 1]))


def _same_priorities(starts: Collection[str]) -> tuple[list[str], bool]:
    wanted = {claimed or frozenset({each}) for each, claimed in _priorities(starts).items()}
    roots = {number for claimed in wanted for number in claimed}
    claiming = Priority.objects.filter(claimed__in=roots).order_by("application")
    near, is_cut = _limited(list(claiming.values_list("application", flat=True).distinct()[: MAX_NODES + 1]))
    candidates = _priorities({*near, *roots})
    same = {each for claimed in wanted for each in same_claims(candidates, claimed)}
    return sorted(same), is_cut


def _limited(numbers: list[str]) -> tuple[list[str], bool]:
    return numbers[:MAX_NODES], len(numbers) > MAX_NODES


def _priorities(applications: Collection[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {each: set() for each in applications}
    for application, claimed in _claims_of(applications):
        found[application].add(claimed)
    return {each: frozenset(claimed) for each, claimed in found.items()}


def _claims_of(applications: Collection[str]) -> list[Edge]:
    found = Priority.objects.filter(application__in=applications).order_by("application", "claimed")
    return list(found.values_list("application", "claimed")[:_MAX_CLAIMS])


def _joined(simple: _Found, levels: int | None) -> _Found:
    claims: dict[Edge, None] = dict.fromkeys(simple.claims)

    def step(numbers: Collection[str], limit: int) -> list[Edge]:
        upward = _edges(Priority.objects.filter(application__in=numbers), limit)
        downward = _edges(Priority.objects.filter(claimed__in=numbers), limit)
        claims.update(dict.fromkeys([*upward, *downward]))
        return [*upward, *((claimed, application) for application, claimed in downward)]

    walked = walk(simple.levels, step, levels)
    within = tuple(edge for edge in claims if set(edge) <= walked.levels.keys())
    return _Found(simple.number, walked.levels, within, walked.is_cut or simple.is_cut)


def _edges(found: QuerySet[Priority], limit: int) -> list[Edge]:
    return list(found.order_by("application", "claimed").values_list("application", "claimed")[:limit])


def _describe(kind: FamilyKind, found: _Found) -> Family:
    held = held_by_application(found.levels.keys())
    members = (
        Member(number, number[:2], level, held.get(number, Held())) for number, level in found.levels.items()
    )
    return Family(
        kind,
        found.number,
        tuple(sorted(members, key=lambda each: (each.level, each.office, each.application))),
        found.claims,
        found.is_cut,
    )
