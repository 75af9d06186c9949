"""Imports: their counts, the files of a package, the rows that were not imported, and loading them again."""

from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onestop.accounts.access import requires
from onestop.accounts.models import User
from onestop.core.errors import UserError
from onestop.core.keyset import page
from onestop.ingest import queries, retry, uploads
from onestop.ingest.inbox import is_watched
from onestop.ingest.models import IngestRun, RowOutcome, RunState
from onestop.portal.officer.paging import paging
from onestop.search.services import catch_up

PAGE_SIZE = 50
ROWS_ON_PAGE = 20
RETRY_AT_MOST = 2_000
"""Rows cleaned while somebody waits for the page; more are for the command line."""


@require_safe
@requires("quarantine.view")
def runs(request: HttpRequest) -> HttpResponseBase:
    wanted = _parameters(request, "q", "state")
    found = IngestRun.objects.all()
    if wanted["q"]:
        found = found.filter(file_name__icontains=wanted["q"])
    if wanted["state"] in RunState.values:
        found = found.filter(state=wanted["state"])
    elif wanted["state"] == "rejected":
        found = found.filter(rejected__gt=0)
    context = {
        "wanted": wanted,
        "states": RunState.choices,
        **paging(page(found, "-id", request.GET.get("after", ""), PAGE_SIZE), wanted),
    }
    return render(request, "portal/officer/imports.html", context)


@require_safe
@requires("quarantine.view")
def run(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(IngestRun.objects.select_related("file", "retry_of"), pk=number)
    wanted = _parameters(request, "code", "open")
    rows = found.reports.select_related("resolved_by")
    if wanted["code"]:
        rows = rows.filter(code=wanted["code"])
    if wanted["open"]:
        rows = rows.filter(outcome=RowOutcome.REJECTED, resolved_by=None)
    refusal = retry.why_not(found)
    open_rows = queries.open_rejections(found).count()
    context = {
        "run": found,
        "wanted": wanted,
        "reasons": queries.reasons_with_outcome(found),
        "members": queries.members_of(found),
        "open_rows": open_rows,
        "retry_refusal": refusal,
        "is_too_much": not refusal and open_rows > RETRY_AT_MOST,
        "most_megabytes": uploads.MAX_REPAIRED_BYTES >> 20,
        **paging(page(rows, "line", request.GET.get("after", ""), ROWS_ON_PAGE), wanted),
    }
    return render(request, "portal/officer/import.html", context)


@require_safe
@requires("quarantine.view")
def members(request: HttpRequest, number: int) -> HttpResponseBase:
    """The files of a package."""
    found = get_object_or_404(IngestRun, pk=number)
    wanted = _parameters(request, "q", "errors")
    files = found.members.all()
    if wanted["q"]:
        files = files.filter(path__icontains=wanted["q"])
    if wanted["errors"]:
        files = files.filter(rows=0)
    shown = page(files, "first_line", request.GET.get("after", ""), PAGE_SIZE)
    return render(
        request,
        "portal/officer/import_files.html",
        {"run": found, "wanted": wanted, "counts": queries.members_of(found), **paging(shown, wanted)},
    )


@require_safe
@requires("quarantine.view")
def rows_csv(request: HttpRequest, number: int) -> HttpResponseBase:
    """With a byte order mark for spreadsheet programs; nothing in it starts a formula."""
    found = get_object_or_404(IngestRun, pk=number)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    queries.write_reports([found], text, only_open="open" in request.GET)
    text.detach()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"rejected-{number}.csv", content_type="text/csv")


@require_POST
@requires("quarantine.rerun")
def retry_rows(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(IngestRun, pk=number)
    if queries.open_rejections(found).count() > RETRY_AT_MOST:
        messages.error(request, _("行数太多，请在命令行运行 onestop retry %(run)s。") % {"run": number})
        return redirect("portal:import", number=number)
    return _load_again(request, found, lambda: retry.retry(found, _user(request)))


@require_POST
@requires("quarantine.rerun")
def repaired(request: HttpRequest, number: int) -> HttpResponseBase:
    found = get_object_or_404(IngestRun, pk=number)
    sent = request.FILES.get("file")
    if sent is None:
        messages.error(request, _("请先选择文件。"))
        return redirect("portal:import", number=number)

    def load() -> IngestRun:
        path = uploads.keep_repaired(found, sent.name or "", sent.chunks(), sent.size or 0)
        return retry.take_repaired(found, path, _user(request))

    return _load_again(request, found, load)


def _load_again(request: HttpRequest, found: IngestRun, load: Any) -> HttpResponseBase:
    try:
        again = load()
    except UserError as error:
        messages.error(request, f"{error.message} {error.hint}")
        return redirect("portal:import", number=found.pk)
    catch_up()
    counts = {"read": again.read, "resolved": again.resolved.count(), "rejected": again.rejected}
    messages.success(
        request, _("重试 %(read)s 行：解决 %(resolved)s 行，仍未导入 %(rejected)s 行。") % counts
    )
    return redirect("portal:import", number=again.pk)


@requires("ingest.run")
def upload(request: HttpRequest) -> HttpResponseBase:
    """Into the inbox: the watcher imports it."""
    if request.method == "POST":
        sent = request.FILES.get("file")
        try:
            if sent is None:
                raise UserError("upload.no_file", _("请先选择文件。"))
            path = uploads.drop(sent.name or "", sent.chunks(), _user(request))
        except UserError as error:
            messages.error(request, f"{error.message} {error.hint}")
        else:
            text = _("%(name)s 已放进收件文件夹，稍后由后台导入，结果见导入记录。")
            messages.success(request, text % {"name": path.name})
            if not is_watched():
                messages.warning(
                    request, _("现在没有进程看着收件文件夹，文件还不会导入；请管理员运行 onestop worker。")
                )
        return redirect("portal:imports")
    return redirect("portal:imports")


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _parameters(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:200] for name in names}
