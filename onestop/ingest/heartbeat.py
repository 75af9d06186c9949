"""The sign of life of whoever watches the inbox: when it looked last, and how soon it looks again.

Between two looks nobody holds the inbox's lock, so the lock alone cannot tell whether somebody watches. The lock
tells it during a look, which takes as long as the import of what is found.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from onestop.core import clock

_FILE = ".watched"
_LOOKS_MISSED = 3
"""One may fall out (another process has the lock just then); so many in a row do not."""
_SLACK = timedelta(seconds=5)
"""A machine under load is late."""


@dataclass(frozen=True)
class Heartbeat:
    looked_at: datetime
    every: timedelta
    process: int

    @property
    def is_fresh(self) -> bool:
        return abs(clock.now() - self.looked_at) <= self.every * _LOOKS_MISSED + _SLACK


def beat(every_seconds: float) -> None:
    """Before the first look and after each. A folder that can't be written to is the look's trouble, not ours."""
    path = _path()
    content = {"looked_at": clock.now().isoformat(), "every_seconds": every_seconds, "process": os.getpid()}
    written = path.with_suffix(".part")
    with suppress(OSError):
        written.write_text(json.dumps(content), encoding="utf-8")
        written.replace(path)


def end() -> None:
    """We do not look again; one that is killed can't say so, and is missed after three looks."""
    last = last_beat()
    if last and last.process == os.getpid():
        with suppress(OSError):
            _path().unlink(missing_ok=True)


def last_beat() -> Heartbeat | None:
    """None: nobody ever watched, or the last one said that it stops."""
    try:
        content = json.loads(_path().read_text(encoding="utf-8"))
        every = timedelta(seconds=content["every_seconds"])
        looked_at = datetime.fromisoformat(content["looked_at"]).astimezone()
        return Heartbeat(looked_at, every, content["process"])
    except (OSError, ValueError, LookupError, TypeError, OverflowError):
        return None


def _path() -> Path:
    folder: Path = settings.INBOX_DIR
    return folder / _FILE
