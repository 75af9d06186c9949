"""What an officer decides about a reason: it holds, or it does not. Both figures, as told and as decided, are shown."""

from django.db import transaction
from django.utils.translation import gettext as _

from onestop.accounts.access import require
from onestop.accounts.models import User
from onestop.core import audit
from onestop.core.errors import UserError
from onestop.indicators.models import Category, HighValueDecision
from onestop.records.models import Patent, PatentKind

ACTION = "high_value.decide"
_MOST = HighValueDecision._meta.get_field("reason").max_length or 0


@transaction.atomic
def decide(patent: Patent, category: str, is_confirmed: bool, reason: str, person: User) -> HighValueDecision:
    """A later decision takes the place of an earlier one, which the audit log keeps."""
    require(person, ACTION)
    if patent.kind != PatentKind.INVENTION:
        raise UserError(
            "high_value.no_invention",
            _("“%(title)s”不是发明专利。") % {"title": patent.title},
            _("只有发明专利可以是高价值发明专利。"),
        )
    if category not in Category.values:
        raise UserError(
            "high_value.category",
            _("没有“%(category)s”这一类情形。") % {"category": category[:40]},
            _("可以是：%(names)s。") % {"names": "、".join(Category.values)},
        )
    earlier = HighValueDecision.objects.filter(patent=patent, category=category).first()
    made, _is_new = HighValueDecision.objects.update_or_create(
        patent=patent,
        category=category,
        defaults={"is_confirmed": is_confirmed, "reason": _said(reason), "decided_by": person},
    )
    audit.record(person, "high_value.decided", patent, _as_values(earlier), _as_values(made))
    return made


@transaction.atomic
def withdraw(patent: Patent, category: str, person: User) -> None:
    """As if nobody had decided."""
    require(person, ACTION)
    if earlier := HighValueDecision.objects.filter(patent=patent, category=category).first():
        earlier.delete()
        audit.record(person, "high_value.withdrawn", patent, _as_values(earlier), {})


def _said(reason: str) -> str:
    text = reason.strip()
    if not text or len(text) > _MOST:
        raise UserError(
            "high_value.reason",
            _("没有写理由，或者理由太长。"),
            _("请写明依据，最多 %(limit)s 个字。") % {"limit": _MOST},
        )
    return text


def _as_values(decision: HighValueDecision | None) -> dict[str, object]:
    if decision is None:
        return {}
    return {
        "category": decision.category,
        "is_confirmed": decision.is_confirmed,
        "reason": decision.reason,
    }
