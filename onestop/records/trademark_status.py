"""Status of a Chinese trademark on a day, derived from its dates, its events and the periods of the law.

A status is always said with what it rests on. Where the sources' data end before the day, only what the law decides
by itself is claimed: a period of opposition that runs, a term that is not over. Marks of other offices, whose law is
not recorded here, are `unknown`; of Madrid registrations only what the sources say is used.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onestop.law import trademarks as law
from onestop.law.fees import Deadline
from onestop.records.models import Trademark
from onestop.records.trademark_turns import Turn, turn_of_event, turn_of_status
from onestop.records.values import trademark_number
from onestop.reference.workdays import is_working_day

__all__ = [
    "Facts",
    "Period",
    "Reason",
    "StatusView",
    "TrademarkStatus",
    "facts_of",
    "periods",
    "status_on",
    "term_last_day",
]
_DAY = timedelta(1)


class TrademarkStatus(models.TextChoices):
    APPLIED = "applied", _("申请中")
    REFUSED = "refused", _("驳回")
    REFUSAL_REVIEW = "refusal_review", _("驳回复审")
    OPPOSITION_PERIOD = "opposition_period", _("初审公告（异议期内）")
    PRELIMINARILY_APPROVED = "preliminarily_approved", _("初步审定")
    OPPOSED = "opposed", _("异议中")
    WITHDRAWN = "withdrawn", _("已撤回")
    REGISTERED = "registered", _("已注册")
    RENEWAL_GRACE = "renewal_grace", _("续展宽展期")
    EXPIRED = "expired", _("期满未续展")
    CANCELLED = "cancelled", _("已撤销")
    INVALIDATED = "invalidated", _("已宣告无效")
    SURRENDERED = "surrendered", _("已注销")
    ENDED = "ended", _("已失效")
    UNKNOWN = "unknown", _("未知")


class Reason(StrEnum):
    """What a status rests on; a stable code for programs."""

    DATES = "dates"
    EVENT = "event"
    LAW = "law"
    """A period of the law that began with a day the sources name."""
    NO_DATES = "no_dates"
    NOT_FILED = "not_filed"
    OUTCOME_UNKNOWN = "outcome_unknown"
    """The sources' data end while the procedure was going on."""
    RENEWAL_UNKNOWN = "renewal_unknown"
    """The term is over; whether it was renewed, the sources do not say."""
    OTHER_OFFICE = "other_office"


