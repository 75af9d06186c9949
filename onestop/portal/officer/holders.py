"""Holders of rights for officers: names to review, merges and their undoing. Every button is a form of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onestop.accounts.access import requires
from onestop.accounts.models import User
from onestop.core.errors import UserError
from onestop.portal.pages.addresses import filter_href, holder_href
from onestop.portal.pages.holder import MOST_NAMES
from onestop.portal.pages.labels import region_label
from onestop.records.holders import decisions, merges, queries
from onestop.records.holders.decisions import ACTION
from onestop.records.holders.queries import Queued
from onestop.records.holders.reasons import in_words
from onestop.records.models import Holder, HolderMerge, LinkState, NameLink

PAGE_SIZE = 20


@dataclass(frozen=True)
class Question:
    """Does this printed name mean this holder?"""

    key: int
    name: str
    name_href: str
    patents: int
    holder: str
    holder_href: str
    holder_search_href: str
    holder_patents: int
    region: str
    percent: int
    reasons: tuple[str, ...]


@require_safe
@requires(ACTION)
def review(request: HttpRequest) -> HttpResponseBase:
    after = request.GET.get("after", "")
    found, following = queries.review_queue(after, PAGE_SIZE)
    context = {
        "questions": [_question(each) for each in found],
        "total": NameLink.objects.filter(state=LinkState.SUGGESTED).count(),
        "after": after,
        "is_first": not after,
        "first_href": reverse("portal:holder_review"),
        "next_href": f"?{urlencode({'after': following})}" if following else "",
    }
    return render(request, "portal/officer/holder_review.html", context)


def _question(queued: Queued) -> Question:
    link, holder = queued.link, queued.link.holder
    return Question(
        key=link.pk,
        name=link.name,
        name_href=filter_href(("applicant", link.name)),
        patents=queued.patents,
        holder=holder.name,
        holder_href=holder_href(holder.pk),
        holder_search_href=filter_href(*(("applicant", name) for name in queued.holder_names[:MOST_NAMES])),
        holder_patents=queued.holder_patents,
        region=region_label(holder.region) if holder.region else "",
        percent=round(link.confidence * 100),
        reasons=tuple(in_words(each) for each in link.reasons),
    )


@require_POST
@requires(ACTION)
def decide(request: HttpRequest, number: int, verb: str) -> HttpResponseBase:
    """One question answered; the list goes on where it was."""
    link = get_object_or_404(NameLink, pk=number)
    answers: dict[str, Callable[[NameLink, User], str]] = {"confirm": _confirm, "reject": _reject}
    if verb not in answers:
        raise Http404
    _try(request, lambda: answers[verb](link, _user(request)))
    if request.POST.get("from") == "holder":
        return redirect("portal:holder", number=link.holder_id)
    after = request.POST.get("after", "")
    address = reverse("portal:holder_review")
    return redirect(f"{address}?{urlencode({'after': after})}" if after else address)


def _confirm(link: NameLink, user: User) -> str:
    holder = decisions.confirm(link, user).holder
    return _("“%(name)s”已归到权利人“%(holder)s”名下；弄错了，可以在它的页面上分开。") % {
        "name": link.name,
        "holder": holder.name,
    }


def _reject(link: NameLink, user: User) -> str:
    asked = link.holder.name
    decisions.reject(link, user)
    return _("“%(name)s”不归“%(holder)s”，已成为单独的权利人。") % {"name": link.name, "holder": asked}


@require_POST
@requires(ACTION)
def merge(request: HttpRequest, number: int) -> HttpResponseBase:
    """Another holder into this one."""
    survivor = get_object_or_404(Holder, pk=number)

    def act() -> str:
        other = _other(request.POST.get("other", ""))
        merges.merge(survivor, other, request.POST.get("reason", ""), _user(request))
        return _("“%(other)s”已并入“%(holder)s”；需要时可以在本页撤销。") % {
            "other": other.name,
            "holder": survivor.name,
        }

    _try(request, act)
    return redirect("portal:holder", number=number)


@require_POST
@requires(ACTION)
def undo(request: HttpRequest, number: int) -> HttpResponseBase:
    done = get_object_or_404(HolderMerge, pk=number)

    def act() -> str:
        merges.undo(done, _user(request))
        return _("已撤销合并，“%(other)s”和“%(holder)s”各自恢复原样。") % {
            "other": done.merged.name,
            "holder": done.survivor.name,
        }

    _try(request, act)
    return redirect("portal:holder", number=done.survivor_id)


def desk_of(number: int) -> dict[str, Any]:
    """What an officer can do on the page of a holder."""
    holder = get_object_or_404(Holder, pk=number)
    return {
        "merges": queries.merges_of(holder),
        "links": [
            (link, [in_words(each) for each in link.reasons])
            for link in holder.links.exclude(name=holder.name).order_by("name")
        ],
    }


def _other(text: str) -> Holder:
    """By its number, as in the address of its page, or by its name."""
    wanted = text.strip().rstrip("/").rsplit("/", 1)[-1]
    is_number = wanted.isascii() and wanted.isdecimal() and len(wanted) < 19
    found = Holder.objects.filter(pk=wanted).first() if is_number else queries.holder_of(text.strip())
    if found is None:
        raise UserError(
            "holders.not_found",
            _("没有编号或名称是“%s”的权利人。") % text.strip()[:100],
            _("请填写权利人页面地址末尾的数字，或完整的名称。"),
        )
    return found


def _try(request: HttpRequest, act: Callable[[], str]) -> None:
    """Say what was done, or why it was not."""
    try:
        messages.success(request, act())
    except UserError as error:
        messages.error(request, f"{error.message}{error.hint}")


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
