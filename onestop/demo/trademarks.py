"""Trademarks of the demonstration's companies: the same for everybody who uses the same seed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from onestop.demo.datafiles import data_file
from onestop.demo.holders import Holder
from onestop.demo.lives import shape
from onestop.records.marks import sounds
from onestop.records.models import MarkKind
from onestop.records.registers.records import GoodsItem, TrademarkEventRecord, TrademarkRecord

_BRAND = slice(3, 6)
"""In the names of companies: 江门市 stands before it (`names.yaml`)."""
_EXAMINED = (150, 280)
_ANNOUNCED = 92
"""Days from the announcement of the preliminary approval to that of the registration."""


def trademarks(companies: Sequence[Holder], seed: int) -> Iterator[TrademarkRecord]:
    rng = Random(f"{seed} trademarks")  # noqa: S311 - reproducible, not secret
    numbers = iter(range(_lists()["first_number"], _lists()["first_number"] + 10_000))
    few = companies[: _lists()["holders"]]
    for place, holder in enumerate(few):
        least, most = _lists()["marks"]
        count = max(most - place * most // len(few), least)
        for mark in _marks(rng, holder, count):
            yield from _trademark(rng, next(numbers), mark, holder)
    for pair in _lists()["near"]:
        for mark in pair:
            yield from _trademark(rng, next(numbers), mark, rng.choice(few))


def _lists() -> Any:
    return data_file("trademarks.yaml")


def _marks(rng: Random, holder: Holder, count: int) -> Iterator[str]:
    brand = holder.name[_BRAND]
    pinyin = "".join(sounds.sequences(brand)[0]).upper()
    first, *others = _lists()["patterns"]
    for pattern in (first, *rng.sample(others, count - 1)):
        yield pattern.format(brand=brand, head=brand[:2], pinyin=pinyin)


def _trademark(rng: Random, number: int, mark: str, holder: Holder) -> Iterator[TrademarkRecord]:
    """In one class or two, which then share their course."""
    classes = _lists()["classes"].get(holder.fields[0].domain) or _lists()["classes"]["other"]
    chosen = rng.sample(sorted(classes), min(rng.choice((1, 1, 2)), len(classes)))
    kind = _drawn(rng, _lists()["kinds"])
    course = _course(rng, holder)
    for nice_class in chosen:
        yield TrademarkRecord(
            number=str(number),
            nice_class=nice_class,
            mark="" if kind == "figurative" else mark,
            mark_kind=MarkKind(kind),
            applicants=(holder.name,),
            address=holder.address,
            region=shape()["region"],
            agent=rng.choice(holder.agencies).name,
            goods=tuple(GoodsItem(name, group) for name, group in classes[nice_class]),
            status_as_of=shape()["last_day"],
            **course,
        )


def _course(rng: Random, holder: Holder) -> dict[str, Any]:
    """Its days and steps, none after the last day of the demonstration."""
    last: date = shape()["last_day"]
    first = max(date(holder.founded, 3, 1), date(2011, 1, 4))
    filed_on = first + timedelta(rng.randrange(max((last - first).days - 60, 1)))
    course = _drawn(rng, _lists()["courses"])
    preliminary_on = filed_on + timedelta(rng.randint(*_EXAMINED))
    registered_on = preliminary_on + timedelta(_ANNOUNCED)
    steps = {
        "refused": (("驳回通知发文", preliminary_on),),
        "opposed": (("商标异议申请", preliminary_on + timedelta(60)),),
        "cancelled": (("撤销公告", registered_on + timedelta(1_200)),),
        "surrendered": (("注销公告", registered_on + timedelta(900)),),
    }
    days = {
        "filed_on": filed_on,
        "preliminary_on": preliminary_on if course not in ("refused", "pending") else None,
        "registered_on": registered_on if course not in ("refused", "pending", "opposed") else None,
    }
    events = (("申请收文", filed_on), *steps.get(course, ()))
    return {
        **{name: day for name, day in days.items() if day and day <= last},
        "events": tuple(TrademarkEventRecord(name, day) for name, day in events if day <= last),
    }


def _drawn(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