_BEFORE_REGISTRATION = {
    Turn.REFUSED: TrademarkStatus.REFUSED,
    Turn.REFUSAL_REVIEW: TrademarkStatus.REFUSAL_REVIEW,
    Turn.OPPOSED: TrademarkStatus.OPPOSED,
    Turn.WITHDRAWN: TrademarkStatus.WITHDRAWN,
}
_ENDS = {
    Turn.WITHDRAWN: TrademarkStatus.WITHDRAWN,
    Turn.CANCELLED: TrademarkStatus.CANCELLED,
    Turn.INVALIDATED: TrademarkStatus.INVALIDATED,
    Turn.SURRENDERED: TrademarkStatus.SURRENDERED,
    Turn.NOT_RENEWED: TrademarkStatus.EXPIRED,
    Turn.ENDED: TrademarkStatus.ENDED,
}
_GOING_ON = frozenset(
    {
        TrademarkStatus.APPLIED,
        TrademarkStatus.REFUSED,
        TrademarkStatus.REFUSAL_REVIEW,
        TrademarkStatus.PRELIMINARILY_APPROVED,
        TrademarkStatus.OPPOSED,
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    is_chinese: bool = True
    is_international: bool = False
    filed_on: date | None = None
    preliminary_on: date | None = None
    registered_on: date | None = None
    term_from: date | None = None
    term_to: date | None = None
    turns: tuple[tuple[date, Turn], ...] = ()
    data_to: date | None = None
    """The newest day that any source speaks of."""

    @property
    def begins_on(self) -> date | None:
        """After an opposition the right reaches back to the end of its period (art. 36)."""
        return min(filter(None, (self.registered_on, self.term_from)), default=None)


@dataclass(frozen=True, slots=True)
class Period:
    since: date
    until: date | None
    """First day of the next period."""
    status: TrademarkStatus
    reason: Reason

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class StatusView:
    status: TrademarkStatus
    reason: Reason
    since: date | None
    data_to: date | None


Stage = tuple[date, TrademarkStatus, Reason]


def status_on(trademark: Trademark, day: date) -> StatusView:
    """`trademark.events` are read once; prefetch them for a list."""
    facts = facts_of(trademark)
    for period in periods(facts):
        if period.covers(day):
            return StatusView(period.status, period.reason, period.since, facts.data_to)
    return StatusView(TrademarkStatus.UNKNOWN, _why_nothing(facts, day), None, facts.data_to)


def facts_of(trademark: Trademark) -> Facts:
    events = [(each.effective_on, turn_of_event(each.name)) for each in trademark.events.all()]
    said_on = trademark.status_as_of or timezone.localdate(trademark.updated_at)
    said = (said_on, turn_of_status(trademark.status_text))
    days = (trademark.filed_on, trademark.preliminary_on, trademark.registered_on, trademark.status_as_of)
    return Facts(
        is_chinese=trademark.office == "CN",
        is_international=trademark_number.is_international(trademark.number),
        filed_on=trademark.filed_on,
        preliminary_on=trademark.preliminary_on,
        registered_on=trademark.registered_on,
        term_from=trademark.term_from,
        term_to=trademark.term_to,
        turns=tuple(sorted((day, turn) for day, turn in (*events, said) if turn)),
        data_to=max(filter(None, (*days, *(day for day, _turn in events))), default=None),
    )


def term_last_day(facts: Facts) -> date | None:
    """Of the last term that is known: as the source says, else by law, with the renewals that followed."""
    return _term_to(facts, facts.begins_on) if facts.begins_on else facts.term_to


def periods(facts: Facts) -> tuple[Period, ...]:
    """Consecutive periods without gap or overlap; none where no date is known or the office is another."""
    if not facts.is_chinese:
        return ()
    stages = sorted(_procedure(facts), key=lambda stage: stage[0])
    begins_on = facts.begins_on
    if begins_on:
        stages = [*(each for each in stages if each[0] < begins_on), *_right(facts, begins_on)]
    elif stages and facts.data_to and stages[-1][1] in _GOING_ON:
        until = max(facts.data_to + _DAY, stages[-1][0])
        stages.append((until, TrademarkStatus.UNKNOWN, Reason.OUTCOME_UNKNOWN))
    return _periods(_ended(stages, facts, begins_on))


def _procedure(facts: Facts) -> Iterator[Stage]:
    """Up to the registration: the later step replaces the earlier one."""
    if facts.filed_on:
        yield facts.filed_on, TrademarkStatus.APPLIED, Reason.DATES
    if facts.preliminary_on:
        yield from _announced(facts, facts.preliminary_on)
    for day, turn in facts.turns:
        if status := _BEFORE_REGISTRATION.get(turn):
            yield day, status, Reason.EVENT


def _announced(facts: Facts, day: date) -> Iterator[Stage]:
    found = None if facts.is_international else law.opposition(day, is_working_day)
    if found is None:
        yield day, TrademarkStatus.PRELIMINARILY_APPROVED, Reason.DATES
        return
    yield day, TrademarkStatus.OPPOSITION_PERIOD, Reason.LAW
    over = _last(found.until) + _DAY
    if not any(turn is Turn.OPPOSED and day <= when < over for when, turn in facts.turns):
        yield over, TrademarkStatus.PRELIMINARILY_APPROVED, Reason.LAW


def _right(facts: Facts, begins_on: date) -> Iterator[Stage]:
    yield begins_on, TrademarkStatus.REGISTERED, Reason.DATES
    term_to = _term_to(facts, begins_on)
    if term_to is None or term_to < begins_on:
        return
    over = term_to
    rule = None if facts.is_international else law.renewal(term_to, is_working_day)
    if rule:
        yield term_to + _DAY, TrademarkStatus.RENEWAL_GRACE, Reason.LAW
        over = _last(rule.grace_until)
    if _is_known_not_renewed(facts, over):
        yield over + _DAY, TrademarkStatus.EXPIRED, Reason.LAW
    else:
        yield over + _DAY, TrademarkStatus.UNKNOWN, Reason.RENEWAL_UNKNOWN


def _is_known_not_renewed(facts: Facts, over: date) -> bool:
    """The data reach beyond the grace period and tell of no renewal, or say that there was none."""
    return (facts.data_to is not None and facts.data_to > over) or any(
        turn is Turn.NOT_RENEWED or (turn is Turn.ENDED and day > over) for day, turn in facts.turns
    )


def _term_to(facts: Facts, begins_on: date) -> date | None:
    """As the source says, else by law; a renewal that was granted after it could be filed adds a term."""
    by_law = None if facts.is_international else law.term(begins_on)
    term_to = facts.term_to or (by_law.last_day if by_law else None)
    for day in (day for day, turn in facts.turns if turn is Turn.RENEWED):
        rule = law.renewal(term_to, is_working_day) if term_to else None
        if term_to and rule and day >= rule.open_from:
            term_to = law.renewed(term_to, rule.years)
    return term_to


def _ended(stages: list[Stage], facts: Facts, begins_on: date | None) -> list[Stage]:
    """An invalidated right never was (art. 47), whatever else ended it; any other end counts from its day."""
    ends = [
        (begins_on if begins_on and turn is Turn.INVALIDATED else max(day, begins_on or day), _ENDS[turn])
        for day, turn in facts.turns
        if turn in _ENDS and not (begins_on and turn is Turn.WITHDRAWN)
    ]
    if not ends:
        return stages
    day, status = min(ends, key=lambda end: (end[0], end[1] is not TrademarkStatus.INVALIDATED))
    kept = [each for each in stages if each[0] < day]
    is_over = bool(kept) and kept[-1][1] is TrademarkStatus.EXPIRED
    return kept if is_over else [*kept, (day, status, Reason.EVENT)]


def _periods(stages: Iterable[Stage]) -> tuple[Period, ...]:
    """Of stages of one day the last one counts; a stage that says the same as the one before it adds nothing."""
    kept: list[Stage] = []
    for stage in stages:
        if kept and kept[-1][0] == stage[0]:
            kept.pop()
        if not kept or kept[-1][1] is not stage[1]:
            kept.append(stage)
    untils = [*(stage[0] for stage in kept[1:]), None]
    return tuple(
        Period(day, until, status, reason) for (day, status, reason), until in zip(kept, untils, strict=False)
    )


def _why_nothing(facts: Facts, day: date) -> Reason:
    if not facts.is_chinese:
        return Reason.OTHER_OFFICE
    return Reason.NOT_FILED if facts.filed_on and day < facts.filed_on else Reason.NO_DATES


def _last(deadline: Deadline) -> date:
    return deadline.last_day or deadline.nominal
