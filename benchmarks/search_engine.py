"""Index speed and size, and how long queries take; beside SQLite FTS5 over the same tokens, in the same run.

python -m benchmarks.search_engine [--records 100000] [--repeat 50] [--seed 1] [--json]
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from benchmarks.measure import Stopwatch, machine, metered, milliseconds, percentiles, report, size, timed
from benchmarks.search.sqlite import Sqlite, match_of
from benchmarks.search.texts import FACETS, QUERIES, documents, random_queries
from onestop.records.fields import PATENT
from onestop.search.engine import SearchRequest, Sort
from onestop.search.engines.tantivy import TantivyEngine
from onestop.search.parser import parse
from onestop.search.schema import Document

OURS_ONLY = ("IPC=H02K AND 电机", "AD=[2010 TO 2015] AND 电机", "类型=发明 AND 状态=有效", "201510000001")


def main() -> None:
    options = _options()
    engine = TantivyEngine(PATENT, _folder("tantivy"))
    peer = Sqlite(_folder("sqlite") / "fts.sqlite3")
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
        write(metered(documents(options.records, options.seed), making))
    return int(options.records / (writing.seconds - making.seconds))


def _folder(name: str) -> Path:
    folder: Path = settings.DATA_DIR / name
    folder.mkdir()
    return folder


def _compared(engine: TantivyEngine, peer: Sqlite, query: str, repeat: int) -> dict[str, Any]:
    node = parse(query, PATENT)
    request, match = SearchRequest(node), match_of(node)
    hits, peer_hits = engine.search(request).total, peer.top(match)[0]
    ours = percentiles(milliseconds([partial(engine.search, request)] * repeat))
    theirs = percentiles(milliseconds([partial(peer.top, match)] * repeat))
    same = "" if hits == peer_hits else f" (FTS5 counts {peer_hits:,})"
    return {"query": query + same, "hits": hits, **ours, **_peer(ours, theirs)}


def _peer(ours: dict[str, float], theirs: dict[str, float]) -> dict[str, Any]:
    return {
        "FTS5 p50": theirs["p50"],
        "FTS5 p99": theirs["p99"],
        "times p50": round(theirs["p50"] / ours["p50"], 1),
    }


def _mixed(engine: TantivyEngine, peer: Sqlite, options: argparse.Namespace) -> dict[str, Any]:
    """Each asked once, so that no cache helps."""
    nodes = [parse(text, PATENT) for text in islice(random_queries(options.seed), options.repeat * 10)]
    ours = percentiles(milliseconds([partial(engine.search, SearchRequest(node)) for node in nodes]))
    theirs = percentiles(milliseconds([partial(peer.top, match_of(node)) for node in nodes]))
    return {"query": f"{len(nodes)} queries", **ours, **_peer(ours, theirs)}


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
