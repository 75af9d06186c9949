"""SQLite FTS5 with the tokens of tokens.py: the same characters and pairs, the same queries."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.search.answers import ROWS_AT_ONCE, Answer, counted, facet_rows, payload
from benchmarks.search.texts import FACETS, TEXT_FIELDS
from onestop.search import tokens
from onestop.search.query import And, Node, Not, Or, Phrase, Words
from onestop.search.schema import Document, Field

NAME = "SQLite FTS5"
_COLUMNS = [column for field in TEXT_FIELDS for column in (field.name, f"{field.name}__2")]
_TABLES = f"""
CREATE VIRTUAL TABLE patent USING fts5({", ".join(_COLUMNS)}, content='');
CREATE TABLE document (key INTEGER PRIMARY KEY, payload TEXT);
CREATE TABLE facet (key INTEGER, field TEXT, value TEXT, PRIMARY KEY (key, field, value)) WITHOUT ROWID;
"""
_FACETS = """
SELECT field, value, count(*) FROM facet WHERE key IN (SELECT rowid FROM patent WHERE patent MATCH ?)
GROUP BY field, value ORDER BY count(*) DESC
"""


class Sqlite:
    def __init__(self, path: Path) -> None:
        self.database = sqlite3.connect(path, check_same_thread=False)
        self.database.execute("PRAGMA cache_size=-200000")

    def write(self, documents: Iterable[Document]) -> None:
        self.database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        marks = ", ".join("?" * (len(_COLUMNS) + 1))
        insert = f"INSERT INTO patent (rowid, {', '.join(_COLUMNS)}) VALUES ({marks})"
        remaining = iter(documents)
        while batch := list(islice(remaining, ROWS_AT_ONCE)):
            self.database.executemany(insert, ((each.key, *_cells(each)) for each in batch))
            self.database.executemany(
                "INSERT INTO document VALUES (?, ?)", ((each.key, payload(each)) for each in batch)
            )
            self.database.executemany(
                "INSERT INTO facet VALUES (?, ?, ?)", (row for each in batch for row in facet_rows(each))
            )
        self.database.commit()

    def top(self, match: str) -> tuple[int, list[int]]:
        """How many are found, and the first ten."""
        found = self.database.execute(
            "SELECT rowid FROM patent WHERE patent MATCH ? ORDER BY rank LIMIT 10", (match,)
        )
        total = self.database.execute("SELECT count(*) FROM patent WHERE patent MATCH ?", (match,))
        return total.fetchone()[0], [key for (key,) in found]

    def answer(self, match: str) -> Answer:
        total, keys = self.top(match)
        fetch = "SELECT payload FROM document WHERE key = ?"
        hits = [self.database.execute(fetch, (key,)).fetchone()[0] for key in keys]
        return Answer(total, hits, counted(self.database.execute(_FACETS, (match,)), FACETS))


def match_of(node: Node) -> str:
    """The query tree in the language of FTS5."""
    match node:
        case And(children):
            wanted = " AND ".join(match_of(child) for child in children if not isinstance(child, Not))
            return f"({wanted})" + "".join(
                f" NOT {match_of(c.child)}" for c in children if isinstance(c, Not)
            )
        case Or(children):
            return f"({' OR '.join(map(match_of, children))})"
        case Words(fields=fields, text=text):
            return f"({' AND '.join(_sequence(fields, word) for word in tokens.words(text))})"
        case Phrase(fields=fields, text=text):
            return _sequence(fields, text)
    raise ValueError(f"not a text query: {node}")


def _sequence(fields: tuple[Field, ...], text: str) -> str:
    characters = tokens.characters(text)
    has_pairs = len(characters) > 1 and tokens.is_chinese(characters)
    terms = tokens.pairs(text) if has_pairs else characters
    columns = " ".join(f"{field.name}__2" if has_pairs else field.name for field in fields)
    return f'{{{columns}}} : "{" ".join(terms)}"'


def _cells(made: Document) -> Iterator[str]:
    for field in TEXT_FIELDS:
        values = [str(value) for value in made.values.get(field.name, ())]
        yield _line([tokens.characters(value) for value in values])
        yield _line([tokens.pairs(value) for value in values])


def _line(cut: list[list[str]]) -> str:
    """BREAK as a word of its own: FTS5 would drop the sign, and a phrase could reach across it."""
    return " ".join(
        token if token != tokens.BREAK else "xbreakx" for part in cut for token in [*part, tokens.BREAK]
    )
