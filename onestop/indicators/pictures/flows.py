"""From where to where rights go: contracts by the regions of giver and receiver."""

from collections import Counter
from datetime import date

from django.db.models import Count

from onestop.indicators.scope import Scope
from onestop.records.models import Transaction


def flows(kind: str, region: str, since: date, until: date) -> Counter[tuple[str, str]]:
    """(region of the giver, region of the receiver); empty where a party or its region is not known."""
    scope = Scope(region, since, until)
    every = Transaction.objects.filter(scope.within(), kind=kind, registered_on__range=(since, until))
    rows = every.order_by().values_list("giver_holder__region", "receiver_holder__region")
    found: Counter[tuple[str, str]] = Counter()
    for giver, receiver, count in rows.annotate(n=Count("pk")):
        found[giver or "", receiver or ""] += count
    return found
