"""Index speed and size, and how long queries take; beside SQLite FTS5 over the same tokens, in the same run.

python -m benchmarks.search [--records 100000] [--repeat 50] [--seed 1] [--json]
"""

import argparse
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

from benchmarks import corpus
from benchmarks.measure import Stopwatch, machine, metered, milliseconds, percentiles, report, size, timed
from onestop.core import clock
from onestop.records.fields import PATENT
from onestop.records.models import Patent
from onestop.records.search import document
from onestop.records.status import dates_of
from onestop.search import tokens
from onestop.search.engine import SearchRequest, Sort
from onestop.search.engines.tantivy import TantivyEngine
from onestop.search.parser import parse
from onestop.search.query import And, Node, Not, Or, Phrase, Words
from onestop.search.schema import Document, Field, FieldType

QUERIES = (
    "电机",
    "永磁同步电机",
    "电机 噪声",
    "转子 散热 密封",
    '"降低了运行噪声"',
    "电机 OR 水泵",
    "电机 NOT 散热",
    "TI=锂",
    "TI,AB=(电池 OR 电芯) AND 安全",
    "申请人=电机 AND 散热",
)
"""Text queries, which the peer can answer too. The slowest kind is a single character."""
OURS_ONLY = ("IPC=H02K AND 电机", "AD=[2010 TO 2015] AND 电机", "类型=发明 AND 状态=有效", "201510000001")
FACETS = ("kind", "status", "filed_year", "ipc_section", "ipc_subclass", "applicant", "region")


def main() -> None:
    options = _options()
    engine = TantivyEngine(PATENT, _folder("tantivy"))
    peer = Peer(_folder("sqlite") / "fts.sqlite3")
    ours = _write(engine.write, options)
    engine.close()
    theirs = _write(peer.write, options)
    report(
        {
            "machine": machine(),
            "records": options.records,
            "indexed, docs/s": ours,
            "indexed by FTS5, docs/s": theirs,
            "index, MB": round(size(settings.DATA_DIR / "tantivy") / 1e6, 1),
            "index of FTS5, MB": round(size(settings.DATA_DIR / "sqlite") / 1e6, 1),
            "top 10 and count, ms (FTS5: the same tokens, bm25, in the same run)": [
                _compared(engine, peer, query, options.repeat) for query in QUERIES
            ],
            "one word or two from random titles": [_mixed(engine, peer, options)],
            "what only we answer, ms": [
                _measured(query, engine, SearchRequest(parse(query, PATENT)), options.repeat)
                for query in OURS_ONLY
            ],
            "result page with all facets, ms": [
                _measured(
                    query, engine, SearchRequest(parse(query, PATENT), 20, facets=FACETS), options.repeat
                )
                for query in ("电机", "*")
            ],
            "other, ms": list(_others(engine, options.repeat)),
        },
        options.json,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=50, help="times each query is asked")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _write(write: Callable[[Iterable[Document]], None], options: argparse.Namespace) -> int:
    """Documents a second, without the time that making them took."""
    making = Stopwatch()
    with timed() as writing:
        write(metered(_documents(options.records, options.seed), making))
    return int(options.records / (writing.seconds - making.seconds))


def _folder(name: str) -> Path:
    folder: Path = settings.DATA_DIR / name
    folder.mkdir()
    return folder


def _documents(number: int, seed: int) -> Iterator[Document]:
    today = clock.today()
    for key, record in enumerate(corpus.patents(number, seed), 1):
        dates = dates_of(record)
        patent = Patent(
            pk=key,
            kind=record.kind,
            filed_on=record.filed_on,
            published_on=dates.published_on,
            granted_on=dates.granted_on,
            ends_on=dates.ends_on,
            closed_on=dates.closed_on,
            legal_data_to=record.legal_data_to,
        )
        yield document(patent, record, today)


