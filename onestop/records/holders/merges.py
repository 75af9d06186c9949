"""Two holders found to be one, and parted again: everything goes back where it was.

What the survivor already has (the same name, the same relation) stays with the merged holder, which is out of use;
so nothing is lost and nothing stands twice. Merges are undone from the newest back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from onestop.accounts.models import User
from onestop.core import audit, clock
from onestop.core.errors import UserError
from onestop.records.holders.links import project
from onestop.records.holders.permission import allow
from onestop.records.models import (
    Holder,
    HolderKind,
    HolderMerge,
    HolderName,
    HolderRelation,
    Honour,
    NameLink,
    Party,
    Trademark,
    Transaction,
)

_AT_ONCE = 1_000
_FILLED = ("uscc", "region", "address")


@dataclass(frozen=True)
class _Moved:
    """Rows that belong to a holder by this column."""

    code: str
    model: Any
    column: str


_MOVED = (
    _Moved("names", HolderName, "holder"),
    _Moved("links", NameLink, "holder"),
    _Moved("honours", Honour, "holder"),
    _Moved("trademarks", Trademark, "holder"),
    _Moved("given", Transaction, "giver_holder"),
    _Moved("received", Transaction, "receiver_holder"),
    _Moved("children", HolderRelation, "parent"),
    _Moved("parents", HolderRelation, "child"),
)


@transaction.atomic
def merge(survivor: Holder, other: Holder, reason: str, person: User | None) -> HolderMerge:
    """All that is `other`'s becomes `survivor`'s."""
    allow(person)
    survivor, other = _locked(survivor, other)
    _check(survivor, other, reason)
    moved: dict[str, Any] = {each.code: _move(each, survivor, other) for each in _MOVED}
    Party.objects.filter(holder=other).update(holder=survivor)
    moved["filled"] = _fill(survivor, other)
    Holder.objects.filter(pk=other.pk).update(merged_into=survivor)
    done = HolderMerge.objects.create(
        survivor=survivor, merged=other, reason=reason.strip(), moved=moved, done_by=person
    )
    audit.record(person, "holder.merged", survivor, after={"merged": other.name, "reason": done.reason})
    return done


@transaction.atomic
def undo(merged: HolderMerge, person: User | None) -> HolderMerge:
    """Each of the two has again what it had; what came since under a name goes with that name."""
    allow(person)
    done = HolderMerge.objects.select_for_update().get(pk=merged.pk)
    survivor, other = _locked(done.survivor, done.merged)
    _check_undo(done, survivor)
    Holder.objects.filter(pk=other.pk).update(merged_into=None)
    for each in _MOVED:
        for keys in _batches(done.moved[each.code]):
            rows = each.model.objects.filter(**{"pk__in": keys, each.column: survivor})
            rows.update(**{each.column: other})
    _empty(survivor, other, done.moved["filled"])
    for names in _batches(list(NameLink.objects.filter(holder=other).values_list("name", flat=True))):
        project(names)
    done.undone_by, done.undone_at = person, clock.now()
    done.save()
    audit.record(person, "holder.merge_undone", survivor, before={"merged": other.name})
    return done


def _check(survivor: Holder, other: Holder, reason: str) -> None:
    if survivor.pk == other.pk:
        raise UserError(
            "holders.same", _("两个编号是同一个权利人，不能与自己合并。"), _("请填写另一个权利人的编号。")
        )
    if not reason.strip():
        raise UserError(
            "holders.no_reason", _("没有填写合并的理由。"), _("请写明依据，例如工商登记的变更记录。")
        )
    if len(reason.strip()) > 500:
        raise UserError("holders.long_reason", _("合并的理由超过 500 个字符。"), _("请缩短。"))
    for each in (survivor, other):
        if each.merged_into_id:
            raise UserError(
                "holders.merged_before",
                _("“%(name)s”已并入编号 %(into)s 的权利人。")
                % {"name": each.name, "into": each.merged_into_id},
                _("请与那个权利人合并，或先撤销那次合并。"),
            )
    _check_alike(survivor, other)


def _check_alike(survivor: Holder, other: Holder) -> None:
    if survivor.uscc and other.uscc:
        raise UserError(
            "holders.two_codes",
            _("两个权利人各有自己的统一社会信用代码，是两个主体。"),
            _("如果其中一个代码录错，请先在来源中更正并重新导入。"),
        )
    if (survivor.kind == HolderKind.PERSON) != (other.kind == HolderKind.PERSON):
        raise UserError("holders.person", _("个人与单位不能合并。"), _("请核对两个权利人的类型。"))


def _check_undo(done: HolderMerge, survivor: Holder) -> None:
    if done.undone_at:
        raise UserError("holders.undone", _("这次合并已经撤销过了。"), _("请刷新页面。"))
    both = [done.survivor_id, done.merged_id]
    later = (
        HolderMerge.objects.filter(Q(survivor__in=both) | Q(merged__in=both), pk__gt=done.pk, undone_at=None)
        .select_related("survivor", "merged")
        .order_by("-pk")
        .first()
    )
    if later:
        raise UserError(
            "holders.later_merge",
            _("此后又有合并：“%(merged)s”并入“%(survivor)s”（第 %(number)s 号）。")
            % {"merged": later.merged.name, "survivor": later.survivor.name, "number": later.pk},
            _("请从最近的一次开始，依次撤销。"),
        )


def _locked(one: Holder, other: Holder) -> tuple[Holder, Holder]:
    """Always in the same order, so that two officers do not wait for each other."""
    found = {
        each.pk: each
        for each in Holder.objects.select_for_update().filter(pk__in=(one.pk, other.pk)).order_by("pk")
    }
    return found[one.pk], found[other.pk]


def _move(each: _Moved, survivor: Holder, other: Holder) -> list[int]:
    rows = each.model.objects.filter(**{each.column: other})
    keys = list(_movable(each, rows, survivor).order_by("pk").values_list("pk", flat=True))
    for some in _batches(keys):
        each.model.objects.filter(pk__in=some).update(**{each.column: survivor})
    return keys


def _movable(each: _Moved, rows: QuerySet[Any], survivor: Holder) -> QuerySet[Any]:
    match each.code:
        case "names":
            return rows.exclude(name__in=list(survivor.names.values_list("name", flat=True)))
        case "children" | "parents":
            return _without_relations(each, rows, survivor)
    return rows


def _without_relations(each: _Moved, rows: QuerySet[Any], survivor: Holder) -> QuerySet[Any]:
    """Not those that the survivor has as well, nor one that would tie it to itself."""
    far = "child" if each.column == "parent" else "parent"
    had = Q(**{far: survivor.pk})
    for key, kind in HolderRelation.objects.filter(**{each.column: survivor}).values_list(far, "kind"):
        had |= Q(**{far: key, "kind": kind})
    return rows.exclude(had)


def _fill(survivor: Holder, other: Holder) -> dict[str, Any]:
    """What only `other` knew; the code can stand at one of them only."""
    filled = {
        name: getattr(other, name) for name in _FILLED if getattr(other, name) and not getattr(survivor, name)
    }
    if "address" in filled and "region" not in filled:
        del filled["address"]  # of another place
    if "uscc" in filled:
        Holder.objects.filter(pk=other.pk).update(uscc=None)
    if filled:
        Holder.objects.filter(pk=survivor.pk).update(**filled)
    return filled


def _empty(survivor: Holder, other: Holder, filled: dict[str, Any]) -> None:
    """Unless a list has said otherwise since."""
    for name, value in filled.items():
        empty = None if name == "uscc" else ""
        Holder.objects.filter(pk=survivor.pk, **{name: value}).update(**{name: empty})
    if "uscc" in filled and not Holder.objects.filter(uscc=filled["uscc"]).exists():
        Holder.objects.filter(pk=other.pk).update(uscc=filled["uscc"])


def _batches(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
