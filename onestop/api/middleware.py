"""What holds for every request below /api/, also for addresses and methods that do not exist."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from onestop.api.errors import bad_request, not_allowed, not_found
from onestop.api.limits import refusal
from onestop.api.tags import with_tag

PREFIX = "/api/"


def api_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The language of the Accept-Language header (pages have it in their address), and one shape of error."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            response = refusal(request) or with_tag(request, _in_one_shape(request, get_response(request)))
            response.headers["Content-Language"] = translation.get_language()
            return response

    return middleware


def _in_one_shape(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code == 404 and not _is_json(response):
        return not_found()
    if response.status_code == 400 and not _is_json(response):
        return bad_request()
    if response.status_code == 405:
        allowed, response = response.headers["Allow"], not_allowed(request.method)
        response.headers["Allow"] = allowed
    return response


def _is_json(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")
