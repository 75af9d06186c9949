"""Large type, as a visitor chose it: the only thing this site keeps in a cookie."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

COOKIE = "text"
LARGE = "large"
YEAR_SECONDS = 365 * 24 * 3600


def is_large(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == LARGE


def choose(request: HttpRequest, home: str) -> HttpResponseBase:
    """Keep the choice and go back to where it was made."""
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(there if is_ours else home)
    if request.POST.get("text") == LARGE:
        response.set_cookie(
            COOKIE, LARGE, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(COOKIE)
    return response
