"""What templates need everywhere."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of `templates/ui/icons/`, inline so that it takes the colour of the text."""
    return mark_safe(get_template(f"ui/icons/{name}.svg").render())  # noqa: S308 (our own files)


@register.filter
def grouped(value: float) -> str:
    """7,384: groups of three digits in every language (Django would take groups of four in Chinese)."""
    return f"{value:,}"


@register.filter
def any_incomplete(rows: Iterable[Any]) -> bool:
    """Whether a chart shows a year of which more will become known."""
    return any(getattr(row, "is_incomplete", False) for row in rows)


@register.filter
def share_of(value: float, rows: Sequence[Any]) -> str:
    """A bar's length beside the longest, for a style attribute."""
    most = max((row.value for row in rows), default=0)
    return f"{value / most:.4f}" if most else "0"


@register.filter
def percent(share: float) -> str:
    """A share as printed: a trace is not nothing, and nearly all is not all."""
    if 0 < share < 0.001:
        return "<0.1%"
    if 0.999 < share < 1:
        return ">99.9%"
    return f"{share:.1%}"
