"""Trademarks of the demonstration: alive in every way, and near enough to each other to show a pre-check."""

from collections import Counter
from datetime import date
from random import Random

from onestop.demo.generator import SEED
from onestop.demo.holders import Holders
from onestop.demo.lives import shape
from onestop.demo.trademarks import trademarks
from onestop.records.marks.compare import compare
from onestop.records.registers.records import TrademarkRecord
from onestop.records.trademark_turns import turn_of_event
from onestop.records.values import nice


def _all() -> list[TrademarkRecord]:
    companies = [each for each in Holders(Random(SEED)).all if each.sort == "company"]
    return list(trademarks(companies, SEED))


def test_the_same_for_everybody_and_each_once() -> None:
    every = _all()
    assert every == _all()
    assert 200 <= len(every) <= 800
    assert len({each.key for each in every}) == len(every)


def test_days_are_in_order_and_within_the_demonstration() -> None:
    for each in _all():
        assert each.filed_on
        days = [day for day in (each.filed_on, each.preliminary_on, each.registered_on) if day]
        assert days == sorted(days)
        assert max((*days, *(event.effective_on for event in each.events))) <= shape()["last_day"]
        assert each.filed_on >= date(2011, 1, 4)
        assert all(nice.class_of(item.group) == each.nice_class for item in each.goods)


def test_every_course_is_there_and_near_marks_are_near() -> None:
    every = _all()
    turns = Counter(turn_of_event(event.name) for each in every for event in each.events)
    assert {"refused", "opposed", "cancelled", "surrendered"} <= {str(each) for each in turns}
    marks = [each.mark for each in every if each.mark]
    assert any(not each.mark for each in every)
    assert sum(compare("云岫灯塔", mark).score >= 70 for mark in marks) >= 3
