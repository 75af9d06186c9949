"""Up to which day legal events are known: said by the operator who knows that every announcement came in."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from onestop.core import audit, clock
from onestop.records.models import Patent, SourceFile
from onestop.records.services import DOCUMENT_TYPE
from onestop.search.services import enqueue

_AT_ONCE = 5_000
AUDITED = {"legal_data.declared": _("声明法律状态的截止日")}


def known_to(day: date, region: str = "") -> int:
    """Legal events of the patents of a region (all, where none is named) are complete up to this day; how many.

    Only patents that have some legal fact, a publication or an event: of others nothing follows. A patent known
    further keeps its day.
    """
    stem = region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region
    told = Q(granted_on__isnull=False) | Q(published_on__isnull=False) | Q(closed_on__isnull=False)
    earlier = Q(legal_data_to=None) | Q(legal_data_to__lt=day)
    patents = Patent.objects.filter(told, earlier, region__startswith=stem)
    said = sum(_say(keys, day) for keys in _slices(patents.order_by("pk").values_list("pk", flat=True)))
    if said:
        after = {"day": day.isoformat(), "region": region, "patents": said}
        audit.record(None, "legal_data.declared", SourceFile(name=f"{region} {day}".strip()), after=after)
    return said


def _say(keys: list[int], day: date) -> int:
    with transaction.atomic():
        changed = Patent.objects.filter(pk__in=keys).update(
            legal_data_to=day, version=F("version") + 1, updated_at=clock.now()
        )
        enqueue(DOCUMENT_TYPE, keys)
    return changed


def _slices(every: Iterable[int]) -> Iterator[list[int]]:
    """Read whole first: on SQLite a read still open would refuse the writes once another process wrote."""
    keys = iter(list(every))
    while some := list(islice(keys, _AT_ONCE)):
        yield some
