"""What holds for every request, whatever it asks for."""

from collections.abc import Callable, Iterator
from itertools import chain

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

Respond = Callable[[HttpRequest], HttpResponse]


def refuse_nul(get_response: Respond) -> Respond:
    """No text holds the character NUL: PostgreSQL refuses it, so it is refused before it gets there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if any("\0" in text for text in _texts(request)):
            raise BadRequest("NUL")
        return get_response(request)

    return middleware


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    for values in (request.GET, request.POST):
        for name, texts in values.lists():
            yield from chain((name,), texts)
