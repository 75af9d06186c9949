"""Fields of technology by year: the main class of each application."""

from collections import Counter
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractYear, Substr

from onestop.indicators.scope import Scope
from onestop.records.models import Classification, Scheme

SUBCLASS = 4
"""Characters of an IPC subclass: F21V."""


def subclasses_by_year(region: str, as_of: date, years: int) -> Counter[tuple[str, int]]:
    """(IPC subclass, year of filing) of the applications of the last years; each has one main class."""
    scope = Scope(region, date(as_of.year - years + 1, 1, 1), as_of)
    main = Classification.objects.filter(
        scope.within("patent__region"),
        scheme=Scheme.IPC,
        position=1,
        patent__filed_on__range=(scope.since, scope.until),
    )
    rows = main.order_by().annotate(subclass=subclass_of("symbol"), year=ExtractYear("patent__filed_on"))
    found = rows.values("subclass", "year").annotate(n=Count("pk"))
    return Counter({(row["subclass"], row["year"]): row["n"] for row in found})


def subclass_of(field: str) -> Substr:
    return Substr(field, 1, SUBCLASS)
