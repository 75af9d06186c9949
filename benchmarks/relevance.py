"""How well similar patents and classes are found, beside plain BM25 of the product's own search engine.

python -m benchmarks.relevance [--data ../shared/data] [--only g06f|hidden|adviser|twins] [--json]

- g06f: Chinese inventions with CPC subgroups. Every eighth is held out by a digest of its number; the rest is the
  corpus. A document is relevant that shares a subgroup with the held-out one. Asked by its whole text and by its
  title alone; once with the corpus's classes, once with all of them hidden.
- twins: an invention and a utility model of the same title and applicant. One asks for the other by its number.
- adviser: the IPC subclass of a held-out tenth.

Nothing was tuned on what is scored here: choices were made on another part (`tuning_part`) that the corpus of the
score contains and the score does not ask for. `--tuning` scores that part instead, without it in the corpus.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import log2
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from django.conf import settings

from benchmarks.measure import machine, milliseconds, percentiles, report, timed
from onestop.core import clock
from onestop.ingest.cleaning import clean
from onestop.ingest.packages.package import open_file
from onestop.matching import services, store
from onestop.matching.corpus import Text, joined_titles
from onestop.matching.ranking import Query, ask, rank
from onestop.matching.store import Opened
from onestop.matching.words import counted, words
from onestop.records.fields import PATENT
from onestop.records.models import Patent
from onestop.records.search import document
from onestop.records.status import dates_of
from onestop.records.types import PatentRecord
from onestop.reference.ipc_source import EntryParser
from onestop.search.engine import SearchRequest
from onestop.search.engines.tantivy import TantivyEngine
from onestop.search.query import Or, Words

HELD_OUT, TUNING = range(120), range(120, 240)
"""Thousandths of the documents of g06f, by digest."""
HELD_OUT_TENTH, TUNING_TENTH = range(100), range(100, 250)
DEPTH = 10
RECALL_AT = 100


@dataclass(frozen=True)
class Document:
    number: str
    record: PatentRecord

    @property
    def symbols(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.record.ipc, *self.record.cpc, *self.record.locarno)))

    @property
    def part(self) -> int:
        """0 to 999, the same in every run."""
        return int(sha256(self.number.encode()).hexdigest()[:8], 16) % 1000


def main() -> None:
    options = _options()
    g06f = options.data / "patents_cn/g06f/sample_train.csv"
    taian = options.data / "patents_cn/taian/专利信息.xlsx"
    titles = _class_texts(options.data / "reference/ipc_zh.jsonl")
    held_out, tenth = (TUNING, TUNING_TENTH) if options.tuning else (HELD_OUT, HELD_OUT_TENTH)
    parts: dict[str, Callable[[], list[dict[str, Any]]]] = {
        "g06f": lambda: likeness(documents(g06f), held_out, {}),
        "hidden": lambda: likeness(documents(g06f), held_out, {}, with_classes=False),
        "adviser": lambda: advice(documents(taian), tenth, titles),
        "twins": lambda: twins(documents(taian), titles),
    }
    result: dict[str, Any] = {"machine": machine(), "scored": "tuning part" if options.tuning else "held out"}
    for name in options.only or parts:
        result[name] = parts[name]()
    report(result, options.json)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared/data")
    parser.add_argument("--only", action="append", choices=("g06f", "hidden", "adviser", "twins"))
    parser.add_argument("--tuning", action="store_true", help="score the part on which choices were made")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def documents(path: Path) -> list[Document]:
    """The records of a file, read as the platform reads them; each number once."""
    found: dict[str, Document] = {}
    table = open_file(path, {})
    for row in table.rows():
        record = None if row.is_blank else clean(row, table, "").record
        if isinstance(record, PatentRecord):
            number = _number(record)
            found.setdefault(number, Document(number, record))
    return list(found.values())


def _number(record: PatentRecord) -> str:
    if record.application_number:
        return f"CN{record.application_number[:-1]}.{record.application_number[-1]}"
    return record.publications[0].number


def _class_texts(path: Path) -> dict[str, str]:
    parse = EntryParser()
    entries = map(parse, path.read_text(encoding="utf-8").splitlines())
    return joined_titles((each.symbol, each.title) for each in entries if "/" in each.symbol)


class Corpus:
    """Documents under their places in a list."""

    def __init__(
        self, found: Sequence[Document], class_texts: Mapping[str, str], *, with_classes: bool = True
    ) -> None:
        self.texts_ = [
            Text(key, 1, each.record.title, each.record.abstract, each.symbols if with_classes else ())
            for key, each in enumerate(found)
        ]
        self.class_texts_ = class_texts

    def versions(self) -> Iterator[tuple[int, int]]:
        return ((each.key, 1) for each in self.texts_)

    def texts(self, keys: Collection[int] | None = None) -> Iterator[Text]:
        return iter(self.texts_ if keys is None else [self.texts_[key] for key in sorted(keys)])

    def class_texts(self) -> Mapping[str, str]:
        return self.class_texts_


def fitted(corpus: Corpus) -> Opened:
    services.fit(corpus=corpus)
    found = store.opened()
    assert found
    return found


def likeness(
    every: list[Document],
    held_out: range,
    titles: Mapping[str, str],
    *,
    with_classes: bool = True,
) -> list[dict[str, Any]]:
    asked = [each for each in every if each.part in held_out]
    corpus = [each for each in every if each.part not in held_out and each.part >= held_out.start]
    with timed() as fitting:
        model = fitted(Corpus(corpus, titles, with_classes=with_classes))
    name = "similar" if with_classes else "similar, classes hidden"
    with timed() as indexing:
        peer = _bm25(corpus)
    ways = {name: (_similar(model), fitting.seconds), "BM25": (peer, indexing.seconds)}
    return [
        _scores(way, find, shape, asked, corpus) | {"made in s": round(seconds, 1)}
        for shape in ("text", "title")
        for way, (find, seconds) in ways.items()
    ]


Found = Callable[[str, str], list[int]]
"""Title and text -> keys, the best first."""


def _similar(model: Opened) -> Found:
    def find(title: str, text: str) -> list[int]:
        vector = model.model.vocabulary.vectors([counted(title, text)])
        ranked = rank(model.model, model.shelf, ask(model.model, model.shelf, Query(vector)), RECALL_AT)
        return [int(model.shelf.keys[place]) for place in ranked.places]

    return find


def _bm25(corpus: Sequence[Document]) -> Found:
    """The search engine of the product, asked for any of the words of the text in title or abstract."""
    folder: Path = settings.DATA_DIR / f"bm25-{len(list(settings.DATA_DIR.iterdir()))}"
    folder.mkdir()
    engine, today = TantivyEngine(PATENT, folder), clock.today()
    engine.write(document(_patent(key, each.record), each.record, today) for key, each in enumerate(corpus))
    fields = (PATENT.by_name["title"], PATENT.by_name["abstract"])

    def find(title: str, text: str) -> list[int]:
        asked = tuple(Words(fields, word) for word in dict.fromkeys(words(f"{title}\n{text}")))
        return [hit.key for hit in engine.search(SearchRequest(Or(asked), RECALL_AT)).hits]

    return find


def _patent(key: int, record: PatentRecord) -> Patent:
    dates = dates_of(record)
    return Patent(pk=key, kind=record.kind, filed_on=record.filed_on, granted_on=dates.granted_on)


def _scores(
    way: str, find: Found, shape: str, asked: Sequence[Document], corpus: Sequence[Document]
) -> dict[str, Any]:
    bearing: dict[str, set[int]] = defaultdict(set)
    for key, each in enumerate(corpus):
        for symbol in each.symbols:
            bearing[symbol].add(key)
    gains, ranks, recalls, answers = [], [], [], []
    for each in asked:
        relevant = set().union(*(bearing[symbol] for symbol in each.symbols))
        if relevant:
            found: list[int] = []
            text = each.record.abstract if shape == "text" else ""
            answers += milliseconds([lambda e=each, t=text, f=found: f.extend(find(e.record.title, t))])  # type: ignore[misc]
            gains.append(ndcg(found, relevant))
            ranks.append(next((1 / place for place, key in enumerate(found, 1) if key in relevant), 0.0))
            recalls.append(len(relevant.intersection(found)) / min(len(relevant), RECALL_AT))
    return {
        "asked by": shape,
        "way": way,
        "queries": len(gains),
        "corpus": len(corpus),
        "nDCG@10": round(mean(gains), 4),
        "MRR": round(mean(ranks), 4),
        "recall@100": round(mean(recalls), 4),
        **{f"{name}, ms": value for name, value in percentiles(sorted(answers)).items()},
    }


def ndcg(found: Sequence[int], relevant: Collection[int]) -> float:
    gain = sum(1 / log2(place + 1) for place, key in enumerate(found[:DEPTH], 1) if key in relevant)
    return gain / sum(1 / log2(place + 1) for place in range(1, min(len(relevant), DEPTH) + 1))


def twins(every: list[Document], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Asked by the number: the platform knows the classes of the one that asks."""
    model = fitted(Corpus(every, titles))
    rows = []
    for kinds, pairs in (("invention and utility model", _pairs(every, 2)), ("any two", _pairs(every, 1))):
        places = [
            _place_of_twin(model, every, *pair)
            for one, other in pairs
            for pair in ((one, other), (other, one))
        ]
        rows.append(
            {
                "kinds": kinds,
                "pairs": len(pairs),
                "twin first": f"{mean(place == 1 for place in places):.1%}",
                "among five": f"{mean(place <= 5 for place in places):.1%}",
                "not among five": sum(place > 5 for place in places),
            }
        )
    return rows


