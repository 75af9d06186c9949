"""Rights abroad of all inventions at once: who may have one is found set by set, then looked at one by one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from onestop.law.kind_codes import is_grant
from onestop.records.families import INTERNATIONAL, overseas_members
from onestop.records.models import Document, Patent, PatentKind, Priority
from onestop.records.values import application_number

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class GrantAbroad:
    number: str
    office: str
    granted_on: date


def granted_abroad(not_abroad: Collection[str]) -> dict[int, GrantAbroad]:
    """Key of each invention with a granted member of its simple family abroad -> the first of them."""
    found: dict[int, GrantAbroad] = {}
    for patent in _candidates(not_abroad):
        grants = sorted(_grants(patent, not_abroad), key=lambda each: (each.granted_on, each.number))
        if grants:
            found[patent.pk] = grants[0]
    return found


def _grants(patent: Patent, not_abroad: Collection[str]) -> Iterator[GrantAbroad]:
    for member in overseas_members(patent).granted:
        if member.office in not_abroad:
            continue
        for each in member.held.documents:
            if each.is_grant and each.published_on:
                yield GrantAbroad(each.number, member.office, each.published_on)


def _candidates(not_abroad: Collection[str]) -> Iterator[Patent]:
    """Inventions that share a family number or a priority with a document granted abroad."""
    applications, families = _granted(not_abroad)
    chinese: set[str] = set()
    serials: set[str] = set()
    for part in _slices(sorted(families)):
        for application, serial in Document.objects.filter(office="CN", family__in=part).values_list(
            "application", "serial"
        ):
            chinese.add(application)
            serials.add(serial)
    for part in _slices(sorted(applications)):
        chinese |= _joined_by_priority(part)
    numbers = [application_number.clean(each) for each in chinese if application_number.is_valid(each)]
    for some in _slices(numbers):
        yield from _inventions(Q(application_number__in=some))
    for some in _slices(sorted(serials)):
        yield from _inventions(Q(publications__serial__in=some) & ~Q(application_number__in=numbers))


def _granted(not_abroad: Collection[str]) -> tuple[set[str], set[str]]:
    applications: set[str] = set()
    families: set[str] = set()
    abroad = Document.objects.exclude(office__in=[*not_abroad, INTERNATIONAL])
    rows = abroad.values_list("office", "kind_code", "published_on", "application", "family")
    for office, kind_code, published_on, application, family in rows.iterator(chunk_size=10_000):
        if is_grant(office, kind_code, published_on):
            applications.add(application)
            families.add(family)
    return applications - {""}, families - {""}


def _joined_by_priority(applications: Collection[str]) -> set[str]:
    claimed = set(Priority.objects.filter(application__in=applications).values_list("claimed", flat=True))
    alike = Priority.objects.filter(claimed__in=claimed, application__startswith="CN")
    chinese = {*claimed, *alike.values_list("application", flat=True)}
    return {each for each in chinese if each.startswith("CN")}


def _inventions(which: Q) -> Iterator[Patent]:
    found = Patent.objects.filter(which, kind=PatentKind.INVENTION).distinct()
    yield from found.prefetch_related("publications")


def _slices(items: list[str]) -> Iterator[list[str]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
