"""Where in a text a query's terms must stand: phrases, truncation and proximity as terms at offsets.

`锚索 2W 支护` becomes three alternatives, one for each gap: (锚,0)(索,1)(支,2)(护,3), then with the second word one
and two tokens further on. Every engine can look such a thing up exactly, and a plain scan can check it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from onestop.core.text import fold
from onestop.search import tokens
from onestop.search.query import Near, Node, Or, Pattern, Phrase, Weighted, WithSynonyms, Words

MAX_ALTERNATIVES = 500
_ANY, _ONE, _MAYBE = "+*", "#", "?"
_UNIT = re.compile(r"[+*#?]*[^\W_\u3400-\u9fff]+(?:[+*#?]+[^\W_\u3400-\u9fff]*)*|[+*#?]|\S")


class TooManyPlaces(ValueError):
    """The distances multiply to more than MAX_ALTERNATIVES."""


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    is_pattern: bool = False
    """A regular expression for the whole token."""


Place = tuple[tuple[Term, int], ...]
"""Terms with their offsets from the first, ascending."""


def needed(place: Place) -> frozenset[str]:
    """What a folded text has somewhere if the place is in it: told in a moment, and most texts do not have it."""
    return frozenset(
        term.text for term, _offset in place if not term.is_pattern and term.text != tokens.BREAK
    )


def places(node: Node) -> list[Place]:
    """The alternatives of a node that stands somewhere. Raises TooManyPlaces."""
    found = list(dict.fromkeys(_places(node)))
    if len(found) > MAX_ALTERNATIVES:
        raise TooManyPlaces
    return found


def _places(node: Node) -> Iterator[Place]:
    match node:
        case Phrase(_, text) | Words(_, text):
            if found := tokens.sequence(text):
                yield tuple((Term(token), offset) for offset, token in enumerate(found))
        case Pattern(_, text):
            yield from pattern_places(text)
        case Weighted(child) | WithSynonyms(child):
            yield from _places(child)
        case Or(children):
            for child in children:
                yield from _places(child)
        case Near(_, left, right, most, is_ordered):
            yield from _near(places(left), places(right), most, is_ordered)
        case _:
            raise TypeError(node)


def _near(left: list[Place], right: list[Place], most: int, is_ordered: bool) -> Iterator[Place]:
    if len(left) * len(right) * (most + 1) * (1 if is_ordered else 2) > MAX_ALTERNATIVES:
        raise TooManyPlaces
    for gap in range(most + 1):
        for first, second in product(left, right):
            yield _after(first, second, gap)
            if not is_ordered:
                yield _after(second, first, gap)


def _after(first: Place, second: Place, gap: int) -> Place:
    shift = first[-1][1] + 1 + gap
    return (*first, *((term, offset + shift) for term, offset in second))


@lru_cache(maxsize=1024)
def pattern_places(text: str) -> tuple[Place, ...]:
    """锚#索 -> 锚 and 索 with one token between; 锚?索 -> that, or side by side; led+ -> a token's beginning."""
    alternatives: list[tuple[list[tuple[Term, int]], int]] = [([], 0)]
    for unit in _UNIT.findall(fold(text)):
        alternatives = [step for each in alternatives for step in _steps(*each, unit)]
        if len(alternatives) > MAX_ALTERNATIVES:
            raise TooManyPlaces
    return tuple(dict.fromkeys(_from_first(terms) for terms, _ in alternatives if terms))


def _steps(terms: list[tuple[Term, int]], at: int, unit: str) -> Iterator[tuple[list[tuple[Term, int]], int]]:
    if unit == _MAYBE:
        yield terms, at
        yield terms, at + 1
    elif unit == _ONE:
        yield terms, at + 1
    elif unit in _ANY:  # beside Chinese characters, which are found inside any text anyway
        yield terms, at
    else:
        yield [*terms, (_term(unit), at)], at + 1


def _term(unit: str) -> Term:
    if not any(sign in unit for sign in "+*#?"):
        return Term(tokens.characters(unit)[0])
    return Term("".join(map(_expression, unit)), is_pattern=True)


def _expression(character: str) -> str:
    if character in _ANY:
        return ".*"
    if character == _ONE:
        return "."
    return ".?" if character == _MAYBE else re.escape(character)


def _from_first(terms: list[tuple[Term, int]]) -> Place:
    start = terms[0][1]
    return tuple((term, offset - start) for term, offset in terms)


def keyword_expression(text: str) -> str:
    """A truncated keyword as a regular expression: H01M+ finds every symbol that begins so."""
    return "".join(map(_expression, text))
