"""A query tree in the language of OpenSearch, so that it finds and ranks as tantivy does.

Both weigh a text by BM25 with k1 = 1.2 and b = 0.75 and keep its length in the same 256 steps. Lucene leaves out
the constant factor k1 + 1, which would make text lighter beside conditions that count 1: it is put back here.
"""

import re
from collections.abc import Callable
from typing import Any

from onestop.search import together, tokens
from onestop.search.content import NUMERIC, facet_field
from onestop.search.fading import OLDEST, Fading
from onestop.search.places import Place, Term, keyword_expression, places
from onestop.search.query import (
    And,
    AnyOf,
    Everything,
    Exact,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Together,
    Weighted,
    WithSynonyms,
    Words,
)
from onestop.search.schema import Field, FieldType

Query = dict[str, Any]
GAP = "_"
"""Stands in a phrase for any token. No text has such a token: underscores are punctuation, a BREAK."""
_TEXT_FACTOR = 2.2
_TIE_BREAKER = 0.1
NOTHING: Query = {"match_none": {}}
ReadTexts = Callable[[Together, Query], list[int]]


class Compiler:
    def __init__(self, read_texts: ReadTexts) -> None:
        """`read_texts`: keys of the documents among those that a query finds whose texts fulfil the condition."""
        self.read_texts = read_texts

    def compile(self, node: Node, context: tuple[Node, ...] = ()) -> Query:  # noqa: C901 - one case a node
        """`context`: what else must hold of a hit, so that fewer texts need to be read (`Together`)."""
        match node:
            case Everything():
                return {"match_all": {}}
            case And(children):
                return self._all_of(children, context)
            case Or(children):
                return _some([self.compile(each, context) for each in children])
            case Not():
                return self._all_of((node,), context)
            case Words(fields, text):
                return _words(fields, text)
            case Phrase(fields, text):
                return _side_by_side(fields, text)
            case Pattern(fields):
                return _best([_pattern(field, node) for field in fields])
            case Near():
                return self._near(node)
            case Together():
                return self._together(node, context)
            case Weighted(child, weight):
                return _boosted(self.compile(child, context), weight)
            case WithSynonyms(child):
                return self.compile(child, context)
            case Exact(field, value):
                said = int(value) if field.type in NUMERIC else value
                return _flat({"term": {facet_field(field): said}})
            case AnyOf(field, values):
                return {"terms": {field.name: list(values)}}
            case Range(field, low, high):
                bounds = {"gte": 1 if low is None else low} | ({} if high is None else {"lte": high})
                return {"range": {field.name: bounds}}

    def _all_of(self, children: tuple[Node, ...], context: tuple[Node, ...]) -> Query:
        beside = (*context, *(each for each in children if not together.is_in(each)))
        wanted = [self.compile(each, beside) for each in children if not isinstance(each, Not)]
        unwanted = [self.compile(each.child, context) for each in children if isinstance(each, Not)]
        return {"bool": {"must": wanted or [{"match_all": {}}], "must_not": unwanted}}

    def _near(self, node: Near) -> Query:
        alternatives = places(node)
        at_their_places = [_any_place(field, alternatives) for field in node.fields]
        return _every([self.compile(node.left), self.compile(node.right), _best(at_their_places)])

    def _together(self, node: Together, context: tuple[Node, ...]) -> Query:
        both = self._all_of((node.left, node.right), ())
        candidates = _every([both, *(self._all_of((each,), ()) for each in context)])
        keys = self.read_texts(node, candidates)
        return {"bool": {"must": [both], "filter": [{"terms": {"key": keys}}]}} if keys else NOTHING


def fading(query: Query, how: Fading) -> Query:
    functions = [
        {
            "filter": {
                "range": {how.field: {"gt": step.after, **({"lte": step.until} if step.until else {})}}
            },
            "weight": step.factor,
        }
        for step in how.steps()
    ]
    functions.append({"filter": {"match_all": {}}, "weight": OLDEST})
    return {
        "function_score": {
            "query": query,
            "functions": functions,
            "score_mode": "first",
            "boost_mode": "multiply",
        }
    }


