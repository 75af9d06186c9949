"""The hits as JSON for programs: the cover first, then one patent after the other."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http.response import HttpResponseBase
from django.utils import translation

from onestop.core import clock
from onestop.portal.exports.base import Export, Line, cover, lines, stream
from onestop.records.search import number_of
from onestop.records.status import status_of

_encode = DjangoJSONEncoder(ensure_ascii=False).encode
_LEFT_OUT = ("priorities", "citations", "texts")  # stored beside the patent; the record read back has none


def data(export: Export) -> HttpResponseBase:
    return stream(export, "json", "application/json", _parts(export))


def _parts(export: Export) -> Iterator[str]:
    with translation.override(export.language):
        about = [{"name": name, "text": text} for name, text in cover(export)]
    yield f'{{"cover": {json.dumps(about, ensure_ascii=False)}, "patents": ['
    separator = ""
    for some in lines(export):
        for line in some:
            yield separator + _encode(_patent(line))
            separator = ",\n"
    yield "]}\n"


def _patent(line: Line) -> dict[str, Any]:
    """The record as the platform keeps it, codes and all."""
    record = {name: value for name, value in asdict(line.record).items() if name not in _LEFT_OUT}
    return {
        "number": number_of(line.record),
        **record,
        "published_on": line.patent.published_on,
        "granted_on": line.patent.granted_on,
        "ends_on": line.patent.ends_on,
        "status": status_of(line.record, clock.today()).status,
        "is_demonstration": line.patent.is_demonstration,
        "url": line.url,
    }
