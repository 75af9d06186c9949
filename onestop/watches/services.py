"""The one way to change what is watched. Every function is told who acts; the watches of others do not exist."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from onestop.accounts.access import Person, require
from onestop.accounts.models import User
from onestop.core import clock
from onestop.core.errors import UserError
from onestop.records.queries import patent_by_number
from onestop.watches.models import Notice, Watch
from onestop.watches.state import State, changes, read_state, states_of

ACTION = "watches.keep"
MAX_WATCHES = 500
SHOWN_NOTICES = 100
_AT_ONCE = 500


@dataclass(frozen=True)
class Looked:
    watches: int
    notices: int
    missing: int
    """Watched numbers that are not held here now."""


@transaction.atomic
def watch(owner: Person, number: str) -> Watch:
    """`number` in any usual writing. What it is like now is what later looks are compared with."""
    require(owner, ACTION)
    assert isinstance(owner, User)
    User.objects.select_for_update().get(pk=owner.pk)  # so that two requests at once keep the limit
    patent = patent_by_number(number)
    if patent is None:
        raise UserError(
            "watch.unknown_number", _("本站没有号码为“%s”的专利。") % number[:40], _("请核对号码。")
        )
    canonical = patent.application_number or min(each.serial for each in patent.publications.all())
    if found := Watch.objects.filter(owner=owner, number=canonical).first():
        return found
    if owner.watches.count() >= MAX_WATCHES:
        raise UserError("watch.too_many", _("一个人最多关注 %d 件。") % MAX_WATCHES, _("请先取消不用的。"))
    state = states_of([canonical], clock.today())[canonical]
    return Watch.objects.create(owner=owner, number=canonical, seen=state.as_json())


def stop(owner: Person, number: str) -> None:
    require(owner, ACTION)
    Watch.objects.filter(owner=owner.pk, number=number).delete()


def is_watching(owner: Person, number: str) -> bool:
    return owner.is_authenticated and Watch.objects.filter(owner=owner.pk, number=number).exists()


def watches_of(owner: Person) -> Sequence[Watch]:
    require(owner, ACTION)
    return list(Watch.objects.filter(owner=owner.pk).order_by("-pk"))


def notices_of(owner: Person) -> Sequence[Notice]:
    """The newest first, those that were not read before the others."""
    require(owner, ACTION)
    mine = Notice.objects.filter(watch__owner=owner.pk).select_related("watch")
    unread = list(mine.filter(read_at=None).order_by("-pk")[:SHOWN_NOTICES])
    read = mine.exclude(read_at=None).order_by("-pk")[: SHOWN_NOTICES - len(unread)]
    return [*unread, *read]


def mark_read(owner: Person) -> int:
    require(owner, ACTION)
    unread = Notice.objects.filter(watch__owner=owner.pk, read_at=None)
    return unread.update(read_at=clock.now())


def look(today: date | None = None) -> Looked:
    """Compare every watched patent with what was last seen of it, and note what is different."""
    day, counts = today or clock.today(), Looked(0, 0, 0)
    for some in _batches():
        states = states_of({each.number for each in some}, day)
        with transaction.atomic():
            noted = [_compare(each, states.get(each.number)) for each in some]
        missing = sum(each.number not in states for each in some)
        counts = Looked(counts.watches + len(some), counts.notices + sum(noted), counts.missing + missing)
    return counts


def _batches() -> Iterator[list[Watch]]:
    last = 0
    while some := list(Watch.objects.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        yield some
        last = some[-1].pk


def _compare(watched: Watch, now: State | None) -> int:
    """How many notices it made. A watch that was ended meanwhile is left alone."""
    before = read_state(watched.seen)
    if now is None or now == before:
        return 0
    if not Watch.objects.filter(pk=watched.pk).update(seen=now.as_json()):
        return 0
    found = list(changes(before, now)) if before else []
    Notice.objects.bulk_create(
        Notice(watch=watched, kind=each.kind, before=each.before, after=each.after) for each in found
    )
    return len(found)
