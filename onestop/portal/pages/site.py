"""What is the same on every page: whose platform it is, and how far its data reach."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db.models import Count, Max, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.models import Patent
from onestop.reference import regions

REMEMBER_SECONDS = 10
T = TypeVar("T")


@dataclass(frozen=True)
class Holdings:
    total: int
    demonstration: int
    as_of: date | None
    """The day to which the data reach: of legal events if known, else the newest date of any record."""


def remembered(name: str, make: Callable[[], T], seconds: int = REMEMBER_SECONDS) -> T:
    """What is costly to count and asked for by many, counted anew every so often in each language."""
    key = f"portal.{get_language()}.{name}"
    found: T | None = caches["process"].get(key)
    if found is None:
        found = make()
        caches["process"].set(key, found, seconds)
    return found


def holdings() -> Holdings:
    """Every page asks."""
    return remembered("holdings", _count_holdings)


def _count_holdings() -> Holdings:
    days = ("legal_data_to", "granted_on", "published_on", "filed_on")
    row = Patent.objects.exclude(title="").aggregate(
        total=Count("pk"),
        demonstration=Count("pk", filter=Q(is_demonstration=True)),
        **{day: Max(day) for day in days},
    )
    as_of = row["legal_data_to"] or max((row[day] for day in days if row[day]), default=None)
    return Holdings(row["total"], row["demonstration"], as_of)


def notice() -> str:
    held = holdings()
    if not held.demonstration:
        return ""
    if held.demonstration == held.total:
        return _("演示数据：本站现有的专利、权利人和数字均为虚构，仅供演示，不能作任何依据。")
    return _("本站含有演示数据：带“演示”标记的专利和权利人为虚构，仅供演示，不能作任何依据。")


def district_name() -> str:
    """江门市江海区: with its city, without the province."""
    try:
        here = regions.region(settings.HOME_REGION)
        above = [each.name for each in regions.ancestors(here.code)[1:]]
    except UserError:
        return ""
    return "".join((*above, here.name))
