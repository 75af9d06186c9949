"""Processes that `onestop serve` starts: none of them, nor what they start, outlives it."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from onestop.core.processes import die_with_parent

log = logging.getLogger(__name__)
_STOPPING = (signal.SIGINT, signal.SIGTERM)


class Child:
    """A process in a group of its own: Ctrl-C does not reach it, and its group is ended with it."""

    def __init__(self, *module_and_arguments: str) -> None:
        self.name = module_and_arguments[0]
        with _signals_wait():
            self._process = subprocess.Popen(  # noqa: S603 (our own commands)
                [sys.executable, "-m", *module_and_arguments],
                start_new_session=True,
                preexec_fn=_prepare,
            )

    def is_running(self) -> bool:
        return self._process.poll() is None

    def ask_to_stop(self) -> None:
        if self.is_running():
            self._process.terminate()

    def end(self, until: float) -> None:
        """Wait for it until then (`time.monotonic`), and leave nothing of it."""
        try:
            self._process.wait(timeout=max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop in time and is killed", self.name)
        with contextlib.suppress(ProcessLookupError):  # nobody left in the group, as it should be
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def end_all(children: list[Child], within_seconds: float) -> None:
    until = time.monotonic() + within_seconds
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.end(until)


@contextlib.contextmanager
def _signals_wait() -> Iterator[None]:
    """A signal between the fork and the start of the program would run this process's handlers in the child."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare() -> None:
    """In the child, before its program starts."""
    for each in _STOPPING:
        signal.signal(each, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    die_with_parent()
