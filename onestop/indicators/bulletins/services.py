"""Keeping bulletins, publishing them, and saying what would be different today."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onestop.accounts.access import require
from onestop.accounts.models import User
from onestop.core import audit, clock
from onestop.core.errors import UserError
from onestop.indicators.bulletins.compute import codes, content_of
from onestop.indicators.bulletins.content import Content, Number, read
from onestop.indicators.bulletins.month import Month
from onestop.indicators.definitions import by_code
from onestop.indicators.kept import keep
from onestop.indicators.models import Bulletin
from onestop.indicators.results import compute

ACTION = "bulletins.publish"


@dataclass(frozen=True)
class Difference:
    """A figure of which two bulletins of a month say something else."""

    code: str
    then: Number | None
    now: Number | None


def compose(region: str, month: Month) -> Content:
    """What the bulletin of the month would say by what is known now."""
    published = newest(published_bulletins(region), month.after(-1))
    return content_of(region, month, read(published.content) if published else None)


def published_bulletins(region: str) -> "QuerySet[Bulletin]":
    return issues(region).filter(published_at__isnull=False)


def issues(region: str) -> "QuerySet[Bulletin]":
    """Newest month first, without the files, which are long."""
    found: QuerySet[Bulletin] = Bulletin.objects.filter(region=region).defer("docx", "pdf")
    return found.order_by("-month", "-issue")


def newest(found: "QuerySet[Bulletin]", month: Month) -> Bulletin | None:
    return found.filter(month=month.first).first()


def standing(region: str, month: Month, content: Content) -> Bulletin | None:
    """The newest issue, if it says the very same."""
    last = newest(issues(region), month)
    return last if last and last.digest == content.digest else None


@transaction.atomic
def store(content: Content, docx: bytes, pdf: bytes, person: User | None = None) -> Bulletin:
    """A draft, with its figures and the records behind them. It takes the place of a draft, never of what is public."""
    month = Month.read(content.month)
    last = newest(issues(content.region), month)
    if last and last.published_at is None:
        last.delete()
        last = newest(issues(content.region), month)
    made = Bulletin.objects.create(
        region=content.region,
        month=month.first,
        issue=last.issue + 1 if last else 1,
        made_at=clock.now(),
        content=content.as_dict(),
        digest=content.digest,
        docx=docx,
        pdf=pdf,
    )
    reason = _("%(month)s 月报第 %(issue)s 版") % {"month": month, "issue": made.issue}
    keep((compute(by_code()[each], content.region, month.last) for each in codes()), reason, person, made)
    audit.record(person, "bulletin.made", made, after={"digest": made.digest})
    return made


@transaction.atomic
def publish(number: int, person: User) -> Bulletin:
    require(person, ACTION)
    found = Bulletin.objects.select_for_update().filter(pk=number).defer("docx", "pdf").first()
    if found is None:
        raise UserError(
            "bulletin.gone", _("这份月报已被新的草稿取代。"), _("请刷新列表，核对新的草稿后再发布。")
        )
    if found.published_at is None:
        found.published_at, found.published_by = clock.now(), person
        found.save(update_fields=["published_at", "published_by"])
        audit.record(person, "bulletin.published", found, after={"digest": found.digest})
    return found


def differences(then: Content, now: Content) -> tuple[Difference, ...]:
    """Figures of the month; what is in one alone stands beside nothing."""
    was, is_now = ({each.code: each.value for each in content.figures} for content in (then, now))
    every = dict.fromkeys((*was, *is_now))
    return tuple(
        Difference(code, was.get(code), is_now.get(code))
        for code in every
        if was.get(code) != is_now.get(code)
    )
