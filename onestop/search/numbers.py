"""A query that is nothing but a list of numbers."""

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from onestop.search.errors import QuerySyntaxError
from onestop.search.query import AnyOf, Node, Or
from onestop.search.schema import DocumentType, Field

MAX_NUMBERS = 10_000
MAX_LENGTH = 40 * MAX_NUMBERS
_LINES = re.compile(r"[\n\r,;，；、\t]+")
_SHOWN = 5


def number_list(text: str, document_type: DocumentType) -> Node | None:
    """Lines, or words, of which at least half are numbers. Raises QuerySyntaxError for those that are none."""
    if len(text) > MAX_LENGTH:
        raise QuerySyntaxError(
            _("检索式超过 %d 个字符") % MAX_LENGTH, MAX_LENGTH, hint=_("一次最多查 %d 个号码") % MAX_NUMBERS
        )
    for items in (_LINES.split(text), text.split()):
        wanted = [item.strip() for item in items if item.strip()]
        if len(wanted) > 1 and _is_list(wanted, document_type):
            return _list(text, wanted, document_type)
    return None


def _is_list(items: list[str], document_type: DocumentType) -> bool:
    """Told by the first few, so that a long query of words costs nothing."""
    first = items[:20]
    return sum(document_type.recognise(item) is not None for item in first) * 2 > len(first)


def _list(text: str, items: list[str], document_type: DocumentType) -> Node:
    if len(items) > MAX_NUMBERS:
        raise QuerySyntaxError(
            _("有 %(count)d 个号码，一次最多查 %(limit)d 个") % {"count": len(items), "limit": MAX_NUMBERS},
            1,
            hint=_("请分成几次检索"),
        )
    values: dict[Field, list[str]] = defaultdict(list)
    wrong = []
    for item in items:
        if number := document_type.recognise(item):
            values[number[0]].append(number[1])
        else:
            wrong.append(item)
    if wrong:
        raise _not_numbers(text, items, wrong)
    lists = [AnyOf(field, tuple(dict.fromkeys(found))) for field, found in values.items()]
    return lists[0] if len(lists) == 1 else Or(tuple(lists))


def _not_numbers(text: str, items: list[str], wrong: list[str]) -> QuerySyntaxError:
    shown = "、".join(item[:40] for item in wrong[:_SHOWN])
    message = _("号码列表里有 %(count)d 个不是号码：%(shown)s") % {"count": len(wrong), "shown": shown}
    repair = " ".join(item for item in items if item not in set(wrong))
    is_short = len(repair) <= 500
    return QuerySyntaxError(
        message,
        text.index(wrong[0]) + 1,
        repair if is_short else "",
        _("请改正或去掉它们") if not is_short else "",
    )
