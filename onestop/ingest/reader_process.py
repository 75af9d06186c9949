"""Reads and cleans a large file for another process: `python -m onestop.ingest.reader_process`.

Told what to read, it says the opened table and its number of rows, or the UserError; told where to go on, the
batches, each pickled by itself, and an empty one at the end.
"""

import os
import pickle
import signal
import sys
from typing import Any

import django

from onestop.core.processes import die_with_parent


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    die_with_parent()
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever stores: he ends this process
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing printed by chance gets among the batches
    django.setup()
    _serve(sys.stdin.buffer, out)


def _serve(requests: Any, out: Any) -> None:
    from django.utils import translation

    from onestop.core.errors import UserError
    from onestop.ingest.reading import Here, tell

    wanted = pickle.load(requests)  # noqa: S301 - from the process that started this one
    with translation.override(wanted.language):
        try:
            found = Here(wanted)
            tell(out, (found.table, found.rows))
            position = pickle.load(requests)  # noqa: S301 - as above
            for batch in found.batches(position):
                tell(out, pickle.dumps(batch, pickle.HIGHEST_PROTOCOL))
            tell(out, b"")
        except UserError as error:
            tell(out, error)
        except BrokenPipeError:  # whoever stores is gone
            _end()


def _end(*_: object) -> None:
    """So that unpacked files are taken away, undisturbed by the signal of a parent that died with its pipe."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


if __name__ == "__main__":
    main()
