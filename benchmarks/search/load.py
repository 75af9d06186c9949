"""A visitor who asks one question after the other, and many visitors at once."""

import http.client
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.measure import percentiles


@dataclass(frozen=True)
class Question:
    path: str
    body: str = ""
    """Posted as JSON where there is one."""


@dataclass
class Client:
    """Keeps its connection."""

    port: int
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, question: Question) -> bytes:
        self.connection.request(
            "POST" if question.body else "GET", question.path, question.body.encode() or None, self.headers
        )
        response = self.connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status} for {question}: {content[:300]!r}")
        return content


def one_client(port: int, questions: Sequence[Question]) -> dict[str, float]:
    """Milliseconds until an answer was read in full, each question asked once."""
    client, times = Client(port), []
    for question in questions:
        started = time.perf_counter()
        client.ask(question)
        times.append((time.perf_counter() - started) * 1_000)
    return percentiles(sorted(times))


def many_clients(port: int, questions: Sequence[Question], clients: int, seconds: float) -> float:
    """Answers a second. The clients run on the same machine and take their share of it."""
    until, answered = time.monotonic() + seconds, [0] * clients

    def run(number: int) -> None:
        client = Client(port)
        for question in _round(questions, number):
            if time.monotonic() > until:
                return
            client.ask(question)
            answered[number] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    started = time.monotonic()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sum(answered) / (time.monotonic() - started)


def _round(questions: Sequence[Question], first: int) -> Iterator[Question]:
    place = first * 7
    while True:
        yield questions[place % len(questions)]
        place += 1
