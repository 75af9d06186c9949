"""Status of a trademark on any day: worked cases, and what must hold of all."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onestop.records.trademark_status import Facts, Reason, TrademarkStatus, periods
from onestop.records.trademark_turns import Turn, turn_of_event, turn_of_status

S = TrademarkStatus
FILED, ANNOUNCED, REGISTERED = date(2013, 5, 2), date(2014, 10, 20), date(2015, 1, 21)
COMPLETE = date(2026, 11, 1)


def mark(**more: Any) -> Facts:
    """A trademark registered without opposition, as a register of 2026 shows it."""
    known: dict[str, Any] = {
        "filed_on": FILED,
        "preliminary_on": ANNOUNCED,
        "registered_on": REGISTERED,
        "data_to": COMPLETE,
    }
    return Facts(**{**known, **more})


def status(facts: Facts, day: date) -> TrademarkStatus | None:
    return next((each.status for each in periods(facts) if each.covers(day)), None)


LIFE = mark()
UNREGISTERED: dict[str, Any] = {"preliminary_on": None, "registered_on": None, "data_to": date(2014, 12, 31)}
CASES = [
    ("before filing", LIFE, date(2013, 5, 1), None),
    ("filed", LIFE, FILED, S.APPLIED),
    ("announced", LIFE, ANNOUNCED, S.OPPOSITION_PERIOD),
    ("last day of three months", LIFE, date(2015, 1, 20), S.OPPOSITION_PERIOD),
    ("registered", LIFE, REGISTERED, S.REGISTERED),
    ("last day of ten years", LIFE, date(2025, 1, 20), S.REGISTERED),
    ("grace", LIFE, date(2025, 1, 21), S.RENEWAL_GRACE),
    ("last day of grace, a Monday", LIFE, date(2025, 7, 21), S.RENEWAL_GRACE),
    ("not renewed", LIFE, date(2025, 7, 22), S.EXPIRED),
    ("the source's own term", mark(term_to=date(2034, 1, 20)), date(2030, 1, 1), S.REGISTERED),
    ("renewed", mark(turns=((date(2024, 6, 3), Turn.RENEWED),)), date(2030, 1, 1), S.REGISTERED),
    ("end of the renewed term", mark(turns=((date(2024, 6, 3), Turn.RENEWED),)), date(2035, 1, 21), S.RENEWAL_GRACE),
    ("an earlier renewal is in the term already",
     mark(term_to=date(2035, 1, 20), turns=((date(2024, 6, 3), Turn.RENEWED),)), date(2035, 1, 21), S.RENEWAL_GRACE),
    ("data end before the term", mark(data_to=date(2020, 1, 1)), date(2024, 1, 1), S.REGISTERED),
    ("data end before the grace", mark(data_to=date(2020, 1, 1)), date(2025, 8, 1), S.UNKNOWN),
    ("said not to be renewed",
     mark(data_to=date(2020, 1, 1), turns=((date(2026, 1, 5), Turn.NOT_RENEWED),)), date(2025, 8, 1), S.EXPIRED),
    ("cancelled", mark(turns=((date(2019, 3, 1), Turn.CANCELLED),)), date(2019, 3, 1), S.CANCELLED),
    ("the day before it", mark(turns=((date(2019, 3, 1), Turn.CANCELLED),)), date(2019, 2, 28), S.REGISTERED),
    ("invalidated from the start", mark(turns=((date(2019, 3, 1), Turn.INVALIDATED),)), REGISTERED, S.INVALIDATED),
    ("but applied for before", mark(turns=((date(2019, 3, 1), Turn.INVALIDATED),)), FILED, S.APPLIED),
    ("surrendered", mark(turns=((date(2018, 8, 8), Turn.SURRENDERED),)), date(2020, 1, 1), S.SURRENDERED),
    ("refused", mark(**UNREGISTERED, turns=((date(2014, 6, 1), Turn.REFUSED),)), date(2014, 7, 1), S.REFUSED),
    ("under review", mark(**UNREGISTERED, turns=((date(2014, 6, 1), Turn.REFUSED), (date(2014, 6, 20), Turn.REFUSAL_REVIEW))),
     date(2014, 7, 1), S.REFUSAL_REVIEW),
    ("outcome not known", mark(**UNREGISTERED, turns=((date(2014, 6, 1), Turn.REFUSED),)), date(2015, 1, 1), S.UNKNOWN),
    ("withdrawn", mark(**UNREGISTERED, turns=((date(2014, 6, 1), Turn.WITHDRAWN),)), date(2020, 1, 1), S.WITHDRAWN),
    ("waiting after the opposition period", mark(registered_on=None, data_to=date(2015, 6, 1)), date(2015, 2, 1),
     S.PRELIMINARILY_APPROVED),
    ("opposed", mark(registered_on=None, turns=((date(2014, 12, 1), Turn.OPPOSED),)), date(2015, 6, 1), S.OPPOSED),
    ("registered in spite of it, with effect from the end of the period",
     mark(registered_on=date(2016, 9, 7), term_from=date(2015, 1, 21), turns=((date(2014, 12, 1), Turn.OPPOSED),)),
     date(2015, 6, 1), S.REGISTERED),
    ("two months from 2027", mark(preliminary_on=date(2027, 1, 6), registered_on=None, data_to=date(2027, 12, 1)),
     date(2027, 3, 7), S.PRELIMINARILY_APPROVED),
    ("Madrid: only the source's term", mark(is_international=True), date(2040, 1, 1), S.REGISTERED),
    ("Madrid: the source's term over", mark(is_international=True, term_to=date(2030, 1, 1), data_to=REGISTERED),
     date(2030, 1, 2), S.UNKNOWN),
    ("an end that a source dates before the beginning is one all the same",
     mark(turns=((date(2014, 1, 1), Turn.SURRENDERED),)), date(2020, 1, 1), S.SURRENDERED),
    ("a withdrawal before the registration was of something else",
     mark(turns=((date(2014, 1, 1), Turn.WITHDRAWN),)), date(2020, 1, 1), S.REGISTERED),
    ("another office", mark(is_chinese=False), date(2020, 1, 1), None),
    ("said to be over and nothing else", Facts(turns=((date(2020, 1, 1), Turn.ENDED),)), date(2021, 1, 1), S.ENDED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "day", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_worked_cases(facts: Facts, day: date, expected: TrademarkStatus | None) -> None:
    assert status(facts, day) == expected


DAYS = st.dates(date(1983, 3, 1), date(2060, 1, 1))
FACTS = st.builds(
    Facts,
    is_international=st.booleans(),
    filed_on=st.none() | DAYS,
    preliminary_on=st.none() | DAYS,
    registered_on=st.none() | DAYS,
    term_from=st.none() | DAYS,
    term_to=st.none() | DAYS,
    turns=st.lists(st.tuples(DAYS, st.sampled_from(Turn)), max_size=4).map(
        lambda turns: tuple(sorted(turns))
    ),
    data_to=st.none() | DAYS,
)


@given(FACTS, DAYS)
def test_no_day_has_two_statuses_and_none_is_left_out(facts: Facts, day: date) -> None:
    found = periods(facts)
    covering = [each for each in found if each.covers(day)]
    assert len(covering) == bool(found and day >= found[0].since)
    for one, next_one in pairwise(found):
        assert one.until == next_one.since
        assert one.since < next_one.since
        assert one.status != next_one.status
    assert not found or found[-1].until is None


@given(FACTS)
@example(
    Facts(
        term_from=date(2000, 1, 1),
        turns=((date(2000, 1, 1), Turn.INVALIDATED), (date(2000, 1, 1), Turn.NOT_RENEWED)),
    )
)
def test_an_invalidated_right_is_never_in_force(facts: Facts) -> None:
    begins_on = facts.begins_on
    is_invalid = begins_on and any(turn is Turn.INVALIDATED for _day, turn in facts.turns)
    if is_invalid:
        assert all(each.status not in (S.REGISTERED, S.RENEWAL_GRACE, S.EXPIRED) for each in periods(facts))


@given(FACTS)
def test_expiry_is_claimed_only_by_data_that_reach_it_or_say_it(facts: Facts) -> None:
    is_said = any(turn in (Turn.NOT_RENEWED, Turn.ENDED) for _day, turn in facts.turns)
    for period in periods(facts):
        if period.status is S.EXPIRED and not is_said:
            assert facts.data_to is not None
            assert facts.data_to >= period.since


@pytest.mark.parametrize(
    ("name", "turn"),
    [
        ("商标注册申请---申请收文", None),
        ("商标注册申请---驳回通知发文", Turn.REFUSED),
        ("商标注册申请---部分驳回", None),
        ("驳回复审---申请收文", Turn.REFUSAL_REVIEW),
        ("驳回复审---评审实审裁文发文", None),
        ("商标异议申请---申请收文", Turn.OPPOSED),
        ("商标续展---申请收文", None),
        ("商标续展---核准证明打印发送", Turn.RENEWED),
        ("驳回续展申请", None),
        ("撤销连续三年停止使用注册商标申请---申请收文", None),
        ("撤销连续三年停止使用注册商标申请---排版送达公告", None),
        ("注册商标撤销公告", Turn.CANCELLED),
        ("撤销三年不使用---驳回撤销申请的决定生效", None),
        ("商标无效宣告---申请收文", None),
        ("宣告注册商标无效公告", Turn.INVALIDATED),
        ("注册商标註銷公告", Turn.SURRENDERED),
        ("期满未续展注销商标---公告", Turn.NOT_RENEWED),
        ("商标转让---核准证明打印发送", None),
        ("REGISTERED AND RENEWED", None),
    ],
)
def test_words_of_the_procedure(name: str, turn: Turn | None) -> None:
    assert turn_of_event(name) is turn


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("已注册", None),
        ("注册", None),
        ("商标已无效", Turn.ENDED),
        ("已宣告无效", Turn.INVALIDATED),
        ("无效宣告申请中", None),
        ("撤销/无效宣告申请审查中", None),
        ("已注销", Turn.SURRENDERED),
        ("期满未续展注销", Turn.NOT_RENEWED),
        ("驳回", Turn.REFUSED),
        ("驳回复审中", Turn.REFUSAL_REVIEW),
        ("部分驳回", None),
        ("LIVE", None),
    ],
)
def test_words_of_a_state(text: str, turn: Turn | None) -> None:
    assert turn_of_status(text) is turn


def test_why() -> None:
    reasons = [each.reason for each in periods(LIFE)]
    assert reasons == [Reason.DATES, Reason.LAW, Reason.DATES, Reason.LAW, Reason.LAW]
    assert periods(mark(data_to=REGISTERED))[-1].reason is Reason.RENEWAL_UNKNOWN
    assert sum((each.until - each.since for each in periods(LIFE) if each.until), timedelta()) > timedelta(
        4000
    )
