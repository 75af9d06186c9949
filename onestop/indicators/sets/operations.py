"""Sets of pledges, licences, assignments, open licences and awards."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from onestop.indicators.scope import Scope
from onestop.indicators.sets.counted import Counted, Need
from onestop.records.models import Award, Transaction, TransactionKind, TransactionRight


def transactions(scope: Scope, kind: str) -> Counted:
    """Registered or recorded within the period."""
    every = Transaction.objects.filter(kind=kind)
    records = every.filter(scope.within(), registered_on__range=(scope.since, scope.until))
    return Counted(records, needs=(_list_of(kind),))


def transaction_rights(scope: Scope, kind: str) -> Counted:
    """The rights of these transactions, each as often as it was dealt in."""
    records = TransactionRight.objects.filter(
        scope.within("transaction__region"),
        transaction__kind=kind,
        transaction__registered_on__range=(scope.since, scope.until),
    )
    return Counted(records, needs=(_list_of(kind),), region_field="transaction__region")


def awards(scope: Scope) -> Counted:
    """By the region of the patent, as lists of awards name none: one that is not held here counts for all data."""
    patents = scope.patents_anywhere().filter(application_number=OuterRef("number"))
    every = Award.objects.filter(year=scope.until.year)
    placed = every.annotate(patent_region=Subquery(patents.values(scope.patent_region)[:1])).filter(
        scope.within("patent_region")
    )
    loaded = Need(Award.objects.all(), _("尚未载入获奖名单"))
    return Counted(placed, needs=(loaded,), region_field="patent_region")


def _list_of(kind: str) -> Need:
    label = TransactionKind(kind).label
    return Need(Transaction.objects.filter(kind=kind), _("尚未载入%(kind)s名单") % {"kind": label})
