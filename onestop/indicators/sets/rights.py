"""Sets of trademarks, geographical indications and layout-designs."""

from django.db.models import Q
from django.utils.translation import gettext as _

from onestop.indicators.scope import Scope
from onestop.indicators.sets.counted import Counted, Need
from onestop.records.models import GeographicalIndication, Layout, Trademark


def registered_trademarks(scope: Scope) -> Counted:
    """Registered by the day and within their term; what was invalidated or cancelled is not known from terms."""
    every = Trademark.objects.filter(scope.within(), office="CN")
    day = scope.until
    records = every.filter(registered_on__lte=day).filter(Q(term_to=None) | Q(term_to__gte=day))
    loaded = Trademark.objects.filter(office="CN", registered_on__isnull=False)
    return Counted(records, needs=(Need(loaded, _("尚未载入商标数据")),))


def geographical_indications(scope: Scope) -> Counted:
    every = GeographicalIndication.objects.filter(scope.within())
    records = every.filter(Q(protected_on=None) | Q(protected_on__lte=scope.until))
    return Counted(records, needs=(Need(GeographicalIndication.objects.all(), _("尚未载入地理标志名单")),))


def layouts(scope: Scope) -> Counted:
    records = Layout.objects.filter(scope.within(), announced_on__lte=scope.until)
    return Counted(records, needs=(Need(Layout.objects.all(), _("尚未载入集成电路布图设计名单")),))
