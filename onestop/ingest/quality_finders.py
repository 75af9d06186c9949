"""Measures of quality that no lookup can say. Each goes through the table once and yields keys of records."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache

from django.db.models import Count

from onestop.core.text import fold
from onestop.records.models import Holder, HolderKind, Party, PartyRole, Patent, PatentRevision, Publication
from onestop.reference.addresses import region_of_address

_STATED_ONCE = ("filed_on", "kind", "title")
"""What does not change in the life of an application."""
_ADDRESSES_REMEMBERED = 50_000
"""A holder's patents have one address: reading each anew took most of the time."""


def same_title_applicant_day() -> Iterator[int]:
    """Titles are compared as searches compare them: width, case, tradition and blanks do not matter."""
    first = Party.objects.filter(role=PartyRole.APPLICANT, position=1, patent__filed_on__isnull=False)
    fields = ("patent__filed_on", "patent__kind", "name")
    several = {
        tuple(row[:-1])
        for row in first.values_list(*fields).annotate(number=Count("pk")).filter(number__gt=1)
    }
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for key, title, *rest in first.values_list("patent_id", "patent__title", *fields).iterator():
        if title and tuple(rest) in several:
            alike["".join(fold(title).split()), *rest].append(key)
    return (key for keys in alike.values() if len(keys) > 1 for key in keys)


def same_publication() -> Iterator[int]:
    """A publication and its grant share the digits and belong to one patent."""
    shared = (
        Publication.objects.values("serial")
        .annotate(patents=Count("patent", distinct=True))
        .filter(patents__gt=1)
    )
    keys = Publication.objects.filter(serial__in=shared.values("serial")).values_list("patent_id", flat=True)
    return keys.distinct().iterator()


def region_against_address() -> Iterator[int]:
    """The narrower of the two must lie within the wider: 440700 and 440704 agree."""
    known = Patent.objects.filter(address__gt="", region__gt="").values_list("pk", "region", "address")
    region_of = lru_cache(_ADDRESSES_REMEMBERED)(region_of_address)
    for key, region, address in known.iterator():
        told = region_of(address)
        if told and not _within(told, region) and not _within(region, told):
            yield key


def same_holder_name() -> Iterator[int]:
    """Holders in use; a person's name is many persons'."""
    used = Holder.objects.filter(merged_into=None).exclude(kind=HolderKind.PERSON)
    shared = used.values("name").annotate(number=Count("pk")).filter(number__gt=1).order_by()
    return used.filter(name__in=shared.values("name")).values_list("pk", flat=True).iterator()


def sources_disagree() -> Iterator[int]:
    """A gap that a later source fills is no contradiction."""
    told = PatentRevision.objects.values_list("patent_id", "before")
    return (key for key, before in told.iterator() if any(before.get(field) for field in _STATED_ONCE))


def _within(code: str, wider: str) -> bool:
    """By GB/T 2260: 44 is a province, 4407 a city."""
    while wider.endswith("00"):
        wider = wider[:-2]
    return code.startswith(wider)


FINDERS: dict[str, Callable[[], Iterator[int]]] = {
    each.__name__: each
    for each in (
        same_title_applicant_day,
        same_publication,
        region_against_address,
        same_holder_name,
        sources_disagree,
    )
}
