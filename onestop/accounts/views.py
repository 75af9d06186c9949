"""One's own account, and for administrators the people and the audit log. Signing in itself is allauth's."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from onestop.accounts import lockout, queries, services
from onestop.accounts.access import allowed_actions, may, needs_second_factor, requires
from onestop.accounts.forms import ROLE_CHOICES, PersonForm
from onestop.accounts.models import User
from onestop.accounts.templatetags.accounts import role_label
from onestop.core import audit
from onestop.core.errors import UserError
from onestop.core.keyset import KeysetPage, page
from onestop.core.models import AuditEntry

PAGE_SIZE = 50


class _OwnFrame:
    """allauth puts the host into the context as `site`, which is the name of our page frame."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return context


class SignIn(_OwnFrame, LoginView):  # type: ignore[misc]
    pass


class SecondStep(_OwnFrame, AuthenticateView):  # type: ignore[misc]
    pass


@require_safe
@requires("account.manage")
def home(request: HttpRequest) -> HttpResponseBase:
    user = _user(request)
    context = {
        "actions": allowed_actions(user),
        "has_second_factor": queries.has_second_factor(user),
        "needs_second_factor": needs_second_factor(user),
    }
    return render(request, "accounts/home.html", context)


@require_safe
@requires("people.view")
def people(request: HttpRequest) -> HttpResponseBase:
    wanted = _parameters(request, "q", "role", "state")
    found = page(
        queries.people(wanted["q"], wanted["role"], wanted["state"]),
        "display_name",
        request.GET.get("after", ""),
        PAGE_SIZE,
    )
    context = {"found": found, "wanted": wanted, "roles": ROLE_CHOICES, **_paging(found, wanted)}
    return render(request, "accounts/people.html", context)


@requires("people.manage")
@sensitive_variables("password")
def new_person(request: HttpRequest) -> HttpResponseBase:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            password = services.create_person(_user(request), form.save(commit=False))
        except UserError as error:
            form.add_user_error(error)
        else:
            return _show_password(request, form.instance, password)
    return render(request, "accounts/person_new.html", {"form": form})


@requires("people.view")
def person(request: HttpRequest, key: int) -> HttpResponseBase:
    subject = get_object_or_404(queries.people(), pk=key)
    form = _person_form(request, subject)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(_user(request), form.save(commit=False))
        except UserError as error:
            form.add_user_error(error)
        else:
            messages.success(request, _("已保存"))
            return redirect("accounts:person", key=key)
    context = {
        "form": form,
        "subject": User.objects.get(pk=key),
        "has_second_factor": queries.has_second_factor(subject),
        "is_locked": lockout.is_locked(subject),
        "may_restrict": may(request.user, "people.restrict", subject),
    }
    return render(request, "accounts/person.html", context)


def _person_form(request: HttpRequest, subject: User) -> PersonForm:
    """One's own role cannot be changed: the field is there to be read."""
    form = PersonForm(request.POST or None, instance=subject)
    form.fields["role"].disabled = not may(request.user, "people.restrict", subject)
    return form


Verb = Callable[[User | None, User], str | None]
VERBS: dict[str, tuple[Verb, str | Promise]] = {
    "deactivate": (services.deactivate, gettext_lazy("账号已停用")),
    "reactivate": (services.reactivate, gettext_lazy("账号已恢复")),
    "reset-second-factor": (
        services.reset_second_factor,
        gettext_lazy("第二因素已重置，下次登录时须重新设置"),
    ),
    "unlock": (services.unlock, gettext_lazy("锁定已解除")),
    "reset-password": (services.reset_password, ""),
}


@requires("people.manage")
@sensitive_variables("password")
def do(request: HttpRequest, key: int, verb: str) -> HttpResponseBase:
    """One of the buttons of a person's page; whoever follows the address as a link comes to that page."""
    if verb not in VERBS:
        raise Http404
    subject = get_object_or_404(User, pk=key)
    if request.method != "POST":
        return redirect("accounts:person", key=key)
    act, done = VERBS[verb]
    try:
        password = act(_user(request), subject)
    except UserError as error:
        messages.error(request, " ".join(filter(None, (error.message, error.hint))))
    else:
        if password:
            return _show_password(request, subject, password)
        messages.success(request, str(done))
    return redirect("accounts:person", key=key)


def _show_password(request: HttpRequest, subject: User, password: str) -> HttpResponseBase:
    """As the answer itself, so that it is written nowhere: neither in a message nor in the session."""
    return render(request, "accounts/password.html", {"subject": subject, "password": password})


@require_safe
@requires("audit.read")
def log(request: HttpRequest) -> HttpResponseBase:
    wanted = _parameters(request, "q", "action")
    found = page(
        queries.entries(wanted["q"], wanted["action"]), "-at", request.GET.get("after", ""), PAGE_SIZE
    )
    labels = audit.labels()
    lines = [(entry, labels.get(entry.action, entry.action), _changes(entry)) for entry in found.rows]
    context = {"found": found, "lines": lines, "wanted": wanted, "labels": labels, **_paging(found, wanted)}
    return render(request, "accounts/audit.html", context)


def _changes(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """(what, before, after), named as the person's form names it; empty for what was not there."""
    names = {field.name: str(field.verbose_name) for field in User._meta.fields} | {"address": _("网络地址")}
    fields = [*entry.before, *(name for name in entry.after if name not in entry.before)]
    return [
        (names.get(name, name), _shown(name, entry.before.get(name)), _shown(name, entry.after.get(name)))
        for name in fields
    ]


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return role_label(value) if name == "role" and value else str(value or "")


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _parameters(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in names}


def _paging(found: KeysetPage[Any], wanted: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in wanted.items() if value}
    following = urlencode({**kept, "after": found.after}) if found.after else ""
    return {"first_href": f"?{urlencode(kept)}", "next_href": f"?{following}" if following else ""}
