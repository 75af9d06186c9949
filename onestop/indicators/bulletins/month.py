"""A month of the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.law.fees import add_months
from onestop.records.models import Patent


@dataclass(frozen=True, order=True)
class Month:
    first: date

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, text: str) -> "Month":
        """2023-12. Raises UserError for what is no month, and for one that is not over."""
        try:
            month = cls(date.fromisoformat(f"{text.strip()}-01"))
        except ValueError as error:
            raise UserError(
                "bulletin.bad_month", _("“%s”不是月份。") % text[:40], _("请写成 2023-12 的形式。")
            ) from error
        if month.last >= clock.today():
            raise UserError(
                "bulletin.not_over", _("%s 还没有结束。") % month, _("月报统计整月，请选已经结束的月份。")
            )
        return month

    @property
    def last(self) -> date:
        return self.after(1).first - timedelta(1)

    def after(self, months: int) -> "Month":
        return Month(add_months(self.first, months))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


def newest_month() -> Month | None:
    """The last whole month that the legal data of the platform's own district cover; None where it has none."""
    covered = Patent.objects.filter(region=settings.HOME_REGION).aggregate(day=Max("legal_data_to"))["day"]
    if covered is None:
        return None
    last = min(covered, clock.today() - timedelta(1))
    month = Month.of(last)
    return month if month.last <= last else month.after(-1)
