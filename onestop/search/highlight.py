"""Text cut into marked and plain pieces, so that a page can show why a document was found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onestop.search import tokens
from onestop.search.query import And, Node, Or, Phrase, Prefix, Words

Sequence = tuple[str, ...]
"""Tokens that must stand side by side; a last token ending in + matches whatever begins so."""


@dataclass(frozen=True)
class Piece:
    text: str
    is_match: bool


def sequences(node: Node) -> Mapping[str, frozenset[Sequence]]:
    """What to mark in each field: the terms that made a document a hit (never the excluded ones)."""
    found: dict[str, set[Sequence]] = defaultdict(set)
    for field, sequence in _walk(node):
        found[field].add(sequence)
    return {field: frozenset(every) for field, every in found.items()}


def mark(text: str, wanted: Iterable[Sequence]) -> tuple[Piece, ...]:
    """The whole text in pieces; `"".join(piece.text ...)` is the text."""
    return tuple(_pieces(text, _spans(text, wanted)))


def snippet(text: str, wanted: Iterable[Sequence], length: int = 160) -> tuple[Piece, ...]:
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


def _walk(node: Node) -> Iterator[tuple[str, Sequence]]:
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _walk(child)
        case Words(fields, text):
            for word in tokens.words(text):
                yield from ((field.name, tuple(tokens.sequence(word))) for field in fields)
        case Phrase(fields, text):
            yield from ((field.name, tuple(tokens.sequence(text))) for field in fields)
        case Prefix(fields, stem):
            yield from ((field.name, (f"{stem}+",)) for field in fields)


def _spans(text: str, wanted: Iterable[Sequence]) -> list[tuple[int, int]]:
    """Disjoint (start, end) of all matches, ascending."""
    located = tokens.located(text)
    by_first: dict[str, list[Sequence]] = defaultdict(list)
    for sequence in wanted:
        if sequence:
            by_first[sequence[0]].append(sequence)
    prefixes = [first[:-1] for first in by_first if first.endswith("+")]
    spans: list[tuple[int, int]] = []
    for index, (token, start, _) in enumerate(located):
        if any(token.startswith(prefix) for prefix in prefixes):
            spans.append((start, start + len(token)))
        for sequence in by_first.get(token, ()):
            part = located[index : index + len(sequence)]
            if tuple(each[0] for each in part) == sequence:
                spans.append((start, part[-1][2]))
    return _merged(spans)


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
