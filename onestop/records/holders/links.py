"""Which holder a printed name means, and writing that onto the records: the links are the truth."""

from collections.abc import Collection, Iterator
from itertools import islice

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from onestop.records.models import LinkState, NameLink, Party, PartyRole, Trademark, Transaction

HOLDING_ROLES = (PartyRole.APPLICANT, PartyRole.PATENTEE)
FIRST_APPLICANT = Cast(KeyTextTransform("0", "applicants"), CharField())
_AT_ONCE = 1_000


def holder_ids(names: Collection[str]) -> dict[str, int]:
    """Name as printed -> holder, of those that are settled; in one query."""
    return dict(_settled().filter(name__in=names).values_list("name", "holder_id"))


def project(names: Collection[str]) -> None:
    """Write the holders of these names onto patents, trademarks and contracts; none where nothing is settled."""
    for some in _batches(names):
        Party.objects.filter(role__in=HOLDING_ROLES, name__in=some).update(holder=_holder_of("name"))
        for side in ("giver", "receiver"):
            named = Transaction.objects.filter(**{f"{side}__in": some})
            named.update(**{f"{side}_holder": _holder_of(side)})
    _trademarks().filter(applicants__0__in=list(names)).update(holder=_holder_of("first"))


def project_trademarks() -> None:
    """All that have no holder yet: their applicants stand in a list, which no index helps to find."""
    _trademarks().filter(holder=None).update(holder=_holder_of("first"))


def _trademarks() -> QuerySet[Trademark]:
    return Trademark.objects.annotate(first=FIRST_APPLICANT)


def _holder_of(column: str) -> Subquery:
    return Subquery(_settled().filter(name=OuterRef(column)).values("holder")[:1])


def _settled() -> QuerySet[NameLink]:
    return NameLink.objects.exclude(state=LinkState.SUGGESTED)


def _batches(names: Collection[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
