"""Which patents of a list are of one simple family, for many at once: as `families`, without looking further."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from onestop.records.held import docdb_application
from onestop.records.models import Document, Patent, Priority
from onestop.records.values import document_number

_Described = tuple[str, frozenset[str]]
"""The DOCDB number, and what is claimed: the earlier applications, or itself where others claim it."""
_AT_ONCE = 5_000  # numbers in one question to the database


@dataclass(frozen=True)
class FamilyOf:
    key: str
    """The same for all of one family."""
    is_known: bool
    """Some source says something of its priorities or its family; else it stands alone for want of data."""


def families_of(keys: Sequence[int]) -> Mapping[int, FamilyOf]:
    """In a fixed number of queries for each few thousand patents."""
    found: dict[int, _Described] = {}
    remaining = iter(keys)
    while some := list(islice(remaining, _AT_ONCE)):
        found |= _described(some)
    # What DOCDB has numbered lends its number to whatever claims the very same priorities.
    numbers = {claimed: number for number, claimed in found.values() if number}
    return {key: _family(key, number, claimed, numbers) for key, (number, claimed) in found.items()}


def _family(
    key: int, number: str, claimed: frozenset[str], numbers: Mapping[frozenset[str], str]
) -> FamilyOf:
    if told := number or (numbers.get(claimed, "") if claimed else ""):
        return FamilyOf(told, True)
    return FamilyOf(" ".join(sorted(claimed)), True) if claimed else FamilyOf(f"#{key}", False)


def _described(keys: Sequence[int]) -> dict[int, _Described]:
    applications, described = _applications(keys), {}
    wanted = {each for several in applications.values() for each in several}
    told = dict(_told(wanted))
    claims, roots = _claims(wanted)
    for key, several in applications.items():
        number = next((told[each] for each in several if each in told), "")
        claimed = {each for application in several for each in claims[application]} - set(several)
        described[key] = (number, frozenset(claimed or roots & set(several)))
    return described


def _claims(applications: set[str]) -> tuple[Mapping[str, set[str]], set[str]]:
    """What each claims, and which of them are claimed by others."""
    claims: dict[str, set[str]] = defaultdict(set)
    found = Priority.objects.filter(application__in=applications)
    for application, claimed in found.values_list("application", "claimed"):
        claims[application].add(claimed)
    roots = Priority.objects.filter(claimed__in=applications).values_list("claimed", flat=True)
    return claims, set(roots)


def _applications(keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    rows = Patent.objects.filter(pk__in=keys).values_list("pk", "application_number", "pct_application")
    return {key: tuple(_numbers(number or "", pct or "")) for key, number, pct in rows}


def _numbers(application: str, pct: str) -> Iterator[str]:
    if application:
        yield docdb_application(application)
    if pct:
        yield document_number.clean_application(pct)


def _told(applications: set[str]) -> Iterator[tuple[str, str]]:
    found = Document.objects.filter(application__in=applications).exclude(family="")
    return found.order_by("published_on").values_list("application", "family").iterator()
