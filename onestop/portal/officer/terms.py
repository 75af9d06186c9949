"""The dictionary of synonyms for officers: find a group, change it, switch it off, see who changed it; as a table."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onestop.accounts.access import requires
from onestop.accounts.models import User
from onestop.core import audit
from onestop.core.errors import UserError
from onestop.portal.pages.paging import make_paging
from onestop.thesaurus import exchange, queries, services
from onestop.thesaurus.entries import KINDS, MAX_TERMS, Entry, Origin, parted
from onestop.thesaurus.services import ACTION

PAGE_SIZE = 50
NEW = "new"
_REFUSED_SHOWN = 20


@require_safe
@requires(ACTION)
def terms(request: HttpRequest) -> HttpResponseBase:
    wanted = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "industry", "state")}
    every = queries.entries()
    found = queries.found(wanted["q"], wanted["industry"], wanted["state"], every)
    asked = request.GET.get("page", "")
    pages = -(-len(found) // PAGE_SIZE)
    number = max(1, min(int(asked) if asked.isdecimal() and len(asked) < 9 else 1, pages))
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    kept = {name: value for name, value in wanted.items() if value}
    context = {
        "wanted": wanted,
        "groups": shown,
        "total": len(found),
        "all": len(every),
        "industries": queries.industries(),
        "states": _states(),
        "paging": make_paging(
            number, pages, PAGE_SIZE, len(shown), lambda page: f"?{urlencode({**kept, 'page': page})}"
        ),
    }
    return render(request, "portal/officer/terms.html", context)


def _states() -> dict[str, str]:
    return {Origin.CHANGED: _("改过的"), Origin.OWN: _("自建的"), "off": _("停用的")}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ACTION)
def term(request: HttpRequest, code: str) -> HttpResponseBase:
    entry = Entry("", "other") if code == NEW else queries.entries().get(code)
    if entry is None:
        raise Http404
    if request.method != "POST":
        return _form(request, entry)
    try:
        saved, done = _do(request.POST, entry, _user(request))
    except UserError as error:
        return _form(request, _typed(request.POST, entry), error)
    messages.success(request, done)
    return redirect("portal:term", code=saved.code)


def _do(given: Mapping[str, str], entry: Entry, person: User) -> tuple[Entry, str]:
    acts: dict[str, tuple[Callable[[], Entry], str]] = {
        "save": (lambda: services.save(_typed(given, entry), person), _("已保存，检索时马上起作用。")),
        "off": (lambda: services.switch(entry.code, False, person), _("已停用，检索时不再展开这一组。")),
        "on": (lambda: services.switch(entry.code, True, person), _("已启用。")),
        "restore": (lambda: services.restore(entry.code, person), _("已恢复成随软件提供的样子。")),
    }
    if (verb := given.get("do", "")) not in acts:
        raise Http404
    act, done = acts[verb]
    return act(), done


def _typed(given: Mapping[str, str], entry: Entry) -> Entry:
    written: dict[str, Any] = {kind: parted(given.get(kind, "")) for kind in KINDS}
    return replace(entry, industry=given.get("industry", ""), note=given.get("note", ""), **written)


def _form(request: HttpRequest, entry: Entry, error: UserError | None = None) -> HttpResponseBase:
    labels = audit.labels()
    history = [(each, labels.get(each.action, each.action)) for each in queries.history(entry.code)]
    context = {
        "entry": entry,
        "error": error,
        "fields": [(kind, label, "\n".join(getattr(entry, kind))) for kind, label in KINDS.items()],
        "industries": queries.industries(),
        "others": list(queries.also_in(entry)) if entry.code else [],
        "history": [(each, label, list(_changes(each.before, each.after))) for each, label in history],
        "most": MAX_TERMS,
    }
    return render(request, "portal/officer/term.html", context, status=400 if error else 200)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(what, before, after) in words."""
    names = {**KINDS, "industry": _("行业"), "note": _("备注"), "is_on": _("启用")}
    return [
        (str(label), _in_words(before.get(name)), _in_words(after.get(name)))
        for name, label in names.items()
        if name in after
    ]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "、".join(value) if isinstance(value, list) else value or ""


@require_safe
@requires(ACTION)
def terms_csv(request: HttpRequest) -> HttpResponseBase:
    """With a byte order mark for spreadsheet programs."""
    text = io.StringIO()
    exchange.write(queries.entries().values(), text)
    head = {"Content-Disposition": 'attachment; filename="synonyms.csv"'}
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=head
    )


@require_POST
@requires(ACTION)
def terms_import(request: HttpRequest) -> HttpResponseBase:
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise UserError("upload.no_file", _("请先选择文件。"))
        taken = exchange.take(sent.read(exchange.MAX_BYTES + 1), _user(request))
    except UserError as error:
        messages.error(request, f"{error.message}{error.hint}")
    else:
        _tell(request, taken)
    return redirect(reverse("portal:terms"))


def _tell(request: HttpRequest, taken: exchange.Taken) -> None:
    counts = {"added": taken.added, "changed": taken.changed, "same": taken.same}
    messages.success(request, _("新增 %(added)d 组，修改 %(changed)d 组，不变 %(same)d 组。") % counts)
    for each in taken.refused[:_REFUSED_SHOWN]:
        messages.error(
            request, _("第 %(line)d 行没有导入：%(why)s") % {"line": each.line, "why": each.message}
        )
    if (more := len(taken.refused) - _REFUSED_SHOWN) > 0:
        messages.error(request, _("另有 %d 行没有导入。") % more)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
