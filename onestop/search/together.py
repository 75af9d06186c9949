"""Whether two terms stand in one sentence, paragraph or claim: told by reading the text, since no index knows them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.search import tokens
from onestop.search.places import Place, needed, places
from onestop.search.query import And, Node, Not, Or, Phrase, Together, Unit, Weighted, WithSynonyms, Words
from onestop.search.schema import DocumentType

_SENTENCE = re.compile(r"(?<=[。！？!?;；])|(?<=[.])(?=\s)|\n")
_PARAGRAPH = re.compile(r"\n")
_WHOLE = re.compile(r"(?!)")
_CUTS = {Unit.SENTENCE: _SENTENCE, Unit.PARAGRAPH: _PARAGRAPH, Unit.CLAIM: _WHOLE}


def readable(node: Together) -> int:
    """How many documents may be read for it."""
    return min(field.readable for field in node.fields)


def require_readable(count: int, node: Together) -> None:
    """Raises UserError where there are too many."""
    if count > readable(node):
        raise too_many(count, readable(node))


def too_many(count: int, limit: int) -> UserError:
    return UserError(
        "search.too_many_to_read",
        _("有 %(count)s 件同时含有两边的词，超过逐篇核对原文的上限 %(limit)s 件。")
        % {"count": f"{count:,}", "limit": f"{limit:,}"},
        _("请用更少见的词，或缩小邻近算符 nW、nD 的距离；同句、同段、同权时也可以加上分类号、申请日等条件。"),
    )


def holding(
    node: Together, document_type: DocumentType, found: Iterable[tuple[int, Mapping[str, Any]]]
) -> list[int]:
    """Keys of those of these (key, payload) for which the condition holds; long texts are read where they are."""
    holds = _test_of(node)
    kept: list[int] = []
    unsure: list[int] = []
    for key, payload in found:
        (kept if holds(payload) else unsure).append(key)
    if names := [field.name for field in node.fields if field.long]:
        kept += [key for key, texts in document_type.read_texts(unsure, names) if holds(texts)]
    return kept


def _test_of(node: Together) -> Callable[[Mapping[str, Any]], bool]:
    """A function that tells of texts by field whether the condition holds."""
    names = [field.name for field in node.fields]
    holds = _both(node.left, node.right)
    cut = _CUTS[node.unit]
    return lambda texts: any(
        holds(text) and any(holds(part) for part in cut.split(text) if part)
        for name in names
        for text in _texts(texts.get(name))
    )


def is_in(node: Node) -> bool:
    """Whether texts must be read to answer it."""
    match node:
        case Together():
            return True
        case And(children) | Or(children):
            return any(map(is_in, children))
        case Not(child) | Weighted(child) | WithSynonyms(child):
            return is_in(child)
    return False


def _texts(stored: str | Iterable[str] | None) -> Iterable[str]:
    return (stored,) if isinstance(stored, str) else stored or ()


def _both(left: Node, right: Node) -> Callable[[str], bool]:
    first, second = _finder(left), _finder(right)
    return lambda part: first(part) and second(part)


def _finder(node: Node) -> Callable[[str], bool]:
    """A function that tells whether a part of a text holds what the node asks for."""
    match node:
        case Weighted(child) | WithSynonyms(child):
            return _finder(child)
        case Together(_, left, right, _):
            return _both(left, right)
        case And(children):
            every = [_finder(child) for child in children]
            return lambda part: all(finds(part) for finds in every)
        case Or(children):
            some = [_finder(child) for child in children]
            return lambda part: any(finds(part) for finds in some)
        case Words(_, text):
            words = [_finder(Phrase((), word)) for word in tokens.words(text)]
            return lambda part: bool(words) and all(finds(part) for finds in words)
    alternatives = places(node)
    expression = re.compile("|".join(map(_expression, alternatives)) or r"(?!)")
    wanted = set(map(needed, alternatives))
    return lambda part: _may_hold(wanted, _folded(part)) and bool(expression.search(_spaced(part)))


def _may_hold(wanted: Iterable[frozenset[str]], folded: str) -> bool:
    return any(all(text in folded for text in each) for each in wanted)


_folded = lru_cache(maxsize=8192)(fold)


@lru_cache(maxsize=8192)
def _spaced(part: str) -> str:
    """Every token between two blanks, so that an expression over tokens is one over the text."""
    return f" {'  '.join(tokens.characters(part))} "


def _expression(place: Place) -> str:
    return "".join(_gaps_and_terms(place))


def _gaps_and_terms(place: Place) -> Iterator[str]:
    last = -1
    for term, offset in place:
        yield " [^ ]+ " * (offset - last - 1)
        text = term.text.replace(".", "[^ ]") if term.is_pattern else re.escape(fold(term.text))
        yield f" {text} "
        last = offset
