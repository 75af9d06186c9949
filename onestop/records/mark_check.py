"""The pre-check of a wanted mark: what in the register may stand in its way, and which grounds of the law it touches.

Candidates come from the index by several routes, each a look-up of whole keys, and are then compared one by one.
All of it is a hint for a person: whether two marks are similar is for the office and the courts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from time import perf_counter

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.law import mark_grounds as law
from onestop.records.marks import grounds
from onestop.records.marks.compare import Comparison, compare
from onestop.records.marks.datafiles import data_file
from onestop.records.marks.forms import MAX_LENGTH, form
from onestop.records.marks.keys import wanted_keys
from onestop.records.trademark_fields import GOODS, GROUP, MARK, NICE_CLASS, ROUTE, TRADEMARK
from onestop.records.trademark_search import TrademarkHit, hits
from onestop.records.trademark_status import TrademarkStatus
from onestop.records.values import nice
from onestop.search import index
from onestop.search.engine import Hit, SearchRequest
from onestop.search.query import And, AnyOf, Everything, Exact, Node, Or, Phrase

MAX_GOODS = 20
MAX_GOODS_LENGTH = 40
_OVER = frozenset(
    {
        TrademarkStatus.REFUSED,
        TrademarkStatus.WITHDRAWN,
        TrademarkStatus.EXPIRED,
        TrademarkStatus.CANCELLED,
        TrademarkStatus.INVALIDATED,
        TrademarkStatus.SURRENDERED,
        TrademarkStatus.ENDED,
    }
)


class Nearness(TextChoices):
    """Of the goods."""

    SAME_GROUP = "same_group", gettext_lazy("同一类似群")
    SAME_CLASS = "same_class", gettext_lazy("同一类别")
    SAME_GOODS = "same_goods", gettext_lazy("其他类别，商品名称相同")
    OTHER_GROUP = "other_group", gettext_lazy("同一类别，类似群不同")
    OTHER_CLASS = "other_class", gettext_lazy("其他类别")
    ANY = "any", gettext_lazy("未限定类别")


class Risk(IntEnum):
    """The higher, the closer a person should look."""

    ENDED = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3


@dataclass(frozen=True)
class Wanted:
    mark: str
    classes: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()

    @property
    def is_limited(self) -> bool:
        return bool(self.classes or self.groups or self.goods)


@dataclass(frozen=True)
class Candidate:
    hit: TrademarkHit
    comparison: Comparison
    nearness: Nearness
    shared_groups: tuple[str, ...]
    risk: Risk
    bar: law.Bar | None
    """Of a right that has ended: until when the law still holds it against others."""


@dataclass(frozen=True)
class Check:
    wanted: Wanted
    day: date
    candidates: tuple[Candidate, ...]
    """The nearest first."""
    compared: int
    is_cut: bool
    """A route brought more than are compared."""
    touched: tuple[grounds.Touched, ...]
    took_ms: float


def read_wanted(mark: str, classes: str = "", groups: str = "", goods: str = "") -> Wanted:
    """What was typed into the form. Raises UserError for the first thing that cannot be understood."""
    text = " ".join(mark.replace("\0", "").split())
    if not form(text).text:
        raise UserError("mark_check.no_mark", _("没有可以比较的文字。"), _("请填写想注册的文字，例如 望舒。"))
    if len(text) > MAX_LENGTH:
        raise UserError(
            "mark_check.too_long", _("文字超过 %d 个字符。") % MAX_LENGTH, _("请只填写标志本身的文字。")
        )
    numbers, notes = nice.parse_many(classes)
    if notes:
        raise UserError("mark_check.classes", notes[0], _("类别是 1 至 45，用空格分开，例如 9 11。"))
    found = tuple(dict.fromkeys(nice.clean_group(each) for each in _pieces(groups)))
    return Wanted(text, tuple(sorted(numbers)), tuple(sorted(found)), _goods(goods))


def check(wanted: Wanted) -> Check:
    started, day = perf_counter(), clock.today()
    found: dict[int, Hit] = {}
    is_cut = False
    per_route: int = data_file("check.yaml")["per_route"]
    for query in _routes(wanted):
        response = index.engine(TRADEMARK.name).search(SearchRequest(query, limit=per_route))
        is_cut = is_cut or response.total > per_route
        found.update((hit.key, hit) for hit in response.hits)
    judged = (_judged(wanted, hit, day) for hit in hits(found.values(), Everything()))
    kept = sorted(filter(None, judged), key=lambda each: (-each.risk, -each.comparison.score, each.hit.key))
    return Check(
        wanted=wanted,
        day=day,
        candidates=tuple(kept),
        compared=len(found),
        is_cut=is_cut,
        touched=grounds.touched(wanted.mark, wanted.goods, day),
        took_ms=(perf_counter() - started) * 1_000,
    )


def _routes(wanted: Wanted) -> Iterator[Node]:
    """From the surest to the widest: each brings a bounded number, so that a common word crowds out nothing."""
    taken = form(wanted.mark)
    own = [each for each in wanted_keys(wanted.mark) if each[0] in "tncp"]
    more = [each for each in wanted_keys(wanted.mark) if each[0] not in "tncp"]
    where = _where(wanted)
    yield AnyOf(ROUTE, (f"t:{taken.text}", f"c:{taken.core}"))
    yield _both(AnyOf(ROUTE, tuple(own)), where)
    if more:
        yield _both(AnyOf(ROUTE, tuple(more)), where)
    for part in filter(None, dict.fromkeys((taken.chinese, taken.latin))):
        if len(part) > 1:
            yield _both(Phrase((MARK,), part), where)


def _both(query: Node, where: Node | None) -> Node:
    return And((query, where)) if where else query


def _where(wanted: Wanted) -> Node | None:
    """The classes, the similar groups wherever they are listed, and goods of the same name in any class."""
    classes = {*wanted.classes, *map(nice.class_of, wanted.groups)}
    parts: list[Node] = [Exact(NICE_CLASS, str(each)) for each in sorted(classes)]
    parts += [Exact(GROUP, each) for each in wanted.groups]
    parts += [Phrase((GOODS,), each) for each in wanted.goods]
    return Or(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _judged(wanted: Wanted, hit: TrademarkHit, day: date) -> Candidate | None:
    comparison = compare(wanted.mark, hit.text)
    if comparison.score < data_file("check.yaml")["least"]:
        return None
    near = nearness(wanted, hit)
    return Candidate(
        hit=hit,
        comparison=comparison,
        nearness=near,
        shared_groups=tuple(sorted({*wanted.groups} & {*hit.groups})),
        risk=risk(comparison.score, near, hit.status),
        bar=_bar(hit, day),
    )


def nearness(wanted: Wanted, hit: TrademarkHit) -> Nearness:
    if not wanted.is_limited:
        return Nearness.ANY
    if {*wanted.groups} & {*hit.groups}:
        return Nearness.SAME_GROUP
    has_groups = any(hit.nice_class == nice.class_of(group) for group in wanted.groups)
    if has_groups and hit.groups:
        return Nearness.OTHER_GROUP
    if has_groups or hit.nice_class in wanted.classes:
        return Nearness.SAME_CLASS
    is_same = any(fold(each) in fold(goods) for each in wanted.goods for goods in hit.goods)
    return Nearness.SAME_GOODS if is_same else Nearness.OTHER_CLASS


_BY_SCORE: Mapping[Nearness, int] = {Nearness.OTHER_GROUP: 1, Nearness.OTHER_CLASS: 2}
"""Steps of risk that goods further apart take away."""


def risk(score: int, near: Nearness, status: str) -> Risk:
    """A right that is over stands in nobody's way; that its end is fresh is said beside it."""
    if status in _OVER:
        return Risk.ENDED
    levels = data_file("check.yaml")
    step = Risk.HIGH if score >= levels["high"] else Risk.MEDIUM if score >= levels["medium"] else Risk.LOW
    return Risk(max(step - _BY_SCORE.get(near, 0), Risk.LOW))


def _bar(hit: TrademarkHit, day: date) -> law.Bar | None:
    if hit.status not in _OVER or not hit.status_since:
        return None
    return law.bar_after(hit.status, date.fromisoformat(hit.status_since), day)


def _goods(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(_pieces(text)))
    if len(found) > MAX_GOODS or any(len(each) > MAX_GOODS_LENGTH for each in found):
        raise UserError(
            "mark_check.goods",
            _("商品太多或太长。"),
            _("最多 %(count)d 项，每项最多 %(length)d 个字，用分号分开。")
            % {"count": MAX_GOODS, "length": MAX_GOODS_LENGTH},
        )
    return found


def _pieces(text: str) -> list[str]:
    for separator in ";；,，、\n":
        text = text.replace(separator, " ")
    return text.split()
