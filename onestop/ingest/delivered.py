"""What suppliers say that they delivered, beside what is held.

A delivery's documents are not told apart from those of others: what is held of an office and kind came from all of
them. So where more was delivered than is held, at least the difference is missing; where less, nothing is proved.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Length, Substr

from onestop.records.models import DeliveryCount, Document, Publication

DELETED = "D"
_CHINA = "CN"


@dataclass(frozen=True)
class Compared:
    """Documents of one office and kind."""

    office: str
    kind_code: str
    delivered: int
    """New and amended."""
    deleted: int
    held: int

    @property
    def missing(self) -> int:
        """At least so many."""
        return max(0, self.delivered - self.held)

    @property
    def difference(self) -> int:
        return self.held - self.delivered


def deliveries() -> list[str]:
    """The newest first."""
    return list(DeliveryCount.objects.order_by("-delivery").values_list("delivery", flat=True).distinct())


def compared(delivery: str) -> list[Compared]:
    """What lacks most first. Three queries."""
    said = DeliveryCount.objects.filter(delivery=delivery).values("office", "kind_code")
    rows = said.order_by("office", "kind_code").annotate(
        delivered=Sum("documents", filter=~Q(status=DELETED), default=0),
        deleted=Sum("documents", filter=Q(status=DELETED), default=0),
    )
    held = _held()
    found = [Compared(**row, held=held[row["office"], row["kind_code"]]) for row in rows]
    return sorted(found, key=lambda each: -each.missing)


def _held() -> Counter[tuple[str, str]]:
    """(office, kind) -> documents. A Chinese one may be held as a document, as a publication of a patent, or as both."""
    documents = Document.objects.order_by().values_list("office", "kind_code").annotate(n=Count("pk"))
    found = Counter({(office, kind): number for office, kind, number in documents})
    alone = Publication.objects.filter(~Exists(Document.objects.filter(key=OuterRef("number")))).order_by()
    kinds = alone.annotate(kind=Substr("number", Length("serial") + 1)).values_list("kind")
    found.update({(_CHINA, kind): number for kind, number in kinds.annotate(n=Count("pk"))})
    return found
