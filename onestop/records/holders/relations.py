"""Branches and members of groups, as names state them: 某某有限公司江门分公司 belongs to 某某有限公司."""

from collections.abc import Iterator

from django.db import transaction

from onestop.records.holders.parts import Head, head_of
from onestop.records.holders.registry import by_key
from onestop.records.models import Holder, HolderKind, HolderRelation, RelationKind

_AT_ONCE = 1_000
_GROUP_FORMS = ("有限公司", "有限责任公司", "公司", "股份有限公司", "控股有限公司", "总公司", "")


def relate() -> int:
    """Relations of all holders in use whose names state them, in either order of arrival; how many are new."""
    return sum(_relate(batch) for batch in _batches())


def _batches() -> Iterator[list[tuple[int, str]]]:
    after = 0
    holders = Holder.objects.filter(merged_into=None).exclude(kind=HolderKind.PERSON).order_by("pk")
    while batch := list(holders.filter(pk__gt=after).values_list("pk", "name")[:_AT_ONCE]):
        after = batch[-1][0]
        yield batch


@transaction.atomic
def _relate(batch: list[tuple[int, str]]) -> int:
    heads = {pk: head for pk, name in batch if (head := head_of(name))}
    if not heads:
        return 0
    parents = by_key({key for head in heads.values() for key in _keys(head)})
    known = set(HolderRelation.objects.filter(child__in=heads).values_list("parent", "child", "kind"))
    found = {
        (parent, child, head.kind.value)
        for child, head in heads.items()
        if (parent := _parent(head, parents)) and parent != child
    }
    HolderRelation.objects.bulk_create(
        HolderRelation(parent_id=parent, child_id=child, kind=kind)
        for parent, child, kind in sorted(found - known)
    )
    return len(found - known)


def _keys(head: Head) -> list[str]:
    """A group is written without its form: 某某集团 for 某某集团有限公司."""
    is_group = head.kind == RelationKind.GROUP_MEMBER and head.key.endswith("集团")
    return [head.key + form for form in _GROUP_FORMS] if is_group else [head.key]


def _parent(head: Head, parents: dict[str, list[int]]) -> int | None:
    """Only where one holder fits."""
    found = {holder for key in _keys(head) for holder in parents.get(key, ())}
    return found.pop() if len(found) == 1 else None