def _pairs(every: Sequence[Document], kinds: int) -> list[tuple[int, int]]:
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for key, each in enumerate(every):
        groups[each.record.title, each.record.applicants].append(key)
    two = [(keys[0], keys[1]) for keys in groups.values() if len(keys) == 2]
    return [pair for pair in two if len({every[key].record.kind for key in pair}) >= kinds]


def _place_of_twin(model: Opened, every: Sequence[Document], one: int, other: int) -> int:
    record = every[one].record
    vector = model.model.vocabulary.vectors([counted(record.title, record.abstract)])
    own = tuple(model.model.classes.finest(every[one].symbols))
    query = Query(vector, own, model.shelf.place.of([one]))
    ranked = rank(model.model, model.shelf, ask(model.model, model.shelf, query), RECALL_AT)
    keys = [int(model.shelf.keys[place]) for place in ranked.places]
    return keys.index(other) + 1 if other in keys else RECALL_AT + 1


def advice(every: list[Document], held_out: range, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    classified = [each for each in every if each.record.ipc]
    asked = [each for each in classified if each.part in held_out]
    corpus = [each for each in classified if each.part >= held_out.stop]
    return [
        _advice(name, asked, corpus, texts)
        for name, texts in (("with titles of the IPC", titles), ("documents only", {}))
    ]


def _advice(
    name: str, asked: Sequence[Document], corpus: Sequence[Document], titles: Mapping[str, str]
) -> dict[str, Any]:
    model = fitted(Corpus(corpus, titles))
    classes = model.model.classes
    subclasses = [number for number, symbol in enumerate(classes.names) if len(symbol) == len("E21D")]
    places = []
    for each in asked:
        vector = model.model.vocabulary.vectors([counted(each.record.title, each.record.abstract)])
        likely = ask(model.model, model.shelf, Query(vector)).likely[subclasses]
        order = [classes.names[subclasses[place]] for place in np.argsort(-likely, kind="stable")[:3]]
        right = each.record.ipc[0][:4]
        places.append(order.index(right) + 1 if right in order else 4)
    return {
        "learnt from": name,
        "asked": len(places),
        "corpus": len(corpus),
        "subclasses": len(subclasses),
        "first": f"{mean(place == 1 for place in places):.1%}",
        "among three": f"{mean(place <= 3 for place in places):.1%}",
    }


if __name__ == "__main__":
    main()
