"""Text cut into marked and plain pieces, so that a page can show why a document was found."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onestop.core.text import fold
from onestop.search import tokens
from onestop.search.places import Place, Term, needed, places
from onestop.search.query import And, Near, Node, Or, Pattern, Phrase, Together, Weighted, WithSynonyms, Words

_LOOKED_AT = 100
"""Matches of one text that a snippet is chosen among."""


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
    """About `length` characters with the most different matches, or the beginning."""
    spans = _spans(text, wanted)
    start = max(_densest(text, spans[:_LOOKED_AT], length * 3 // 4) - length // 4, 0) if spans else 0
    start = min(start, max(len(text) - length, 0))
    end = min(start + length, len(text))
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
    pieces = list(_pieces(text[start:end], inside))
    if start:
        pieces.insert(0, Piece("…", False))
    if end < len(text):
        pieces.append(Piece("…", False))
    return tuple(pieces)


@dataclass(frozen=True)
class Passage:
    number: int
    """Which claim or paragraph, from 1."""
    pieces: tuple[Piece, ...]


def passage(paragraphs: Sequence[str], wanted: Collection[Place], length: int = 160) -> Passage | None:
    """Of the paragraph with the most of what is wanted; the earlier of equals."""
    found = ((number, snippet(paragraphs[number], wanted, length)) for number in _likely(paragraphs, wanted))
    return next((Passage(number + 1, pieces) for number, pieces in found if _is_marked(pieces)), None)


def mark_each(paragraphs: Sequence[str], wanted: Collection[Place]) -> tuple[tuple[Piece, ...], ...]:
    """Each as `mark` does."""
    likely = set(_likely(paragraphs, wanted))
    return tuple(
        mark(text, wanted) if number in likely else (Piece(text, False),)
        for number, text in enumerate(paragraphs)
    )


def marked_words(paragraphs: Sequence[str], wanted: Collection[Place]) -> Iterator[str]:
    """Every match, as it stands in the text."""
    for number in sorted(_likely(paragraphs, wanted)):
        yield from (piece.text for piece in mark(paragraphs[number], wanted) if piece.is_match)


def _densest(text: str, spans: Sequence[tuple[int, int]], length: int) -> int:
    """The match after which the most different ones follow within this length; the first of equals."""

    def different(start: int) -> int:
        return len({fold(text[a:b]) for a, b in spans if start <= a and b <= start + length})

    return max((start for start, _end in spans), key=different)


def _is_marked(pieces: Iterable[Piece]) -> bool:
    return any(piece.is_match for piece in pieces)


def _likely(paragraphs: Sequence[str], wanted: Iterable[Place]) -> list[int]:
    """Those that may have a match, the one with most of them first: told without cutting texts into tokens."""
    each_needs = set(map(needed, wanted))
    counts: Counter[int] = Counter()
    for number, text in enumerate(paragraphs):
        folded = fold(text)
        counts[number] = sum(all(part in folded for part in parts) for parts in each_needs)
    return [number for number, count in counts.most_common() if count]


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
