"""What templates of the portal need."""

from collections.abc import Sequence
from typing import Any

from django import template

from onestop.portal.pages.types import Link
from onestop.portal.pages.types_related import FactOrigin
from onestop.portal.reports.answers import FORMS
from onestop.records.queries import PARTY_FIELDS

register = template.Library()
_FACT_OF_ROLE = {role.value: fact for role, fact in PARTY_FIELDS.items()}


@register.inclusion_tag("portal/_origin.html")
def origin(origins: Sequence[FactOrigin], *facts: str) -> dict[str, Any]:
    """Where the first of these facts that has an origin comes from; nothing where none was noted.

    The role of a party stands for the fact that names such parties.
    """
    wanted = [_FACT_OF_ROLE.get(fact, fact) for fact in facts]
    return {"origin": next((each for fact in wanted for each in origins if each.fact == fact), None)}


@register.simple_tag(takes_context=True)
def report_forms(context: dict[str, Any]) -> list[Link]:
    """The page that is shown as a file of each form: its address with `report` added."""
    request = context["request"]
    asked = request.GET.copy()
    asked.pop("csv", None)
    found = []
    for form in FORMS:
        asked["report"] = form
        found.append(Link(form if form != "pdf" else "PDF", f"{request.path}?{asked.urlencode()}"))
    return found
