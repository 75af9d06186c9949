"""Sets of titles and certificates of companies."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from onestop.indicators.scope import Scope
from onestop.indicators.sets.counted import Counted, Need
from onestop.records.models import Honour


def honours(scope: Scope, kinds: Sequence[str], levels: Sequence[str] = ()) -> Counted:
    """Titles in force on the day, each holder once for all the kinds and levels asked for."""
    every = Honour.objects.filter(kind__in=kinds)
    if levels:
        every = every.filter(level__in=levels)
    day = scope.until
    in_force = every.filter(scope.within()).filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
    )
    return Counted(
        in_force, needs=(Need(every, _("尚未载入这类企业名单"), which=f"{kinds} {levels}"),), once="holder"
    )
