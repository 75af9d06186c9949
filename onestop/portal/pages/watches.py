"""What a member watches, and what became different of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from onestop.accounts.access import Person
from onestop.core import clock
from onestop.portal.pages.addresses import patent_href
from onestop.portal.pages.labels import kind_label, status_label
from onestop.portal.pages.patent import patent_heading
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Page
from onestop.records.queries import patents_by_numbers
from onestop.records.search import display_number
from onestop.watches import mail, services
from onestop.watches.models import Notice, Watch
from onestop.watches.state import FEE_DAYS, State, read_state, states_of
from onestop.watches.texts import said


@dataclass(frozen=True)
class WatchLine:
    number: str
    display_number: str
    title: str
    """Empty where no such patent is held (any more)."""
    href: str
    kind_label: str
    status: str
    status_label: str
    owners: tuple[str, ...]
    fee_until: date | None
    """Last day of a fee that is near."""
    grace_until: date | None
    """Last day of a fee that is late."""
    added_at: datetime


@dataclass(frozen=True)
class NoticeLine:
    kind: str
    kind_label: str
    text: str
    number: str
    display_number: str
    title: str
    href: str
    noticed_at: datetime
    is_new: bool
    """Not read yet."""


@dataclass(frozen=True, kw_only=True)
class WatchesPage(Page):
    lines: tuple[WatchLine, ...]
    notices: tuple[NoticeLine, ...]
    unread: int
    limit: int
    fee_days: int
    """So many days before its last day a fee is told of."""
    sends_mail: bool


def watches_page(owner: Person) -> WatchesPage:
    """In a fixed number of queries."""
    watched, noticed = services.watches_of(owner), services.notices_of(owner)
    numbers = {each.number for each in watched}
    titles = {number: patent_heading(each) for number, each in patents_by_numbers(numbers).items()}
    notices = tuple(_notices(noticed, titles))
    return WatchesPage(
        title=_("我的关注"),
        notice=notice(),
        lines=tuple(_lines(watched, titles)),
        notices=notices,
        unread=sum(each.is_new for each in notices),
        limit=services.MAX_WATCHES,
        fee_days=FEE_DAYS,
        sends_mail=mail.is_configured(),
    )


def _lines(watched: Sequence[Watch], titles: dict[str, str]) -> Iterator[WatchLine]:
    """As the records are now, not as they were last looked at."""
    states = states_of({each.number for each in watched}, clock.today())
    kinds = {number: each.kind for number, each in patents_by_numbers(states.keys()).items()}
    for each in watched:
        state = states.get(each.number) or read_state(each.seen)
        yield _line(each, state, titles.get(each.number, ""), kind_label(kinds.get(each.number, "")))


def _line(watched: Watch, state: State | None, title: str, kind: str) -> WatchLine:
    return WatchLine(
        number=watched.number,
        display_number=display_number(watched.number),
        title=title,
        href=patent_href(watched.number) if title else "",
        kind_label=kind,
        status=state.status if state else "",
        status_label=status_label(state.status) if state else "",
        owners=state.owners if state else (),
        fee_until=_day(state.fee_until) if state else None,
        grace_until=_day(state.grace_until) if state else None,
        added_at=watched.added_at,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _notices(noticed: Sequence[Notice], titles: dict[str, str]) -> Iterator[NoticeLine]:
    for each in noticed:
        number = each.watch.number
        yield NoticeLine(
            kind=each.kind,
            kind_label=str(each.get_kind_display()),
            text=said(each),
            number=number,
            display_number=display_number(number),
            title=titles.get(number, ""),
            href=patent_href(number) if number in titles else "",
            noticed_at=each.noticed_at,
            is_new=each.read_at is None,
        )
