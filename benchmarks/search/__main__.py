"""The search through HTTP, ten full hits and seven facets in each answer, beside its peers in one run.

python -m benchmarks.search [--records 1000000] [--questions 500] [--clients 8] [--seconds 20] [--seed 1]
                            [--peers sqlite postgresql opensearch] [--postgresql URL] [--heap 3g] [--json]

Documents are mixed from real sentences where `--data` has some, else made in the words of the demonstration. All
peers get the same tokens (`onestop.search.tokens`) and the same questions: one word or two from titles, each asked
once after others have warmed them up. The product answers `/api/v1/search`; OpenSearch, on one node, its own
`_search`; the databases answer the same as JSON from the product's web server. Clients and servers share the
machine. `--postgresql`: an empty database, whose tables `document` and `facet` are made and dropped.
"""

import argparse
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import corpus
from benchmarks.measure import Stopwatch, machine, metered, report, timed
from benchmarks.search.load import Client, many_clients, one_client
from benchmarks.search.peers import PEERS, Peer
from benchmarks.search.texts import documents, random_queries
from onestop.records.fields import PATENT
from onestop.search.parser import parse
from onestop.search.query import Node

WARMING = 100


def main() -> None:
    options = _options()
    texts = corpus.real_texts(options.data)
    found = random_queries(options.seed, texts)
    nodes = [parse(text, PATENT) for text in islice(found, WARMING + options.questions)]
    report(
        {
            "machine": machine(),
            "records": options.records,
            "sentences": "real" if texts else "of the demonstration",
            "through HTTP, ten full hits and seven facets": list(_rows(options, texts, nodes)),
        },
        options.json,
    )


def _rows(
    options: argparse.Namespace, texts: corpus.Texts | None, nodes: Sequence[Node]
) -> Iterator[dict[str, Any]]:
    ours: dict[str, Any] = {}
    for name in ("product", *options.peers):
        with TemporaryDirectory(prefix="onestop-search-") as folder:
            row = _measured(PEERS[name](Path(folder), options), options, texts, nodes)
        ours = ours or row
        yield row | {"times p50": round(row["p50"] / ours["p50"], 1)}


def _measured(
    peer: Peer, options: argparse.Namespace, texts: corpus.Texts | None, nodes: Sequence[Node]
) -> dict[str, Any]:
    making = Stopwatch()
    with timed() as building:
        peer.build(metered(documents(options.records, options.seed, texts), making))
    questions = [peer.question(node) for node in nodes]
    with peer.serving() as port:
        client = Client(port)
        for each in questions[:WARMING]:
            client.ask(each)
        counted = sum(peer.total(client.ask(each)) for each in questions[WARMING : WARMING + 50])
        times = one_client(port, questions[WARMING:])
        rate = many_clients(port, questions[WARMING:], options.clients, options.seconds)
    return {
        "peer": peer.name,
        "build, s": round(building.seconds - making.seconds),
        "size, MB": round(peer.size() / 1e6),
        **times,
        "answers/s": round(rate),
        "hits of 50": counted,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[3] / "shared/data")
    parser.add_argument(
        "--peers", nargs="*", choices=("sqlite", "postgresql", "opensearch"), default=["sqlite", "opensearch"]
    )
    parser.add_argument("--postgresql", default="", help="address of an empty database")
    parser.add_argument("--heap", default="3g", help="of OpenSearch")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if "postgresql" in options.peers and not options.postgresql:
        parser.error("--peers postgresql needs --postgresql URL")
    return options


if __name__ == "__main__":
    main()
