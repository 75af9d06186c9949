"""Baskets: one's own list of them, one of them, and one that somebody shared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from onestop.accounts.access import Person, may
from onestop.baskets import services
from onestop.baskets.models import Basket, BasketEntry
from onestop.core import clock
from onestop.portal.pages.addresses import patent_href, query_href
from onestop.portal.pages.labels import kind_label, status_label
from onestop.portal.pages.patent import patent_heading
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Link, Page
from onestop.records.queries import patents_by_numbers, records_of
from onestop.records.search import display_number
from onestop.records.status import status_of

MAX_ADDED = 100
_MAX_SEARCHED = 300
"""Numbers that fit into an address."""


@dataclass(frozen=True)
class BasketLine:
    number: str
    display_number: str
    title: str
    """Empty where no such patent is held (any more)."""
    href: str
    kind_label: str
    status: str
    status_label: str
    applicants: tuple[str, ...]
    filed_on: str
    note: str
    rating: int


@dataclass(frozen=True)
class ShareLine:
    key: int
    href: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class BasketsPage(Page):
    adding: tuple[BasketLine, ...]
    """Patents that are about to be put into a basket."""
    can_keep: bool
    """Signed in: baskets are kept on the server."""
    baskets: tuple[Link, ...]
    keys: tuple[tuple[int, str], ...]
    max_rating: int = 5


@dataclass(frozen=True, kw_only=True)
class BasketPage(Page):
    name: str
    key: int
    is_own: bool
    lines: tuple[BasketLine, ...]
    search_href: str
    """Its patents as a search; empty where they are too many for an address."""
    shares: tuple[ShareLine, ...]
    expires_at: datetime | None
    """Of the link by which it is read."""
    share_days: tuple[int, ...] = services.SHARE_DAYS
    ratings: tuple[int, ...] = (0, 1, 2, 3, 4, 5)


def baskets_page(owner: Person, numbers: Sequence[str]) -> BasketsPage:
    own = services.baskets_of(owner)
    wanted = list(dict.fromkeys(numbers))[:MAX_ADDED]
    return BasketsPage(
        title=_("文献夹"),
        notice=notice(),
        adding=tuple(_lines([BasketEntry(number=each) for each in wanted])),
        can_keep=may(owner, services.ACTION),
        baskets=tuple(Link(each.name, _href(each)) for each in own),
        keys=tuple((each.pk, each.name) for each in own),
    )


def basket_page(owner: Person, key: int) -> BasketPage:
    basket = services.basket_of(owner, key)
    shares = (
        ShareLine(each.pk, reverse("portal:basket_shared", args=[services.token_of(each)]), each.expires_at)
        for each in services.open_shares(basket)
    )
    return _page(basket, is_own=True, shares=tuple(shares), expires_at=None)


def shared_basket_page(token: str) -> BasketPage:
    """Read-only: what the link shows is the basket as it is now."""
    shared = services.shared_basket(token)
    return _page(shared.basket, is_own=False, shares=(), expires_at=shared.expires_at)


def _page(
    basket: Basket, *, is_own: bool, shares: tuple[ShareLine, ...], expires_at: datetime | None
) -> BasketPage:
    entries = list(basket.entries.order_by("-rating", "pk"))
    numbers = " ".join(entry.number for entry in entries)
    return BasketPage(
        title=basket.name,
        notice=notice(),
        name=basket.name,
        key=basket.pk,
        is_own=is_own,
        lines=tuple(_lines(entries)),
        search_href=query_href(numbers) if 0 < len(entries) <= _MAX_SEARCHED else "",
        shares=shares,
        expires_at=expires_at,
    )


def _href(basket: Basket) -> str:
    return reverse("portal:basket_one", args=[basket.pk])


def _lines(entries: Sequence[BasketEntry]) -> Iterable[BasketLine]:
    """In a fixed number of queries."""
    patents = patents_by_numbers([entry.number for entry in entries])
    records, today = records_of([each.pk for each in patents.values()]), clock.today()
    for entry in entries:
        if (patent := patents.get(entry.number)) is None:
            yield BasketLine(entry.number, entry.number, "", "", "", "", "", (), "", entry.note, entry.rating)
            continue
        record = records[patent.pk]
        status = status_of(record, today).status
        yield BasketLine(
            entry.number,
            display_number(entry.number),
            patent_heading(patent),
            patent_href(entry.number),
            kind_label(record.kind),
            status.value,
            status_label(status),
            record.patentees or record.applicants,
            str(record.filed_on or ""),
            entry.note,
            entry.rating,
        )
