"""The one place that asks what day it is, so that tests and recomputations can choose the day."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """Today in China: law counts days in Asia/Shanghai."""
    return timezone.localdate()
