"""Trademarks: an entry for each number and class; the steps of the procedure add up."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from onestop.core import clock
from onestop.records.models import MarkKind, MarkUse, SourceFile, Trademark, TrademarkEvent
from onestop.records.registers.records import TrademarkRecord
from onestop.records.registers.store import Register, Taken
from onestop.search.services import enqueue

_AT_ONCE = 2_000


def _values(records: Sequence[TrademarkRecord]) -> list[dict[str, Any]]:
    return [_fields(record) for record in records]


def _fields(record: TrademarkRecord) -> dict[str, Any]:
    """As the columns are called. A source that does not say the kind or use of a mark does not change them."""
    fields = {name: value for name, value in asdict(record).items() if name != "events"}
    fields["applicants"] = list(record.applicants)
    fields["goods"] = [{"group": each.group, "name": each.name} for each in record.goods]
    for name, unsaid in (("mark_kind", MarkKind.UNKNOWN), ("mark_use", MarkUse.ORDINARY)):
        if fields[name] == unsaid:
            fields[name] = ""
    return fields


def _after(taken: Sequence[Taken[TrademarkRecord, Trademark]], file: SourceFile) -> None:
    """Events are added and never removed: a source that lists fewer does not deny the others.

    A new event alone can change the status that the index holds.
    """
    TrademarkEvent.objects.bulk_create(_events(taken, file), ignore_conflicts=True, batch_size=_AT_ONCE)
    enqueue("trademark", sorted({each.entry.pk for each in taken if each.record.events}))


def _events(taken: Sequence[Taken[TrademarkRecord, Trademark]], file: SourceFile) -> Iterator[TrademarkEvent]:
    today = timezone.localdate(clock.now())
    for each in taken:
        for event in each.record.events:
            yield TrademarkEvent(
                trademark=each.entry,
                name=event.name,
                effective_on=event.effective_on,
                code=event.code,
                recorded_on=today,
                file=file,
                row=each.row,
            )


TRADEMARKS: Register[TrademarkRecord, Trademark] = Register(
    "trademark", Trademark, _values, _after, is_indexed=True
)
