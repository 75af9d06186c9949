"""What an index takes of a document's values, the same for every engine."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from onestop.search import tokens
from onestop.search.schema import DocumentType, Field, FieldType

NUMERIC = (FieldType.DATE, FieldType.NUMBER)
as_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def content(
    document_type: DocumentType,
    values: Mapping[str, tuple[Any, ...]],
    parted: Callable[[list[str]], list[Any]],
) -> dict[str, Any]:
    """Index fields of one declared field `f`: `f`, for text also `f__2` (pairs) and, for facets, `f__raw`.

    `parted`: the values of a text, with END after each and so far apart that no proximity reaches across. A text
    without values has an END too: when an engine weighs how rare a word is it then counts all documents.
    """
    found: dict[str, Any] = {}
    for field in document_type.fields:
        said = values.get(field.name, ())
        if field.type == FieldType.TEXT:
            found |= _text(field, said, parted)
        elif said:
            found[field.name] = said
    return found


def _text(
    field: Field, values: Sequence[str], parted: Callable[[list[str]], list[Any]]
) -> Iterator[tuple[str, list[Any]]]:
    both = [tokens.indexed(value) for value in values]
    yield field.name, parted([characters for characters, _pairs in both])
    yield f"{field.name}__2", parted([pairs for _characters, pairs in both])
    if field.facet:
        yield f"{field.name}__raw", list(values)


def facet_field(field: Field) -> str:
    return f"{field.name}__raw" if field.type == FieldType.TEXT else field.name