def _words(fields: tuple[Field, ...], text: str) -> Query:
    words = tokens.words(text)
    if not words:
        return NOTHING
    every = _every([_side_by_side(fields, word) for word in words])
    if len(words) > 1:
        every["bool"]["should"] = [_side_by_side(fields, text)]
    return every


def _side_by_side(fields: tuple[Field, ...], text: str) -> Query:
    characters = tokens.sequence(text)
    return _best([_sequence(field, characters) for field in fields]) if characters else NOTHING


def _sequence(field: Field, characters: list[str]) -> Query:
    """These characters side by side in a field, by the cheapest index that is exact."""
    if len(characters) > 1 and tokens.is_chinese(characters):
        pairs = tokens.pairs("".join(characters))
        if field.long and len(pairs) > 1:
            return _sequence_with_pairs(field, characters, pairs)
        return _placed(f"{field.name}__2", list(enumerate(pairs)), field.weight)
    return _placed(field.name, list(enumerate(characters)), field.weight)


def _sequence_with_pairs(field: Field, characters: list[str], pairs: list[str]) -> Query:
    """Only of documents that have all pairs the characters are looked at by place."""
    having: list[Query] = [{"term": {f"{field.name}__2": pair}} for pair in dict.fromkeys(pairs)]
    return {
        "bool": {
            "must": [_placed(field.name, list(enumerate(characters)), field.weight)],
            "filter": having,
        }
    }


def _placed(name: str, terms: list[tuple[int, str]], weight: float) -> Query:
    boost = _TEXT_FACTOR * weight
    if len(terms) == 1:
        return {"term": {name: {"value": terms[0][1], "boost": boost}}}
    at = dict(terms)
    line = " ".join(at.get(place, GAP) for place in range(terms[-1][0] + 1))
    return {"match_phrase": {name: {"query": line, "boost": boost}}}


def _pattern(field: Field, node: Pattern) -> Query:
    if field.type != FieldType.TEXT:
        return {"regexp": {field.name: _regexp(keyword_expression(node.text))}}
    return _any_place(field, places(node))


def _any_place(field: Field, alternatives: list[Place]) -> Query:
    queries = [_place(field, place) for place in alternatives]
    return queries[0] if len(queries) == 1 else _some(queries)


def _place(field: Field, place: Place) -> Query:
    if not any(term.is_pattern for term, _ in place):
        return _placed(field.name, [(offset, term.text) for term, offset in place], field.weight)
    if len(place) == 1:
        return {"regexp": {field.name: _regexp(place[0][0].text, field.weight)}}
    return _flat(_spans(field.name, place), field.weight)


def _spans(name: str, place: Place) -> Query:
    clauses: list[Query] = []
    after = 0
    for term, offset in place:
        if offset > after:
            clauses.append({"span_gap": {name: offset - after}})
        clauses.append(_span(name, term))
        after = offset + 1
    return {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}


def _span(name: str, term: Term) -> Query:
    if term.is_pattern:
        return {"span_multi": {"match": {"regexp": {name: _regexp(term.text)}}}}
    return {"span_term": {name: term.text}}


def _regexp(expression: str, boost: float = 1.0) -> dict[str, Any]:
    """Lucene has operators more than we use; those are switched off by NONE, but for the quote."""
    return {"value": re.sub(r'(?<!\\)"', r"\"", expression), "flags": "NONE", "boost": boost}


def _every(queries: list[Query]) -> Query:
    return {"bool": {"must": queries}}


def _some(queries: list[Query]) -> Query:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _best(queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return {"dis_max": {"queries": queries, "tie_breaker": _TIE_BREAKER}}


def _flat(query: Query, boost: float = 1.0) -> Query:
    return {"constant_score": {"filter": query, "boost": boost}}


def _boosted(query: Query, weight: float) -> Query:
    return {"bool": {"must": [query], "boost": weight}}
