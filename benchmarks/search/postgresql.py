"""PostgreSQL's own text search (tsvector with a GIN index) over the tokens of tokens.py.

A field is a weight (title A, applicant B, abstract C, all others D); each field begins far behind the one before it,
so that no phrase reaches across. Positions end at 16,383, which is enough for abstracts.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Self

import psycopg

from benchmarks.search.answers import ROWS_AT_ONCE, Answer, counted, facet_rows, payload
from benchmarks.search.texts import FACETS, TEXT_FIELDS
from onestop.search import tokens
from onestop.search.query import And, Node, Not, Or, Phrase, Words
from onestop.search.schema import Document, Field

NAME = "PostgreSQL"
_WEIGHTS = {"title": "A", "applicant": "B", "abstract": "C"}
_FAR = 100
_LAST = 16_383
_TABLES = """
CREATE TABLE document (key integer PRIMARY KEY, words tsvector, payload text);
CREATE TABLE facet (key integer, field text, value text);
"""
_INDEXES = """
CREATE INDEX ON document USING gin (words);
CREATE INDEX ON facet (key);
"""
_TOP = "SELECT payload FROM document WHERE words @@ %(match)s::tsquery ORDER BY ts_rank(words, %(match)s::tsquery) DESC LIMIT 10"
_COUNT = "SELECT count(*) FROM document WHERE words @@ %(match)s::tsquery"
_FACETS = """
SELECT field, value, count(*) FROM facet JOIN document USING (key) WHERE words @@ %(match)s::tsquery
GROUP BY field, value ORDER BY count(*) DESC
"""


class Postgresql:
    def __init__(self, url: str) -> None:
        self.url = url
        self.database = psycopg.connect(url, autocommit=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.database.close()

    def drop(self) -> None:
        self.database.execute("DROP TABLE document, facet")

    def write(self, documents: Iterable[Document]) -> None:
        self.database.execute(_TABLES)
        remaining = iter(documents)
        with self.database.cursor() as cursor:
            while batch := list(islice(remaining, ROWS_AT_ONCE)):
                with cursor.copy("COPY document FROM STDIN") as copy:
                    for each in batch:
                        copy.write_row((each.key, _vector(each), payload(each)))
                with cursor.copy("COPY facet FROM STDIN") as copy:
                    for each in batch:
                        for row in facet_rows(each):
                            copy.write_row(row)
        self.database.execute(_INDEXES)
        self.database.execute("VACUUM ANALYZE")

    def size(self) -> int:
        found = self.database.execute(
            "SELECT pg_total_relation_size('document') + pg_total_relation_size('facet')"
        ).fetchone()
        return int(found[0]) if found else 0

    def answer(self, match: str) -> Answer:
        asked = {"match": match}
        total = self.database.execute(_COUNT, asked).fetchone()
        hits = [text for (text,) in self.database.execute(_TOP, asked)]
        return Answer(total[0] if total else 0, hits, counted(self.database.execute(_FACETS, asked), FACETS))


def match_of(node: Node) -> str:
    """The query tree in the language of tsquery."""
    match node:
        case And(children):
            return f"({' & '.join(map(match_of, children))})"
        case Or(children):
            return f"({' | '.join(map(match_of, children))})"
        case Not(child):
            return f"!{match_of(child)}"
        case Words(fields=fields, text=text):
            return f"({' & '.join(_sequence(fields, word) for word in tokens.words(text))})"
        case Phrase(fields=fields, text=text):
            return _sequence(fields, text)
    raise ValueError(f"not a text query: {node}")


def _sequence(fields: tuple[Field, ...], text: str) -> str:
    """In any of the fields; two fields of one weight cannot be told apart."""
    characters = tokens.characters(text)
    has_pairs = len(characters) > 1 and tokens.is_chinese(characters)
    terms = tokens.pairs(text) if has_pairs else characters
    weights = dict.fromkeys(_WEIGHTS.get(field.name, "D") for field in fields)
    phrases = (" <-> ".join(f"{_quoted(term)}:{weight}" for term in terms) for weight in weights)
    return f"({' | '.join(f'({each})' for each in phrases)})"


def _vector(made: Document) -> str:
    return " ".join(f"{_quoted(term)}:{place}{weight}" for term, place, weight in _placed(made))


def _placed(made: Document) -> Iterator[tuple[str, int, str]]:
    place = 1
    for field in TEXT_FIELDS:
        weight = _WEIGHTS.get(field.name, "D")
        for value in made.values.get(field.name, ()):
            for cut in (tokens.characters, tokens.pairs):
                for term in cut(str(value)):
                    if term != tokens.BREAK:
                        yield term, min(place, _LAST), weight
                    place += 1
                place += _FAR


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
