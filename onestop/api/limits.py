"""How often one caller may ask: by address, or by token where one is given. Counted in the process that answers."""

import math
import time

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onestop.accounts.tokens import owner_of
from onestop.api.errors import answer

_WINDOW = 60


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The answer to a caller with a wrong token or without any requests left; None lets the request pass."""
    header = request.headers.get("Authorization", "")
    if not header:
        return _counted(f"address:{get_client_ip(request)}", settings.API_PER_MINUTE)
    scheme, _space, key = header.partition(" ")
    owner = owner_of(key.strip()) if scheme.lower() == "bearer" else None
    if owner is None:
        # Counted as well: guessing keys must not be free.
        return _counted(f"address:{get_client_ip(request)}", settings.API_PER_MINUTE) or _wrong_token()
    return _counted(f"person:{owner}", settings.API_TOKEN_PER_MINUTE)


def _counted(caller: str, limit: int) -> HttpResponse | None:
    """A window of a minute for all callers alike: simple, and no caller gets more than twice the limit in any."""
    if not limit:
        return None
    now = time.time()
    key = f"api:{caller}:{int(now // _WINDOW)}"
    cache = caches["process"]
    cache.add(key, 0, _WINDOW)
    if _incremented(key) <= limit:
        return None
    seconds = math.ceil(_WINDOW - now % _WINDOW)
    response = answer(
        429,
        "api.too_many_requests",
        _("请求太多：每分钟最多 %d 次") % limit,
        _("请在 %d 秒后再试；登录后可以申请令牌，限额更高") % seconds,
    )
    response.headers["Retry-After"] = str(seconds)
    return response


def _incremented(key: str) -> int:
    try:
        return caches["process"].incr(key)
    except ValueError:  # the cache was full and dropped it
        return 1


def _wrong_token() -> HttpResponse:
    response = answer(
        401,
        "api.wrong_token",
        _("令牌不对，或已撤销"),
        _("请核对 Authorization: Bearer 后面的令牌；不带令牌也能用"),
    )
    response.headers["WWW-Authenticate"] = "Bearer"
    return response
