"""ETags: who has an answer already is told that it still holds.

The tag is of the content, language and all, less the time the search took: it changes when any fact in the answer
does, whichever table or file of rules the fact comes from, and with nothing else.
"""

import re
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

_TOOK = re.compile(rb'"took_ms":[-+.0-9e]+')


def with_tag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Also tells caches that the answer depends on the language and on who asks."""
    if response.status_code != 200 or response.streaming or request.method not in ("GET", "HEAD"):
        return response
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    tag = f'"{blake2b(_TOOK.sub(b"", response.content), digest_size=16).hexdigest()}"'
    response.headers["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response