class Peer:
    """SQLite FTS5 with the tokens of tokens.py: the same characters and pairs, the same queries."""

    def __init__(self, path: Path) -> None:
        self.fields = [field for field in PATENT.fields if field.type == FieldType.TEXT]
        self.columns = [column for field in self.fields for column in (field.name, f"{field.name}__2")]
        self.database = sqlite3.connect(path)
        self.database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;"
            f"CREATE VIRTUAL TABLE patent USING fts5({', '.join(self.columns)}, content='');"
        )

    def write(self, documents: Iterable[Document]) -> None:
        marks = ", ".join("?" * (len(self.columns) + 1))
        rows = ((each.key, *self._cells(each)) for each in documents)
        self.database.executemany(
            f"INSERT INTO patent (rowid, {', '.join(self.columns)}) VALUES ({marks})", rows
        )
        self.database.commit()

    def _cells(self, made: Document) -> Iterator[str]:
        for field in self.fields:
            values = [str(value) for value in made.values.get(field.name, ())]
            yield _line([tokens.characters(value) for value in values])
            yield _line([tokens.pairs(value) for value in values])

    def search(self, match: str) -> tuple[int, list[int]]:
        top = self.database.execute(
            "SELECT rowid FROM patent WHERE patent MATCH ? ORDER BY rank LIMIT 10", (match,)
        )
        total = self.database.execute("SELECT count(*) FROM patent WHERE patent MATCH ?", (match,))
        return total.fetchone()[0], [key for (key,) in top]


def _line(cut: list[list[str]]) -> str:
    """BREAK as a word of its own: FTS5 would drop the sign, and a phrase could reach across it."""
    return " ".join(
        token if token != tokens.BREAK else "xbreakx" for part in cut for token in [*part, tokens.BREAK]
    )


def fts5(node: Node) -> str:
    """The query tree in the language of FTS5."""
    match node:
        case And(children):
            wanted = " AND ".join(fts5(child) for child in children if not isinstance(child, Not))
            return f"({wanted})" + "".join(f" NOT {fts5(c.child)}" for c in children if isinstance(c, Not))
        case Or(children):
            return f"({' OR '.join(map(fts5, children))})"
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


def _compared(engine: TantivyEngine, peer: Peer, query: str, repeat: int) -> dict[str, Any]:
    node = parse(query, PATENT)
    request, match = SearchRequest(node), fts5(node)
    hits, peer_hits = engine.search(request).total, peer.search(match)[0]
    ours = percentiles(milliseconds([partial(engine.search, request)] * repeat))
    theirs = percentiles(milliseconds([partial(peer.search, match)] * repeat))
    same = "" if hits == peer_hits else f" (FTS5 counts {peer_hits:,})"
    return {"query": query + same, "hits": hits, **ours, **_peer(ours, theirs)}


def _peer(ours: dict[str, float], theirs: dict[str, float]) -> dict[str, Any]:
    return {
        "FTS5 p50": theirs["p50"],
        "FTS5 p99": theirs["p99"],
        "times p50": round(theirs["p50"] / ours["p50"], 1),
    }


def _mixed(engine: TantivyEngine, peer: Peer, options: argparse.Namespace) -> dict[str, Any]:
    """Each asked once, so that no cache helps."""
    nodes = [parse(text, PATENT) for text in islice(_random_texts(options.seed), options.repeat * 10)]
    ours = percentiles(milliseconds([partial(engine.search, SearchRequest(node)) for node in nodes]))
    theirs = percentiles(milliseconds([partial(peer.search, fts5(node)) for node in nodes]))
    return {"query": f"{len(nodes)} queries", **ours, **_peer(ours, theirs)}


def _random_texts(seed: int) -> Iterator[str]:
    """One or two words of titles that the corpus could have, of another seed."""
    rng = Random(seed)
    for record in corpus.patents(1_000_000, seed + 1):
        words = [word for word in tokens.words(record.title) if len(word) > 1 and word.isalpha()]
        if words:
            yield " ".join(rng.sample(words, min(rng.choice((1, 2)), len(words))))


def _measured(name: str, engine: TantivyEngine, request: SearchRequest, repeat: int) -> dict[str, Any]:
    hits = engine.search(request).total
    return {
        "query": name,
        "hits": hits,
        **percentiles(milliseconds([partial(engine.search, request)] * repeat)),
    }


def _others(engine: TantivyEngine, repeat: int) -> Iterator[dict[str, Any]]:
    node = parse("电机", PATENT)
    yield _measured("single character 电", engine, SearchRequest(parse("电", PATENT)), repeat)
    yield _measured("newest first", engine, SearchRequest(node, sort=Sort("filed_on")), repeat)
    yield _measured(
        "hits 5,001 to 5,020 of all",
        engine,
        SearchRequest(parse("*", PATENT), 20, offset=5_000),
        max(repeat // 5, 1),
    )
    times = percentiles(milliseconds([lambda: sum(1 for _ in engine.keys(node))] * max(repeat // 10, 1)))
    yield {
        "query": "keys of all hits, for an export",
        "hits": engine.search(SearchRequest(node)).total,
        **times,
    }


if __name__ == "__main__":
    main()
