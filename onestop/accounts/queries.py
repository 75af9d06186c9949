"""Reading about people."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from onestop.accounts.models import User
from onestop.accounts.roles import Role
from onestop.core.models import AuditEntry
from onestop.core.text import fold

STATES = ("active", "inactive")


def has_second_factor(user: User) -> bool:
    found: bool = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return found


def people(text: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Those whose names, address or organisation hold every word; each with `with_second_factor`."""
    found = User.objects.annotate(
        with_second_factor=Exists(
            Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        )
    )
    for word in fold(text).split():
        found = found.filter(search_text__contains=word)
    if role:
        found = found.filter(role=role)
    return found.filter(is_active=state == "active") if state in STATES else found


def other_administrators(user: User) -> QuerySet[User]:
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)


def entries(text: str = "", action: str = "") -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.all()
    if action:
        found = found.filter(action=action)
    for word in text.split():
        found = found.filter(Q(actor__icontains=word) | Q(object_label__icontains=word))
    return found
