"""The one place that asks what day it is, so that tests and recomputations can choose the day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """Today in China: law counts days in Asia/Shanghai."""
    return datetime.now(_CHINA).date()
