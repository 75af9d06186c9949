"""Reading trademarks: all classes of a number, and what was said of them. `trademark_search` finds them."""

from django.db.models import QuerySet

from onestop.records.models import Correction, Statement, Trademark
from onestop.records.values import trademark_number

_REGISTER = "trademark"


def classes_of(office: str, number: str) -> list[Trademark]:
    """Every class of a number, with its events; by the registration's number where the office has another."""
    found = _of(office).filter(number=number) or _of(office).filter(registration_number=number)
    return list(found.order_by("nice_class"))


def _of(office: str) -> QuerySet[Trademark]:
    return Trademark.objects.filter(office=office).prefetch_related("events")


def canonical(office: str, text: str) -> str:
    """UserError for what is no number of that office."""
    return trademark_number.clean(text) if office == "CN" else trademark_number.clean_foreign(text)


def statements(trademarks: list[Trademark]) -> list[Statement]:
    """Which rows of which files speak of them."""
    keys = [each.pk for each in trademarks]
    found = Statement.objects.filter(register=_REGISTER, entry__in=keys).select_related("file")
    return list(found)


def corrections(trademarks: list[Trademark]) -> int:
    keys = [each.pk for each in trademarks]
    return Correction.objects.filter(register=_REGISTER, entry__in=keys).count()
