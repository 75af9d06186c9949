"""What templates need everywhere."""

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
def percent(share: float) -> str:
    """A share as printed: a trace is not nothing, and nearly all is not all."""
    if 0 < share < 0.001:
        return "<0.1%"
    if 0.999 < share < 1:
        return ">99.9%"
    return f"{share:.1%}"
