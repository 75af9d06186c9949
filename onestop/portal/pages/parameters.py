"""Days, regions and numbers in addresses."""

from datetime import date

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.portal.pages.types import NotFound
from onestop.reference import regions

FIRST_DAY = date(1985, 4, 1)
"""Patents exist in China since the Patent Law came into force."""


def read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise UserError(
            "portal.bad_day", _("“%s”不是日期。") % text[:40], _("请写成 2023-12-31 的形式。")
        ) from error
    if not FIRST_DAY <= day <= clock.today():
        raise UserError(
            "portal.day_out_of_range",
            _("%s 不在可统计的范围内。") % day.isoformat(),
            _("请选 %(first)s 至今天之间的日期。") % {"first": FIRST_DAY.isoformat()},
        )
    return day


def read_region(code: str) -> str:
    """The name of a region; empty for all data."""
    try:
        return regions.region(code).name if code else ""
    except UserError as error:
        raise NotFound(error.code, error.message, error.hint) from error


def whole(text: str | None, default: int) -> int:
    """A page or size that makes no sense is no reason to refuse an answer."""
    return max(int(text), 1) if text and text.isascii() and text.isdigit() and len(text) < 9 else default
