"""`onestop serve` as a process: it answers when it says so, and nothing of it is left when it is gone."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from onestop.cli import serve
from onestop.cli.children import Child, end_all
from onestop.cli.main import cli
from onestop.core.errors import UserError
from onestop.demo import abroad, cases, generator, lists, neighbours
from onestop.demo import services as demo
from onestop.records.models import Patent, PatentKind
from onestop.records.search import PatentSearch, search_patents
from onestop.records.types import PatentRecord

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


class Served:
    """A running `onestop serve` in a process group of its own, as a terminal would start it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = _free_port()
        self.folder = folder
        self.errors = (folder / "errors").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "onestop.cli", "serve", "--port", str(self.port), "--json", *options],
            env=os.environ | {"ONESTOP_DATA": str(folder)},
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            start_new_session=True,
        )

    def address(self) -> str:
        """Waits until it says that it answers."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.log()
        found: str = json.loads(line)["address"]
        return found

    def log(self) -> str:
        self.errors.flush()
        return (self.folder / "errors").read_text()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
        self.errors.close()

    def offspring(self) -> set[int]:
        """Every process that has our data folder in its environment, apart from this very one."""
        mark = f"ONESTOP_DATA={self.folder}".encode()
        found = set()
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.add(int(entry.name))
            except OSError:
                continue  # it ended while we looked, or is another user's
        return found - {self.process.pid}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(condition: Callable[[], Any], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def _children(pid: int, word: str) -> list[int]:
    """Direct children whose command line has this word."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(each) for each in listed if word in Path(f"/proc/{each}/cmdline").read_text()]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    every: list[Served] = []

    def start(*options: str) -> Served:
        folder = tmp_path / str(len(every))
        folder.mkdir()
        every.append(Served(folder, *options))
        return every[-1]

    yield start
    for each in every:
        each.close()


@linux
def test_it_answers_restarts_its_worker_and_leaves_nobody(served: Callable[..., Served]) -> None:
    it = served("--workers", "2")
    address = it.address()
    assert address == f"http://127.0.0.1:{it.port}/"
    with urllib.request.urlopen(f"{address}api/v1/data") as answer:
        assert json.load(answer)["total"] == 0
    assert len(it.offspring()) >= 4  # worker, server and the two processes of the server
    health = _doctor(it)
    assert health["worker"] == health["sqlite_wal"] == health["migrations"] == "ok"

    (worker,) = _children(it.process.pid, "onestop.cli")
    os.kill(worker, signal.SIGKILL)
    assert _wait(lambda: _children(it.process.pid, "onestop.cli") not in ([worker], []))
    assert "started again" in it.log()

    os.killpg(it.process.pid, signal.SIGINT)  # Ctrl-C reaches the whole group of the terminal
    assert it.process.wait(timeout=30) == 0
    assert it.offspring() == set()
    assert "Traceback" not in it.log()


