"""Holders found by their names, and new ones written: what every verb on holders stands on. Batches of rows at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from onestop.core.bulk import insert
from onestop.records.holders.datafiles import data_file
from onestop.records.holders.matching import blocks
from onestop.records.holders.names import Name, name_key, parse
from onestop.records.models import Holder, HolderKind, HolderName, HolderNameBlock, NameKind

Added = tuple[Holder, str, NameKind]
"""A holder in the database and a name that it has."""


@dataclass(frozen=True, slots=True)
class Candidate:
    holder: int
    name: Name


def by_key(keys: Collection[str], *, with_people: bool = False) -> dict[str, list[int]]:
    """Name key -> holders in use that have such a name, those first whose present name it is. In one query."""
    found: dict[str, list[int]] = defaultdict(list)
    names = _names().filter(name_key__in=keys)
    if not with_people:
        names = names.exclude(holder__kind=HolderKind.PERSON)
    rows = names.values_list("name_key", "holder", "kind", "pk")
    for key, holder, _kind, _pk in sorted(rows, key=lambda row: (row[2] != NameKind.CURRENT, row[3])):
        if holder not in found[key]:
            found[key].append(holder)
    return found


def by_block(names: Iterable[Name]) -> dict[str, list[Candidate]]:
    """Block -> names that share it, in two queries; blocks so common that they tell nothing are left out."""
    wanted = {block for name in names for block in blocks(name)}
    rows = HolderNameBlock.objects.filter(block__in=wanted, name__holder__merged_into=None)
    largest = data_file("matching.yaml")["largest_block"]
    telling = [
        each["block"]
        for each in rows.values("block").annotate(size=Count("pk")).order_by()
        if each["size"] <= largest
    ]
    found: dict[str, list[Candidate]] = defaultdict(list)
    for block, holder, name in rows.filter(block__in=telling).values_list(
        "block", "name__holder", "name__name"
    ):
        found[block].append(Candidate(holder, parse(name)))
    return found


def add_names(added: Sequence[Added]) -> None:
    """With their blocks; for holders that do not have them yet."""
    names = HolderName.objects.bulk_create(
        HolderName(holder=holder, name=name, name_key=name_key(name), kind=kind)
        for holder, name, kind in added
    )
    rows = (
        (name.pk, block)
        for name in names
        if name.holder.kind != HolderKind.PERSON
        for block in sorted(blocks(parse(name.name)))
    )
    insert(HolderNameBlock, ("name", "block"), rows)


def add(holders: Sequence[Holder]) -> list[Holder]:
    """New holders, each with its name."""
    made = Holder.objects.bulk_create(holders)
    add_names([(holder, holder.name, NameKind.CURRENT) for holder in made])
    return made


def names_of(holders: Collection[int]) -> dict[int, dict[str, str]]:
    """Holder -> its names with their kinds."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for holder, name, kind in HolderName.objects.filter(holder__in=holders).values_list(
        "holder", "name", "kind"
    ):
        found[holder][name] = kind
    return found


def _names() -> QuerySet[HolderName]:
    """Of holders in use: what one that was merged kept is no longer looked at."""
    return HolderName.objects.filter(holder__merged_into=None)
