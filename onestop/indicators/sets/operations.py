"""Sets of pledges, licences, assignments, open licences and awards."""

from django.utils.translation import gettext as _

from onestop.indicators.scope import Scope
from onestop.indicators.sets.counted import Counted
from onestop.records.models import Award, Transaction, TransactionKind, TransactionRight


def transactions(scope: Scope, kind: str) -> Counted:
    """Registered or recorded within the period."""
    every = Transaction.objects.filter(kind=kind)
    return Counted(
        every.filter(scope.within(), registered_on__range=(scope.since, scope.until)), missing=_lacking(kind)
    )


def transaction_rights(scope: Scope, kind: str) -> Counted:
    """The rights of these transactions, each as often as it was dealt in."""
    records = TransactionRight.objects.filter(
        scope.within("transaction__region"),
        transaction__kind=kind,
        transaction__registered_on__range=(scope.since, scope.until),
    )
    return Counted(records, missing=_lacking(kind), region_field="transaction__region")


def awards(scope: Scope) -> Counted:
    """Awards have no region of their own: they are counted for all data only."""
    every = Award.objects.filter(year=scope.until.year)
    missing = (
        _("奖项名单没有地区") if scope.region else "" if Award.objects.exists() else _("尚未载入获奖名单")
    )
    return Counted(every, missing=missing, region_field="")


def _lacking(kind: str) -> str:
    if Transaction.objects.filter(kind=kind).exists():
        return ""
    return _("尚未载入%(kind)s名单") % {"kind": TransactionKind(kind).label}
