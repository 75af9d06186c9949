"""Text cut into marked and plain pieces, so that a page can show why a document was found."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onestop.search import tokens
from onestop.search.places import Place, Term, places
from onestop.search.query import And, Near, Node, Or, Pattern, Phrase, Together, Weighted, WithSynonyms, Words


@dataclass(frozen=True)
class Piece:
    text: str
    is_match: bool


def marked_places(node: Node) -> Mapping[str, frozenset[Place]]:
    """What to mark in each field: the terms that made a document a hit (never the excluded ones)."""
    found: dict[str, set[Place]] = defaultdict(set)
    for field, place in _walk(node):
        found[field].add(place)
    return {field: frozenset(every) for field, every in found.items()}


def mark(text: str, wanted: Iterable[Place]) -> tuple[Piece, ...]:
    """The whole text in pieces; `"".join(piece.text ...)` is the text."""
    return tuple(_pieces(text, _spans(text, wanted)))


def snippet(text: str, wanted: Iterable[Place], length: int = 160) -> tuple[Piece, ...]:
    """About `length` characters around the first match, or the beginning."""
    spans = _spans(text, wanted)
    start = max(spans[0][0] - length // 4, 0) if spans else 0
    start = min(start, max(len(text) - length, 0))
    end = min(start + length, len(text))
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
    pieces = list(_pieces(text[start:end], inside))
    if start:
        pieces.insert(0, Piece("…", False))
    if end < len(text):
        pieces.append(Piece("…", False))
    return tuple(pieces)


def _walk(node: Node) -> Iterator[tuple[str, Place]]:
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _walk(child)
        case Words(fields, text):
            for word in tokens.words(text):
                yield from _walk(Phrase(fields, word))
        case Phrase(fields) | Pattern(fields) | Near(fields):
            yield from ((field.name, place) for place in places(node) for field in fields)
        case Together(_, left, right):
            yield from _walk(left)
            yield from _walk(right)
        case Weighted(child) | WithSynonyms(child):
            yield from _walk(child)


def _spans(text: str, wanted: Iterable[Place]) -> list[tuple[int, int]]:
    """Disjoint (start, end) of all matches, ascending."""
    located = tokens.located(text)
    by_first: dict[str, list[Place]] = defaultdict(list)
    patterns: list[Place] = []
    for place in wanted:
        first = place[0][0]
        (patterns if first.is_pattern else by_first[first.text]).append(place)
    spans: list[tuple[int, int]] = []
    for index, (token, _start, _end) in enumerate(located):
        for place in (*by_first.get(token, ()), *patterns):
            if _stands(place, located, index):
                spans += _runs(place, located, index)
    return _merged(spans)


def _stands(place: Place, located: list[tuple[str, int, int]], index: int) -> bool:
    return index + place[-1][1] < len(located) and all(
        _is(term, located[index + offset][0]) for term, offset in place
    )


def _is(term: Term, token: str) -> bool:
    return bool(re.fullmatch(term.text, token)) if term.is_pattern else term.text == token


def _runs(place: Place, located: list[tuple[str, int, int]], index: int) -> Iterator[tuple[int, int]]:
    """What is to be marked: terms side by side with what stands between them, not the gaps of a distance."""
    start = last = place[0][1]
    for _term, offset in place[1:]:
        if offset != last + 1:
            yield located[index + start][1], located[index + last][2]
            start = offset
        last = offset
    yield located[index + start][1], located[index + last][2]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, spans: list[tuple[int, int]]) -> Iterator[Piece]:
    position = 0
    for start, end in spans:
        if start > position:
            yield Piece(text[position:start], False)
        yield Piece(text[start:end], True)
        position = end
    if position < len(text):
        yield Piece(text[position:], False)
