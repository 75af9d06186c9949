"""Figures kept as they were computed: the set counted stays with them, whatever is learned later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onestop.accounts.access import require
from onestop.accounts.models import User
from onestop.core import audit, clock
from onestop.core.errors import UserError
from onestop.indicators.definitions import Definition, Kind, by_code
from onestop.indicators.evidence import Line, base, lines
from onestop.indicators.measures import numbers
from onestop.indicators.models import Bulletin, KeptResult
from onestop.indicators.results import Number, Result, compute, summary

ACTION = "figures.keep"
_PLACES = Decimal("0.000001")
_AT_ONCE = 500


@dataclass(frozen=True)
class Comparison:
    """What was kept and what would be counted now for the same day."""

    kept: KeptResult
    now: Result
    recomputed: Decimal | None
    """From the members kept: the kept value again."""
    revised_by: Decimal | None
    """Value now less the value kept; None where either is not told."""
    entered: tuple[int, ...]
    """Keys of records that count now and did not."""
    left: tuple[int, ...]
    changed: tuple[int, ...]
    """Keys of records that counted with another number."""


@transaction.atomic
def keep(
    results: Iterable[Result], reason: str, person: User | None, bulletin: Bulletin | None = None
) -> tuple[KeptResult, ...]:
    """With all that is behind them. The command line is nobody (None)."""
    if person is not None:
        require(person, ACTION)
    made = tuple(_keep(result, reason, person, bulletin) for result in results)
    for each in made:
        audit.record(person, "figure.kept", each, after={"code": each.code, "value": str(each.value)})
    return made


def compare(kept: KeptResult) -> Comparison:
    now = compute(definition_of(kept), kept.region, kept.as_of)
    then, present = _by_key(kept.members), _by_key(_members(now))
    value = rounded(now.value)
    return Comparison(
        kept=kept,
        now=now,
        recomputed=recompute(kept),
        revised_by=None if value is None or kept.value is None else value - kept.value,
        entered=tuple(sorted(present.keys() - then.keys())),
        left=tuple(sorted(then.keys() - present.keys())),
        changed=tuple(sorted(key for key in then.keys() & present.keys() if then[key] != present[key])),
    )


def recompute(kept: KeptResult) -> Decimal | None:
    """From the members and the denominator that were kept, and nothing else."""
    definition = definition_of(kept)
    if kept.missing:
        return None
    measured = [each[1] if isinstance(each, list) else each for each in kept.members]
    counted = base(definition)
    value = summary(counted.kind, [_number(each) for each in measured] if _is_measured(counted) else measured)
    if definition.kind in (Kind.RATIO, Kind.PER_POPULATION):
        assert kept.denominator
        return rounded(float(value) * definition.times / float(kept.denominator))
    return rounded(value)


def records_of(kept: KeptResult, keys: Sequence[int]) -> tuple[Line, ...]:
    """Lines of these records, as far as they are still there."""
    now = compute(base(definition_of(kept)), kept.region, kept.as_of)
    assert now.counted
    found: list[Any] = []
    every: QuerySet[Any] = now.counted.records.model._default_manager.order_by("pk")
    for start in range(0, len(keys), _AT_ONCE):
        found += every.filter(pk__in=keys[start : start + _AT_ONCE])
    return lines(now.definition, found, kept.as_of)


def definition_of(kept: KeptResult) -> Definition:
    found = by_code().get(kept.code)
    if found is None or found.version != kept.definition_version:
        raise UserError(
            "indicators.old_definition",
            _("指标 %(code)s 第 %(version)s 版的口径已不在使用。")
            % {"code": kept.code, "version": kept.definition_version},
            _("留存的数值和记录仍可查看，但不能按现行口径对照。"),
        )
    return found


def rounded(value: Number | None) -> Decimal | None:
    """As the database keeps it."""
    return None if value is None else Decimal(str(value)).quantize(_PLACES)


def _keep(result: Result, reason: str, person: User | None, bulletin: Bulletin | None) -> KeptResult:
    return KeptResult.objects.create(
        code=result.definition.code,
        definition_version=result.definition.version,
        region=result.scope.region,
        as_of=result.scope.until,
        computed_at=clock.now(),
        value=rounded(result.value),
        numerator=rounded(result.numerator),
        denominator=rounded(result.denominator),
        missing=result.missing,
        members=_members(result),
        reason=reason,
        kept_by=person,
        bulletin=bulletin,
    )


def _members(result: Result) -> list[Any]:
    """Keys, ascending; where a number of each record counts, [key, number]."""
    if result.counted is None or result.counted.missing:
        return []
    counted = base(result.definition)
    if not _is_measured(counted):
        return list(result.counted.members.order_by("pk").values_list("pk", flat=True))
    found = sorted(numbers(counted, result.counted, result.scope), key=lambda each: each[0])
    return [[key, str(number) if isinstance(number, Decimal) else number] for key, _region, number in found]


def _by_key(members: Iterable[Any]) -> dict[int, Any]:
    """A list read from the database has no tuples in it."""
    return {each[0]: each[1] for each in (m if isinstance(m, list) else [m, None] for m in members)}


def _is_measured(definition: Definition) -> bool:
    return definition.kind != Kind.COUNT


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value
