"""Which inventions have which reason: kept up with the records, batch by batch."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from onestop.core.bulk import insert
from onestop.indicators.high_value.industry import industry_of
from onestop.indicators.high_value.policy import digest, pledge_threshold, policy
from onestop.indicators.models import Assessment, Category, HighValueReason
from onestop.records.models import Award, Patent, PatentKind, TransactionKind, TransactionRight
from onestop.records.overseas import granted_abroad
from onestop.records.queries import records_of
from onestop.reference.industries import RuleIndex, industry_rules
from onestop.reference.queries import lends_industries

_AT_ONCE = 1_000
_BEFORE_ALL = date(1985, 4, 1)
"""When the Patent Law came into force: no invention is older."""


@dataclass(frozen=True, slots=True)
class Reason:
    since: date
    evidence: Mapping[str, Any]
    is_conditional: bool = False


def refresh(progress: Callable[[int], None] = lambda done: None) -> int:
    """Assess what is new or changed, or was assessed by other rules; how many inventions had to be looked at."""
    rules = industry_rules()
    applied = digest(rules, lends_industries())
    looked_at = 0
    keys = iter(_stale(applied))
    while batch := list(islice(keys, _AT_ONCE)):
        _assess_industries(batch, rules, applied)
        looked_at += len(batch)
        progress(len(batch))
    for category, reasons in _from_other_tables():
        _replace(category, reasons)
    return looked_at


def _stale(applied: str) -> Iterator[int]:
    inventions = Patent.objects.filter(kind=PatentKind.INVENTION)
    current = Q(assessment__version=F("version"), assessment__policy=applied)
    # Read whole, since it is written while they are gone through (see `onestop.records.holders.runs`).
    return iter(list(inventions.exclude(current).order_by("pk").values_list("pk", flat=True)))


def _assess_industries(keys: list[int], rules: RuleIndex, applied: str) -> None:
    with transaction.atomic():
        records = records_of(keys)
        versions = dict(Patent.objects.filter(pk__in=keys).values_list("pk", "version"))
        HighValueReason.objects.filter(patent__in=keys, category=Category.INDUSTRY).delete()
        marks = {"is_demonstration": True} if lends_industries() else {}
        found = {
            key: Reason(
                record.filed_on or _BEFORE_ALL, {**match.evidence, **marks}, bool(match.rule.keywords)
            )
            for key, record in records.items()
            if (match := industry_of(record.ipc, f"{record.title}\n{record.abstract}", rules))
        }
        _insert(Category.INDUSTRY, found)
        Assessment.objects.filter(patent__in=keys).delete()
        insert(
            Assessment,
            ("patent", "version", "policy"),
            ((key, version, applied) for key, version in versions.items()),
        )


def _from_other_tables() -> Iterator[tuple[Category, Mapping[int, Reason]]]:
    yield Category.OVERSEAS, _overseas()
    yield Category.PLEDGED, _pledged()
    yield Category.AWARDED, _awarded()


def _overseas() -> Mapping[int, Reason]:
    """From the day of the first grant abroad of a family member."""
    return {
        key: Reason(grant.granted_on, {"document": grant.number, "office": grant.office})
        for key, grant in granted_abroad(frozenset(policy()["overseas"]["not_abroad"])).items()
    }


def _pledged() -> Mapping[int, Reason]:
    """By the amount of one registration, over all the rights it is about."""
    found: dict[int, Reason] = {}
    rights = TransactionRight.objects.filter(
        transaction__kind=TransactionKind.PLEDGE, transaction__amount__isnull=False
    ).exclude(transaction__registered_on=None)
    columns = ("number", "transaction__number", "transaction__amount", "transaction__registered_on")
    keys = _inventions(rights.values_list("number", flat=True))
    thresholds = cache(pledge_threshold)
    for number, registration, amount, day in rights.order_by("transaction__registered_on").values_list(
        *columns
    ):
        threshold = thresholds(day)
        if threshold is not None and amount >= threshold and number in keys:
            evidence = {"registration": registration, "yuan": str(amount), "threshold": str(threshold)}
            found.setdefault(keys[number], Reason(day, evidence))
    return found


def _awarded() -> Mapping[int, Reason]:
    """From the end of the prize's year: lists do not give the day."""
    names = policy()["award"]["names"]
    awards = [each for each in Award.objects.order_by("year") if any(name in each.name for name in names)]
    keys = _inventions(award.number for award in awards)
    return {
        keys[award.number]: Reason(
            date(award.year, 12, 31), {"award": award.name, "grade": award.grade, "year": award.year}
        )
        for award in reversed(awards)
        if award.number in keys
    }


def _inventions(numbers: Iterable[str]) -> dict[str, int]:
    found = Patent.objects.filter(kind=PatentKind.INVENTION, application_number__in=set(numbers))
    return {str(number): pk for number, pk in found.values_list("application_number", "pk")}


def _replace(category: Category, reasons: Mapping[int, Reason]) -> None:
    """Only what differs is written: the tables behind these categories are small."""
    with transaction.atomic():
        held = {each.patent_id: each for each in HighValueReason.objects.filter(category=category)}
        same = {
            key
            for key, reason in reasons.items()
            if key in held and (held[key].since, held[key].evidence) == (reason.since, dict(reason.evidence))
        }
        HighValueReason.objects.filter(
            pk__in=[each.pk for key, each in held.items() if key not in same]
        ).delete()
        _insert(category, {key: reason for key, reason in reasons.items() if key not in same})


def _insert(category: Category, reasons: Mapping[int, Reason]) -> None:
    insert(
        HighValueReason,
        ("patent", "category", "since", "evidence", "is_conditional"),
        (
            (key, category.value, reason.since, dict(reason.evidence), reason.is_conditional)
            for key, reason in reasons.items()
        ),
    )