def _doctor(it: Served) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "onestop.cli", "doctor", "--json"],
        env=os.environ | {"ONESTOP_DATA": str(it.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return {check["id"]: check["state"] for check in json.loads(done.stdout)["checks"]}


@linux
@pytest.mark.parametrize("victim", ["serve", "server"])
def test_even_a_killed_one_leaves_nobody(served: Callable[..., Served], victim: str) -> None:
    it = served()
    it.address()
    if victim == "serve":
        it.process.kill()
        assert it.process.wait() == -signal.SIGKILL
    else:
        (server,) = _children(it.process.pid, "granian")
        os.kill(server, signal.SIGKILL)
        assert it.process.wait(timeout=30) == 1
        assert it.process.stdout
        assert json.loads(it.process.stdout.read())["code"] == "serve.ended"
    assert _wait(lambda: it.offspring() == set())


def test_stopped_while_it_starts(served: Callable[..., Served]) -> None:
    it = served("--no-worker")
    assert _wait((it.folder / "onestop.sqlite3").exists)
    it.process.terminate()
    assert it.process.wait(timeout=30) == 0
    assert _wait(lambda: it.offspring() == set())
    assert "Traceback" not in it.log()


def test_taken_port_is_said_before_anything_is_done(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError) as caught:
            serve._require_free("127.0.0.1", port)
        assert caught.value.code == "serve.port_taken"
        assert str(port) in caught.value.message
        assert str(port + 1) in caught.value.hint
    serve._require_free("127.0.0.1", port)


def test_address_that_is_not_ours() -> None:
    host = "203.0.113.7"  # kept for documents (RFC 5737): no machine has it
    with pytest.raises(UserError) as caught:
        serve._require_free(host, 8000)
    assert caught.value.code == "serve.address"
    assert host in caught.value.message


def test_folder_that_cannot_be_written(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "gone"
    with pytest.raises(UserError) as caught:
        serve._require_writable()
    assert caught.value.code == "serve.data_folder"
    assert "ONESTOP_DATA" in caught.value.hint


def test_wrong_use() -> None:
    assert CliRunner().invoke(cli, ["serve", "--port", "0"]).exit_code == 2
    assert CliRunner().invoke(cli, ["serve", "--workers", "0"]).exit_code == 2


@pytest.mark.parametrize(
    ("hosts", "name"),
    [(["127.0.0.1"], "127.0.0.1"), (["*"], "localhost"), ([".ip.example"], "ip.example"), ([], "localhost")],
)
def test_home_page_is_asked_by_a_name_that_is_served(settings: Settings, hosts: list[str], name: str) -> None:
    settings.ALLOWED_HOSTS = hosts
    assert serve._served_name() == name


def test_server_that_answers_badly_is_not_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_status_of_home", lambda host, port: 500)
    with _child("time.sleep(60)") as child, pytest.raises(UserError) as caught:
        serve._wait_until_it_answers(child, "127.0.0.1", 1)
    assert caught.value.code == "serve.unwell"
    monkeypatch.setattr(serve, "_status_of_home", lambda host, port: 0)
    monkeypatch.setattr(serve, "START_WITHIN_SECONDS", 0.3)
    with _child("time.sleep(60)") as child, pytest.raises(UserError) as caught:
        serve._wait_until_it_answers(child, "127.0.0.1", 1)
    assert caught.value.code == "serve.slow"


@pytest.mark.django_db
def test_demonstration_is_loaded_once_and_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [
        PatentRecord(PatentKind.INVENTION, "锚索", "2015108177127"),
        PatentRecord(PatentKind.DESIGN, "台灯", "2009300000012"),
    ]
    monkeypatch.setattr(generator, "records", lambda seed: iter(records))
    monkeypatch.setattr(generator, "international_applications", lambda seed: iter(()))
    monkeypatch.setattr(lists, "records", lambda patents, seed: iter(()))
    monkeypatch.setattr(neighbours, "records", lambda district, seed: iter(()))
    monkeypatch.setattr(cases, "summaries", lambda seed: iter(()))
    monkeypatch.setattr(abroad, "documents", lambda patents, seed: iter(()))
    monkeypatch.setattr(generator, "total", lambda: 2)
    monkeypatch.setattr(neighbours, "total", lambda: 0)
    serve._load_demonstration(is_silent=True)
    assert search_patents(PatentSearch()).total == Patent.objects.filter(is_demonstration=True).count() == 2
    Patent.objects.get(title="台灯").delete()  # as if the first load had been interrupted
    serve._load_demonstration(is_silent=True)
    assert Patent.objects.count() == 2
    monkeypatch.setattr(demo, "load", None)  # would fail if called
    serve._load_demonstration(is_silent=True)
    Patent.objects.update(is_demonstration=False)
    Patent.objects.get(title="台灯").delete()
    serve._load_demonstration(is_silent=True)  # real records: none of our business
    assert Patent.objects.count() == 1


@contextmanager
def _child(statements: str) -> Iterator[Child]:
    child = Child("timeit", "-n1", "-r1", "-s", "import os, signal, subprocess, sys, time", statements)
    try:
        yield child
    finally:
        end_all([child], 0)


def test_child_that_will_not_stop_is_killed_with_its_own_children(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    stubborn = (
        "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"open({str(pids)!r}, 'w').write(str(other.pid));"
        "time.sleep(60)"
    )
    with _child(stubborn) as child:
        assert _wait(lambda: pids.exists() and pids.read_text())
        assert child.is_running()
        end_all([child], 0.2)
        assert not child.is_running()
        assert _wait(lambda: not _is_alive(int(pids.read_text())))


def _is_alive(pid: int) -> bool:
    """A zombie is dead: whoever adopted it has only not been told."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
