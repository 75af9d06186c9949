"""What a model of similar patents costs: time and memory to fit, bytes on disk, milliseconds to answer.

python -m benchmarks.similar_size [--records 100000] [--data ../shared/data] [--json]

Documents are invented; with the real files beside them, from titles and halves of abstracts of different real ones,
with one to four real classes at random. So nothing is learnt of classes, but everything costs what it costs.
"""

import argparse
import resource
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.measure import machine, milliseconds, percentiles, report, timed
from onestop.matching import services, store
from onestop.matching.corpus import Text
from onestop.matching.ranking import Query, ask, rank
from onestop.matching.store import Opened
from onestop.matching.words import counted
from onestop.records.types import PatentRecord

ASKED = 200
HITS = 20


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared/data")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    made = Made(options.records, options.data)
    before = _megabytes()
    with timed() as fitting:
        services.fit(corpus=made)
    model = store.opened()
    assert model
    report(
        {
            "machine": machine(),
            "records": options.records,
            "fitted in s": round(fitting.seconds, 1),
            "memory before, MB": before,
            "memory at most, MB": _megabytes(),
            "on disk, MB": round(store.size() / 1e6),
            "terms": model.model.vocabulary.size,
            "classes": len(model.model.classes.names),
            "answers": list(_answers(model, options.records, options.data)),
            **_refreshed(made),
        },
        options.json,
    )


def _megabytes() -> int:
    """The most this process has ever held, files that it mapped among them."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Made:
    """Made anew each time it is read: nothing of it is held."""

    def __init__(self, records: int, data: Path) -> None:
        self.records, self.data = records, data
        self.more = 0

    @cached_property
    def real(self) -> corpus.Texts | None:
        return corpus.real_texts(self.data)

    def versions(self) -> Iterator[tuple[int, int]]:
        return ((key, 1) for key in range(1, self.records + self.more + 1))

    def texts(self, keys: Collection[int] | None = None) -> Iterator[Text]:
        if keys is None:
            made = corpus.patents(self.records, texts=self.real)
            yield from (_text(key, each) for key, each in enumerate(made, 1))
        else:
            made = corpus.patents(len(keys), seed=2, texts=self.real)
            yield from (_text(key, each) for key, each in zip(sorted(keys), made, strict=True))

    def class_texts(self) -> Mapping[str, str]:
        return {}


def _text(key: int, record: PatentRecord) -> Text:
    return Text(key, 1, record.title, record.abstract, (*record.ipc, *record.locarno))


def _answers(model: Opened, records: int, data: Path) -> Iterator[dict[str, Any]]:
    asked = list(corpus.patents(ASKED, seed=3, texts=corpus.real_texts(data)))
    for shape in ("text", "title"):

        def answer(record: PatentRecord, shape: str = shape) -> None:
            text = record.abstract if shape == "text" else ""
            query = Query(model.model.vocabulary.vectors([counted(record.title, text)]))
            rank(model.model, model.shelf, ask(model.model, model.shelf, query), HITS)

        answer(asked[0])
        found = milliseconds([lambda each=each: answer(each) for each in asked])  # type: ignore[misc]
        yield {"asked by": shape, **{f"{name}, ms": value for name, value in percentiles(found).items()}}


def _refreshed(made: Made) -> dict[str, Any]:
    made.more = 1_000
    with timed() as adding:
        services.refresh(corpus=made)
    return {"1,000 new records added in s": round(adding.seconds, 1)}


if __name__ == "__main__":
    main()
