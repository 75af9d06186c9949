"""How much of the register is held here, and how fresh it is: what a report of it must say."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from onestop.records.models import Trademark


@dataclass(frozen=True)
class RegisterState:
    total: int
    """Numbers in a class."""
    without_words: int
    """Figures and the like, which no text is compared with."""
    without_goods: int
    demonstration: int
    data_to: date | None
    """The newest day that a source speaks of."""
    newest_filing: date | None
    imported_on: date | None


def register_state() -> RegisterState:
    """Goes through the whole table."""
    row = Trademark.objects.filter(office="CN").aggregate(
        total=Count("pk"),
        without_words=Count("pk", filter=Q(mark="")),
        without_goods=Count("pk", filter=Q(goods=[])),
        demonstration=Count("pk", filter=Q(is_demonstration=True)),
        imported=Max("updated_at"),
        **{day: Max(day) for day in ("filed_on", "preliminary_on", "registered_on", "status_as_of")},
    )
    days = (row[day] for day in ("filed_on", "preliminary_on", "registered_on", "status_as_of"))
    return RegisterState(
        total=row["total"],
        without_words=row["without_words"],
        without_goods=row["without_goods"],
        demonstration=row["demonstration"],
        data_to=max(filter(None, days), default=None),
        newest_filing=row["filed_on"],
        imported_on=row["imported"].date() if row["imported"] else None,
    )
