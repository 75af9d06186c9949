"""Similar patents and the class adviser. A pasted text is too long for an address: it is posted, and not kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from onestop.core.errors import UserError
from onestop.matching.queries import Wanted
from onestop.portal.pages.classes import classes_page, failed_classes_page
from onestop.portal.pages.similar import ON_PAGE, failed_similar_page, similar_page


def _asked(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A question with a long text changes nothing: visitors need no token and no cookie for it."""
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view))


def _given(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


@_asked
def similar(request: HttpRequest) -> HttpResponse:
    wanted = read_wanted(_given(request))
    try:
        found, status = similar_page(wanted), 200
    except UserError as error:
        found, status = failed_similar_page(wanted, error), 400
    return render(request, "portal/similar.html", {"page": found}, status=status)


def read_wanted(given: QueryDict) -> Wanted:
    """A mark that is set again takes the other one's place; `forget` takes it away."""
    forgotten = set(given.getlist("forget"))
    disliked = [each for each in dict.fromkeys(given.getlist("dislike")) if each not in forgotten]
    liked = [each for each in dict.fromkeys(given.getlist("like")) if each not in forgotten | set(disliked)]
    return Wanted(
        number=given.get("number", "").strip(),
        text="" if given.get("number", "").strip() else given.get("text", ""),
        limit=ON_PAGE,
        liked=tuple(liked),
        disliked=tuple(disliked),
    )


@_asked
def classes(request: HttpRequest) -> HttpResponse:
    text = _given(request).get("text", "")
    try:
        found, status = classes_page(text), 200
    except UserError as error:
        found, status = failed_classes_page(text, error), 400
    return render(request, "portal/classes.html", {"page": found}, status=status)
