"""The cluster engine on one node and on three, each a process on this machine: loading, size, time of queries.

python -m benchmarks.cluster [--records 100000] [--nodes 1 3] [--repeat 30] [--heap 1g] [--seed 1] [--json]

All nodes share this machine's cores, so three are slower than one here; in a cluster each has its own.
"""

import argparse
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measure import Stopwatch, machine, metered, milliseconds, percentiles, report, timed
from benchmarks.search.texts import FACETS, QUERIES, documents
from onestop.records.fields import PATENT
from onestop.search.cluster import address, client
from onestop.search.engine import SearchRequest, Sort
from onestop.search.engines.opensearch import OpenSearchEngine, index_body, serving
from onestop.search.parser import parse
from tests.cluster.server import Cluster, running

INDEX = "benchmark"


def main() -> None:
    options = _options()
    rows = [row for nodes in options.nodes for row in _measured(nodes, options)]
    report({"machine": machine(), "records": options.records, "cluster": rows}, options.json)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1, 3])
    parser.add_argument("--repeat", type=int, default=30)
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _measured(nodes: int, options: argparse.Namespace) -> list[dict[str, Any]]:
    with TemporaryDirectory() as folder, running(Path(folder), nodes, options.heap) as cluster:
        return _asked(cluster, nodes, options)


def _asked(cluster: Cluster, nodes: int, options: argparse.Namespace) -> list[dict[str, Any]]:
    at = address(f"{cluster.url}/?shards={nodes}&timeout=120")
    client(at).indices.create(index=INDEX, body=index_body(PATENT, at), request_timeout=120)
    engine = OpenSearchEngine(PATENT, INDEX, at)
    making = Stopwatch()
    with timed() as writing:
        engine.write(metered(documents(options.records, options.seed), making))
    client(at).indices.forcemerge(index=INDEX, max_num_segments=1, request_timeout=1_200)
    primary = _bytes(engine)
    client(at).indices.put_settings(index=INDEX, body=serving(at), request_timeout=120)
    cluster.wait()
    about = {
        "nodes": nodes,
        "docs/s": int(options.records / writing.seconds),
        "bytes/doc": primary // options.records,
    }
    return [{"query": row["query"]} | about | row for row in _times(engine, options.repeat)]


def _bytes(engine: OpenSearchEngine) -> int:
    stats = engine.client.indices.stats(index=INDEX, metric="store")
    found: int = stats["_all"]["primaries"]["store"]["size_in_bytes"]
    return found


def _times(engine: OpenSearchEngine, repeat: int) -> list[dict[str, Any]]:
    nodes = [parse(text, PATENT) for text in QUERIES]
    requests = {
        "ten full hits and the count": [SearchRequest(node) for node in nodes],
        "the same with seven facets": [SearchRequest(node, facets=FACETS) for node in nodes],
        "newest first": [SearchRequest(node, sort=Sort("filed_on")) for node in nodes],
    }
    return [
        {"query": name} | percentiles(milliseconds([partial(engine.search, each) for each in asked * repeat]))
        for name, asked in requests.items()
    ]


if __name__ == "__main__":
    main()
