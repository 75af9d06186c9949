"""Reads of holders."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from onestop.core import clock
from onestop.records.holders.links import HOLDING_ROLES
from onestop.records.holders.names import name_key
from onestop.records.holders.services import REGISTER
from onestop.records.models import (
    Holder,
    HolderMerge,
    HolderName,
    HolderRelation,
    LinkState,
    NameLink,
    Party,
    PartyRole,
    Patent,
    Statement,
    Trademark,
)
from onestop.records.status import LegalStatus

_DEEPEST = 20


def holder_of(name: str) -> Holder | None:
    """Whom a printed name means: by its link, or by having this very name; the survivor of a merge."""
    link = (
        NameLink.objects.filter(name=name).exclude(state=LinkState.SUGGESTED).select_related("holder").first()
    )
    if link:
        return survivor(link.holder)
    key = name_key(name)
    named = HolderName.objects.filter(name_key=key, holder__merged_into=None).select_related("holder")
    found = list(named[:2]) if key else []
    return found[0].holder if len({each.holder_id for each in found}) == 1 else None


def survivor(holder: Holder) -> Holder:
    """Who stands for it today."""
    seen = {holder.pk}
    while holder.merged_into and holder.merged_into_id not in seen:
        holder = holder.merged_into
        seen.add(holder.pk)
    return holder


def with_parts(holder: Holder) -> set[int]:
    """It, its branches and the members of its group, and theirs; loops are safe."""
    found, newest = {holder.pk}, {holder.pk}
    for _level in range(_DEEPEST):
        below = HolderRelation.objects.filter(parent__in=newest).values_list("child", flat=True)
        newest = set(below) - found
        if not newest:
            break
        found |= newest
    return found


@dataclass(frozen=True)
class Holdings:
    """How many patents a holder is patentee or, where none is known, applicant of; each counted once."""

    total: int
    by_kind: dict[str, int]
    by_status: dict[str, int]
    trademarks: int


def holdings(holder: Holder, *, with_group: bool = False) -> Holdings:
    """On request with its branches and the members of its group. Four queries at most a level of the group."""
    holders = with_parts(holder) if with_group else {holder.pk}
    patents = patents_of(holders)
    by_kind = dict(patents.values_list("kind").annotate(Count("pk")).order_by())
    by_status = dict(
        patents.annotate(status=_status()).values_list("status").annotate(Count("pk")).order_by()
    )
    trademarks = Trademark.objects.filter(holder__in=holders).count()
    return Holdings(sum(by_kind.values()), by_kind, by_status, trademarks)


def patents_of(holders: Collection[int]) -> QuerySet[Patent]:
    parties = Party.objects.filter(patent=OuterRef("pk"))
    patentees = parties.filter(role=PartyRole.PATENTEE)
    applicants = parties.filter(role=PartyRole.APPLICANT)
    return Patent.objects.filter(
        Exists(patentees.filter(holder__in=holders))
        | Exists(applicants.filter(holder__in=holders)) & ~Exists(patentees)
    )


def _status() -> Case:
    """As `records.status` has it, from the days kept in the patent's own row."""
    today = clock.today()
    return Case(
        When(Q(ends_on__lte=today) | Q(closed_on__lte=today), then=Value(LegalStatus.ENDED.value)),
        When(legal_data_to=None, then=Value(LegalStatus.UNKNOWN.value)),
        When(granted_on=None, then=Value(LegalStatus.PENDING.value)),
        default=Value(LegalStatus.IN_FORCE.value),
    )


def printed_names(holders: Collection[int]) -> list[str]:
    """As documents print them: what a search for these holders looks for."""
    links = NameLink.objects.filter(holder__in=holders).exclude(state=LinkState.SUGGESTED)
    return list(links.order_by("name").values_list("name", flat=True))


@dataclass(frozen=True)
class Queued:
    link: NameLink
    patents: int
    """Of the name that is asked about."""
    holder_patents: int
    holder_names: list[str]
    """As documents print them."""


def review_queue(after: str = "", size: int = 20) -> tuple[list[Queued], str]:
    """Names to review, those with most patents first; and the key after which the next page starts, or ""."""
    links = NameLink.objects.filter(state=LinkState.SUGGESTED).annotate(patents=_patents_named())
    start = links.filter(pk=after).first() if after.isascii() and after.isdecimal() else None
    if start:
        links = links.filter(Q(patents__lt=start.patents) | Q(patents=start.patents, pk__gt=start.pk))
    found = list(links.select_related("holder").order_by("-patents", "pk")[: size + 1])
    counts = dict(
        Party.objects.filter(role__in=HOLDING_ROLES, holder__in=[link.holder_id for link in found])
        .values_list("holder")
        .annotate(Count("patent", distinct=True))
        .order_by()
    )
    names: dict[int, list[str]] = defaultdict(list)
    settled = NameLink.objects.filter(holder__in=counts).exclude(state=LinkState.SUGGESTED)
    for holder, name in settled.values_list("holder", "name"):
        names[holder].append(name)
    rows = [
        Queued(link, link.patents, counts.get(link.holder_id, 0), names[link.holder_id])
        for link in found[:size]
    ]
    return rows, str(found[size - 1].pk) if len(found) > size else ""


def _patents_named() -> Coalesce:
    named = Party.objects.filter(role__in=HOLDING_ROLES, name=OuterRef("name")).order_by()
    counted = named.values("name").annotate(patents=Count("patent", distinct=True)).values("patents")
    return Coalesce(Subquery(counted), 0)


def merges_of(holder: Holder) -> QuerySet[HolderMerge]:
    """Into it, the newest first."""
    return HolderMerge.objects.filter(survivor=holder).select_related("merged", "done_by").order_by("-pk")


def sources_of(holder: Holder) -> QuerySet[Statement]:
    """Lists that state it, or a title that it holds."""
    stated = Q(register=REGISTER, entry=holder.pk)
    titled = Q(register="honour", entry__in=holder.honours.values("pk"))
    return Statement.objects.filter(stated | titled).select_related("file").order_by("pk")
