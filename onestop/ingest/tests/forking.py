"""Workbooks of the old format read by a forked process instead of a new one: a hundredth of the time to start.

What runs in it is the same, under a bound on what it may take beyond what it has from this process.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from onestop.ingest.sources.spreadsheet import xls_process

_MEMORY = 100_000_000
"""Bytes: enough for any sample, and a damaged one that takes all there is takes it sooner."""


@contextlib.contextmanager
def xls_in_forks() -> Iterator[None]:
    with patch.object(xls_process, "run", _forked):
        yield


def _forked(path: Path) -> "subprocess.CompletedProcess[bytes]":
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told:
        sys.stdout.flush()
        child = os.fork()
        if not child:
            _read(path, out.fileno(), told.fileno())
        _pid, status = os.waitpid(child, 0)
        out.seek(0)
        told.seek(0)
        return subprocess.CompletedProcess([], os.waitstatus_to_exitcode(status), out.read(), told.read())


def _read(path: Path, out: int, told: int) -> None:
    code = 101  # as the interpreter ends after a panic
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(xls_process.SECONDS)
    os.dup2(out, 1)
    os.dup2(told, 2)
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - the process ends with it
    sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
    try:
        code = xls_process.print_sheets(str(path), _used() + _MEMORY)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _used() -> int:
    """Bytes of address space that it has from the process it was forked from."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGESIZE")
