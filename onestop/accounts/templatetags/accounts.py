"""What templates ask about people."""

from django import template
from django.template import Context

from onestop.accounts import access
from onestop.accounts.roles import Role

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, action: str, obj: object = None) -> bool:
    """{% may "people.view" as sees_people %}"""
    return access.may(context["person"], action, obj)


@register.filter
def role_label(code: str) -> str:
    return str(Role(code).label)


@register.filter
def needs_second_factor(user: access.Person) -> bool:
    return access.needs_second_factor(user)
