"""What a figure is to reach at the end of a year."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from onestop.accounts.models import User
from onestop.core import audit
from onestop.core.errors import UserError
from onestop.indicators.definitions import by_code
from onestop.indicators.models import Target
from onestop.reference import regions


@transaction.atomic
def set_target(
    code: str, region: str, year: int, value: Decimal, source: str, person: User | None = None
) -> Target:
    """A later one takes the place of an earlier one, which the audit log keeps. The command line is nobody (None)."""
    if code not in by_code():
        raise UserError(
            "indicators.unknown",
            _("没有指标“%(code)s”。") % {"code": code[:64]},
            _("可用的代码见 onestop indicators 或 docs/reference/indicators.md。"),
        )
    if region:
        regions.region(region)
    before = Target.objects.filter(code=code, region=region, year=year).first()
    said = {"value": str(before.value), "source": before.source} if before else {}
    made, _is_new = Target.objects.update_or_create(
        code=code, region=region, year=year, defaults={"value": value, "source": source}
    )
    audit.record(person, "target.set", made, said, {"value": str(value), "source": source})
    return made
