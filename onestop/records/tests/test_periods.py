"""Status in two times: for each kind of event what it does, on which day in law and for which day of knowledge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onestop.law.terms import term_end
from onestop.records.models import EventKind, PatentKind
from onestop.records.periods import Facts, KnownEvent, LegalStatus, Period, Reason, course, periods

E, R = EventKind, Reason
FILED, PUBLISHED, GRANTED = date(2010, 3, 1), date(2011, 9, 1), date(2013, 5, 1)
TERM = date(2030, 3, 1)
FACTS = Facts(PatentKind.INVENTION, FILED, date(2026, 1, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


def event(kind: EventKind, effective: date, announced: str = "", *, term: date | None = None) -> KnownEvent:
    """Recorded years later, as when a register is loaded whole."""
    return KnownEvent(kind, effective, date(2026, 6, 1), day(announced) if announced else None, term)


GRANT = event(E.GRANT, GRANTED, "2013-05-01")
LAPSE = event(E.FEE_LAPSE, day("2016-03-01"), "2016-11-09")


@dataclass(frozen=True)
class Case:
    """(day in law, day of knowledge or empty for all that is stored): expected reason, which decides the status."""

    name: str
    events: Sequence[KnownEvent]
    expected: dict[tuple[str, str], Reason]


CASES = [
    Case("filing", [], {("2010-03-01", ""): R.FILED, ("2010-03-01", "2010-03-01"): R.FILED}),
    Case(
        "publication",
        [event(E.PUBLICATION, PUBLISHED)],
        {
            ("2011-08-31", ""): R.FILED,
            ("2011-09-01", ""): R.PUBLISHED,
            ("2011-09-01", "2011-08-31"): R.FILED,
            ("2011-09-01", "2011-09-01"): R.PUBLISHED,
        },
    ),
    Case(
        "examination",
        [event(E.PUBLICATION, PUBLISHED), event(E.EXAMINATION, day("2011-10-01"), "2011-10-19")],
        {
            ("2011-10-01", ""): R.EXAMINED,
            ("2011-10-01", "2011-10-18"): R.PUBLISHED,
            ("2011-10-01", "2011-10-19"): R.EXAMINED,
        },
    ),
    Case(
        "grant",
        [event(E.GRANT, GRANTED)],
        {
            ("2013-04-30", ""): R.FILED,
            ("2013-05-01", ""): R.GRANTED,
            ("2013-05-01", "2013-05-01"): R.GRANTED,
            ("2030-02-28", ""): R.GRANTED,
        },
    ),
    Case(
        "rejection",
        [event(E.REJECTION, day("2012-06-01"), "2012-08-01")],
        {
            ("2012-05-31", ""): R.FILED,
            ("2012-06-01", ""): R.REJECTED,
            ("2012-06-01", "2012-07-31"): R.FILED,
            ("2031-01-01", ""): R.REJECTED,
        },
    ),
    Case(
        "rejection overcome: the grant that follows shows that it was not final",
        [event(E.REJECTION, day("2012-06-01"), "2012-06-01"), GRANT],
        {
            ("2012-12-01", "2012-12-01"): R.REJECTED,
            ("2012-12-01", ""): R.FILED,
            ("2013-05-01", ""): R.GRANTED,
        },
    ),
    Case(
        "withdrawal",
        [event(E.WITHDRAWAL, day("2012-06-01"))],
        {("2012-05-31", ""): R.FILED, ("2012-06-01", ""): R.WITHDRAWN, ("2012-06-01", "2026-05-31"): R.FILED},
    ),
    Case(
        "withdrawal undone",
        [
            event(E.WITHDRAWAL, day("2012-06-01"), "2012-08-01"),
            event(E.RESTORATION, day("2012-10-01"), "2012-10-17"),
        ],
        {
            ("2012-06-01", "2012-09-01"): R.WITHDRAWN,
            ("2012-06-01", "2012-10-17"): R.FILED,
            ("2012-06-01", ""): R.FILED,
        },
    ),
    Case(
        "deemed abandonment of the grant",
        [event(E.DEEMED_ABANDONMENT, day("2013-02-01"))],
        {("2013-01-31", ""): R.FILED, ("2013-02-01", ""): R.DEEMED_ABANDONED},
    ),
    Case(
        "abandonment, which no restoration undoes",
        [GRANT, event(E.ABANDONMENT, day("2015-01-01")), event(E.RESTORATION, day("2015-06-01"))],
        {("2014-12-31", ""): R.GRANTED, ("2015-01-01", ""): R.ABANDONED, ("2016-01-01", ""): R.ABANDONED},
    ),
    Case(
        "abandonment to avoid double patenting, announced with the grant of the invention",
        [GRANT, event(E.DOUBLE_PATENT_ABANDONMENT, day("2015-01-01"))],
        {("2014-12-31", ""): R.GRANTED, ("2015-01-01", "2015-01-01"): R.DOUBLE_PATENT},
    ),
    Case(
        "lapse, back-dated to the day the fee was due",
        [GRANT, LAPSE],
        {
            ("2016-02-29", ""): R.GRANTED,
            ("2016-03-01", ""): R.FEE_LAPSED,
            ("2016-10-01", "2016-10-01"): R.GRANTED,  # the statistic of a day in the grace period counts it
            ("2016-10-01", "2016-11-08"): R.GRANTED,
            ("2016-10-01", "2016-11-09"): R.FEE_LAPSED,
        },
    ),
    Case(
        "lapse undone",
        [GRANT, LAPSE, event(E.RESTORATION, day("2017-02-01"), "2017-02-22")],
        {
            ("2016-03-01", "2017-01-01"): R.FEE_LAPSED,
            ("2016-03-01", "2017-02-22"): R.GRANTED,
            ("2018-01-01", ""): R.GRANTED,
        },
    ),
    Case(
        "lapse and restoration in one gazette",
        [GRANT, LAPSE, event(E.RESTORATION, day("2016-11-01"), "2016-11-09")],
        {("2016-03-01", ""): R.GRANTED, ("2016-03-01", "2016-11-09"): R.GRANTED},
    ),
    Case(
        "lapse undone, and a second one that reaches back before the restoration",
        [
            GRANT,
            event(E.FEE_LAPSE, day("2015-03-01"), "2015-11-04"),
            event(E.RESTORATION, day("2016-05-01"), "2016-05-18"),
            LAPSE,
        ],
        {
            ("2015-06-01", ""): R.GRANTED,
            ("2016-03-01", ""): R.FEE_LAPSED,
            ("2016-06-01", "2016-06-01"): R.GRANTED,
            ("2015-06-01", "2016-01-01"): R.FEE_LAPSED,
        },
    ),
    Case(
        "expiry by the law alone, with or without the register's word",
        [GRANT, event(E.EXPIRY, TERM)],
        {
            ("2030-02-28", ""): R.GRANTED,
            ("2030-03-01", ""): R.EXPIRED,
            ("2030-03-01", "2020-01-01"): R.EXPIRED,
        },
    ),
    Case(
        "term adjustment",
        [GRANT, event(E.TERM_ADJUSTMENT, day("2025-01-01"), "2025-01-15", term=day("2031-03-01"))],
        {
            ("2030-03-01", "2025-01-14"): R.EXPIRED,
            ("2030-03-01", "2025-01-15"): R.TERM_ADJUSTED,
            ("2031-02-28", ""): R.TERM_ADJUSTED,
            ("2031-03-01", ""): R.EXPIRED,
        },
    ),
    Case(
        "drug term extension on top of an adjustment: the later end counts",
        [
            GRANT,
            event(E.TERM_ADJUSTMENT, day("2025-01-01"), term=day("2031-03-01")),
            event(E.DRUG_TERM_EXTENSION, day("2025-06-01"), term=day("2034-03-01")),
        ],
        {("2034-02-28", ""): R.TERM_ADJUSTED, ("2034-03-01", ""): R.EXPIRED},
    ),
    Case(
        "full invalidation: with hindsight there never was a right",
        [GRANT, event(E.INVALIDATION, day("2018-01-01"), "2018-02-01")],
        {
            ("2013-04-30", ""): R.FILED,
            ("2013-05-01", ""): R.INVALIDATED,
            ("2017-01-01", ""): R.INVALIDATED,
            ("2017-12-31", "2017-12-31"): R.GRANTED,  # the statistic of that year end counted it
            ("2018-01-31", "2018-01-31"): R.GRANTED,
            ("2017-12-31", "2018-02-01"): R.INVALIDATED,
        },
    ),
    Case(
        "full invalidation after a lapse: the lapse is void too",
        [GRANT, LAPSE, event(E.INVALIDATION, day("2018-01-01"), "2018-02-01")],
        {("2016-06-01", "2017-01-01"): R.FEE_LAPSED, ("2014-01-01", ""): R.INVALIDATED},
    ),
    Case(
        "partial invalidation: still in force",
        [GRANT, event(E.PARTIAL_INVALIDATION, day("2018-01-01"), "2018-02-01")],
        {("2017-01-01", "2018-01-31"): R.GRANTED, ("2017-01-01", ""): R.PARTLY_INVALID},
    ),
    *(
        Case(
            f"{kind.value}: no other status",
            [GRANT, event(kind, day("2016-01-01"))],
            {("2017-01-01", ""): R.GRANTED},
        )
        for kind in (
            E.TRANSFER,
            E.PLEDGE,
            E.PLEDGE_CHANGE,
            E.PLEDGE_RELEASE,
            E.LICENCE,
            E.LICENCE_CHANGE,
            E.LICENCE_RELEASE,
            E.OPEN_LICENCE,
            E.OPEN_LICENCE_WITHDRAWAL,
            E.COMPULSORY_LICENCE,
            E.PRESERVATION,
            E.PRESERVATION_RELEASE,
            E.BIBLIOGRAPHIC_CHANGE,
        )
    ),
]
STATUS_OF = {
    LegalStatus.IN_FORCE: {R.GRANTED, R.PARTLY_INVALID, R.TERM_ADJUSTED},
    LegalStatus.PENDING: {R.FILED, R.PUBLISHED, R.EXAMINED},
    LegalStatus.UNKNOWN: {R.NO_LEGAL_DATA, R.GRANTED_LATER_UNKNOWN, R.NOT_FILED},
}


def _at(found: tuple[Period, ...], when: date) -> Period:
    (only,) = [period for period in found if period.covers(when)]
    return only


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_each_event_does(case: Case) -> None:
    for (in_law, known), reason in case.expected.items():
        found = _at(periods(case.events, FACTS, day(known) if known else None), day(in_law))
        assert found.reason == reason, (in_law, known)
        assert found.status == next((s for s, rs in STATUS_OF.items() if reason in rs), LegalStatus.ENDED)


def test_every_kind_of_event_has_a_case() -> None:
    assert {each.kind for case in CASES for each in case.events} == set(EventKind)


def test_without_legal_data_nothing_is_claimed() -> None:
    silent = Facts(PatentKind.UTILITY_MODEL, FILED, None)
    assert [(p.since, p.status, p.reason) for p in periods([], silent)] == [
        (FILED, "unknown", "no_legal_data"),
        (date(2020, 3, 1), "ended", "term_over"),
    ]
    assert [p.reason for p in periods([GRANT], silent)] == ["filed", "granted_later_unknown", "expired"]


def test_nothing_is_known_of_a_patent_without_any_day() -> None:
    assert periods([], Facts(PatentKind.DESIGN, None, date(2026, 1, 1))) == ()


# --- Properties --------------------------------------------------------------------------------------------------
# Few days and mostly the kinds that turn a status, so that events meet, tie and cross each other.
_days = st.sampled_from(
    [
        date(2009, 6, 1),
        FILED,
        PUBLISHED,
        date(2012, 6, 1),
        GRANTED,
        date(2016, 3, 1),
        date(2020, 3, 1),
        TERM,
        date(2031, 3, 1),
    ]
)
_TURNING = [kind for kind in EventKind if kind in (E.GRANT, *E.values[:14], E.RESTORATION)]


@st.composite
def _event(draw: st.DrawFn) -> KnownEvent:
    kind = draw(st.sampled_from([E.GRANT, E.RESTORATION] * 6 + _TURNING * 2 + list(EventKind)))
    prolongs = kind in (E.TERM_ADJUSTMENT, E.DRUG_TERM_EXTENSION)
    return KnownEvent(
        kind, draw(_days), draw(_days), draw(st.none() | _days), draw(_days) if prolongs else None
    )


_events = st.lists(_event(), max_size=7)
_facts = st.builds(
    Facts,
    st.sampled_from(list(PatentKind)),
    st.none() | st.just(FILED),
    st.none() | st.just(date(2026, 1, 1)),
)


@given(_events, _facts, st.none() | _days)
def test_periods_follow_each_other_from_filing_on(
    events: list[KnownEvent], facts: Facts, known_on: date | None
) -> None:
    found = periods(events, facts, known_on)
    assert all(one.until == other.since for one, other in pairwise(found))
    assert all(one.since < other.since for one, other in pairwise(found))
    assert all((one.status, one.reason) != (other.status, other.reason) for one, other in pairwise(found))
    if facts.filed_on:
        assert found[0].since <= facts.filed_on
    if found:
        assert found[-1].until is None


@given(_events, _facts, _days, _days)
def test_no_day_has_two_statuses(events: list[KnownEvent], facts: Facts, when: date, known_on: date) -> None:
    covering = [period for period in periods(events, facts, known_on) if period.covers(when)]
    assert len(covering) <= 1
    if facts.filed_on and when >= facts.filed_on:
        assert len(covering) == 1


@given(_events, _events, _facts, _days)
def test_knowledge_only_grows(
    events: list[KnownEvent], later: list[KnownEvent], facts: Facts, known_on: date
) -> None:
    """What is learnt afterwards never changes what was known on a day."""
    unknown = [each for each in later if each.known_on > known_on]
    assert periods(events + unknown, facts, known_on) == periods(events, facts, known_on)


@given(_events, _facts)
def test_the_order_in_which_events_come_does_not_matter(events: list[KnownEvent], facts: Facts) -> None:
    assert periods(events, facts) == periods(events[::-1], facts)


@given(_events, _facts)
def test_the_days_kept_in_the_row_are_those_of_the_periods(events: list[KnownEvent], facts: Facts) -> None:
    """Which is what lets a figure of a day be counted from the columns."""
    turns, found = course(events, facts), periods(events, facts)
    for when in {each.effective_on for each in events} | {FILED, TERM}:
        in_force = bool(turns.granted_on and turns.granted_on <= when)
        in_force = in_force and not (turns.ended and turns.ended[0] <= when)
        status = next((p.status for p in found if p.covers(when)), LegalStatus.UNKNOWN)
        right = LegalStatus.IN_FORCE if facts.legal_data_to else LegalStatus.UNKNOWN
        assert not in_force or status == right
        assert status != LegalStatus.IN_FORCE or in_force


@example(events=[GRANT, LAPSE], facts=FACTS, known_on=date(2016, 10, 1), when=date(2016, 10, 1))
@settings(max_examples=1_000)
@given(_events, _facts, st.none() | _days, _days)
def test_periods_agree_with_asking_each_day(
    events: list[KnownEvent], facts: Facts, known_on: date | None, when: date
) -> None:
    found = [(each.status, each.reason) for each in periods(events, facts, known_on) if each.covers(when)]
    expected = _asked_plainly(events, facts, known_on, when)
    assert found == ([expected] if expected else [])


def _asked_plainly(  # noqa: C901  # one long list of questions, on purpose
    events: list[KnownEvent], facts: Facts, known_on: date | None, when: date
) -> tuple[LegalStatus, Reason] | None:
    """A second implementation, for one day only: no periods, no shared code but the term of the law."""
    known = []
    for each in events:
        told = each.announced_on
        if told is None:
            by_gazette = each.kind in ("publication", "grant", "double_patent_abandonment")
            told = each.effective_on if by_gazette else each.recorded_on
        if known_on is None or told <= known_on:
            known.append(each)

    def days(*kinds: str) -> list[date]:
        return sorted(each.effective_on for each in known if each.kind in kinds)

    def losses(kind: str) -> list[date]:
        return sorted(
            loss.effective_on
            for loss in known
            if loss.kind == kind
            and not any(
                (loss.announced_on or loss.effective_on) <= (back.announced_on or back.effective_on)
                for back in known
                if back.kind == "restoration"
            )
        )

    longest = term_end(facts.kind, facts.filed_on) if facts.filed_on else None
    if grants := days("grant"):
        grant = grants[0]
        if when >= grant:
            if days("invalidation"):
                return LegalStatus.ENDED, R.INVALIDATED
            ends = {R.ABANDONED: days("abandonment"), R.DOUBLE_PATENT: days("double_patent_abandonment")}
            ends[R.FEE_LAPSED] = losses("fee_lapse")
            term = [*days("expiry"), *([longest] if longest else [])]
            ends[R.EXPIRED] = [min(term)] if term else []
            prolonged = [each.term_ends_on for each in known if each.term_ends_on]
            if prolonged:
                ends[R.EXPIRED] = [max(ends[R.EXPIRED] + prolonged)]
            over = sorted((found[0], reason) for reason, found in ends.items() if found)
            if over and over[0][0] <= when:
                return LegalStatus.ENDED, over[0][1]
            if facts.legal_data_to is None:
                return LegalStatus.UNKNOWN, R.GRANTED_LATER_UNKNOWN
            if days("partial_invalidation"):
                return LegalStatus.IN_FORCE, R.PARTLY_INVALID
            return LegalStatus.IN_FORCE, R.TERM_ADJUSTED if prolonged else R.GRANTED
        outcome = True
    else:
        closing = {
            R.REJECTED: losses("rejection"),
            R.WITHDRAWN: losses("withdrawal"),
            R.DEEMED_ABANDONED: losses("deemed_abandonment"),
            R.TERM_OVER: [longest] if longest else [],
        }
        first = sorted((found[0], reason) for reason, found in closing.items() if found)
        outcome = bool(first) and first[0][1] != R.TERM_OVER
        if first and first[0][0] <= when:
            return LegalStatus.ENDED, first[0][1]
    examined = [found for found in days("examination") if found == days("examination")[0] and found <= when]
    published = [found for found in days("publication") if found == days("publication")[0] and found <= when]
    filed = facts.filed_on is not None and facts.filed_on <= when
    if not (examined or published or filed):
        return None
    if facts.legal_data_to is None and not outcome:
        return LegalStatus.UNKNOWN, R.NO_LEGAL_DATA
    if examined:
        return LegalStatus.PENDING, R.EXAMINED
    return LegalStatus.PENDING, R.PUBLISHED if published else R.FILED
