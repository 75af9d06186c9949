"""Sets of case work. The packages that handle cases will fill `CaseSummary`; until then a list is imported."""

from django.utils.translation import gettext as _

from onestop.indicators.scope import Scope
from onestop.indicators.sets.counted import Counted, Need
from onestop.records.models import CaseKind, CaseSummary

DAYS = {
    "opened": "opened_on",
    "closed": "closed_on",
    "handed_over": "handed_over_on",
    "confirmed": "confirmed_on",
}


def cases(scope: Scope, kind: str, when: str = "opened") -> Counted:
    """Cases of a kind that were opened, closed, handed over or confirmed within the period."""
    every = CaseSummary.objects.filter(kind=kind)
    records = every.filter(scope.within(), **{f"{DAYS[when]}__range": (scope.since, scope.until)})
    return Counted(records, needs=(Need(every, _("尚未载入%(kind)s") % {"kind": CaseKind(kind).label}),))
