"""Lock-out after failed sign-ins: whom axes counts, what they see, and who is locked now."""

from collections.abc import Mapping

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onestop.accounts.models import User
from onestop.core import clock

_MAX_LENGTH = 255  # of axes' own column


def who(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """The account's e-mail address, whichever of its two names was typed, so that they share one count."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    name = str(given or request.POST.get("login", "")).strip().lower()
    known = User.objects.filter(Q(email=name) | Q(username=name)).values_list("email", flat=True).first()
    return (known or name)[:_MAX_LENGTH]


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Mapping[str, str] | None
) -> HttpResponse:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {"minutes": minutes, "failures": settings.AXES_FAILURE_LIMIT}
    return render(request, "accounts/locked.html", context, status=429)


def is_locked(user: User) -> bool:
    """From any address."""
    recent = AccessAttempt.objects.filter(
        username=user.email, attempt_time__gt=clock.now() - settings.AXES_COOLOFF_TIME
    )
    by_address = recent.values("ip_address").annotate(failures=Sum("failures_since_start"))
    found: bool = by_address.filter(failures__gte=settings.AXES_FAILURE_LIMIT).exists()
    return found


def unlock(user: User) -> None:
    reset(username=user.email)
