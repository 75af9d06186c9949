"""Paging by key: the next page starts after the last row seen. As fast on page 1,000 as on page 1.

Numbered pages count and skip all rows before them, and shift when somebody adds a row meanwhile.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    rows: tuple[Row, ...]
    after: int | None
    """Key of the row after which the next page starts; none on the last page."""
    is_first: bool


def page(rows: QuerySet[Row], order: str, after: str, size: int) -> KeysetPage[Row]:
    """`order` is a field, `-` before it for the newest first; equal values are told apart by the primary key.

    An `after` that is no row (any more) starts at the beginning.
    """
    field, is_descending = order.removeprefix("-"), order.startswith("-")
    sign, beyond = ("-", "lt") if is_descending else ("", "gt")
    start = (
        rows.model._default_manager.filter(pk=after).values_list(field).first() if _is_key(after) else None
    )
    if start is not None:
        rows = rows.filter(_after(field, beyond, start[0], int(after)))
    found = list(rows.order_by(f"{sign}{field}", f"{sign}pk")[: size + 1])
    has_more = len(found) > size
    return KeysetPage(tuple(found[:size]), found[size - 1].pk if has_more else None, start is None)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _after(field: str, beyond: str, value: Any, key: int) -> Q:
    """The first condition says nothing new, but lets the database begin in the middle of an index."""
    after = Q(**{f"{field}__{beyond}": value}) | Q(**{field: value, f"pk__{beyond}": key})
    return Q(**{f"{field}__{beyond}e": value}) & after
