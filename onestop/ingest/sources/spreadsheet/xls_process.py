"""Reads an xls in a process of its own and prints its sheets as JSON lines.

The reader of this old format trusts what a file says about itself: a damaged one makes it panic, or follow a
circle of sectors until the memory is full. That may end this process, never the one that imports.
Run as a script: it imports nothing of the platform and starts in a tenth of a second.
"""

import datetime
import json
import subprocess
import sys
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

MEMORY = 1_000_000_000
SECONDS = 120
LOCKED, BROKEN = 3, 4
_EXACT_WHOLE = 10**15
"""Below it a floating point number still tells every whole number apart (about 2**53)."""


class BrokenError(Exception):
    """The file could not be read; says why."""


class LockedError(Exception):
    """The file has a password."""


Range = tuple[tuple[int, int], tuple[int, int]]
"""(row, column) of the first and the last cell."""


def sheets_of(path: Path) -> dict[str, tuple[list[list[str]], list[Range]]]:
    """Sheet name -> its rows from A1 on, as text, and its merged cells."""
    try:
        done = run(path)
    except subprocess.TimeoutExpired as error:
        raise BrokenError(f"> {SECONDS} s") from error
    if done.returncode == LOCKED:
        raise LockedError
    if done.returncode == BROKEN:
        raise BrokenError(done.stderr.decode(errors="replace"))
    if done.returncode:  # a panic, or out of memory
        raise BrokenError(f"exit {done.returncode}")
    found = map(json.loads, done.stdout.splitlines())
    return {name: (rows, merged) for name, rows, merged in found}


def run(path: Path) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-P", __file__, str(path)]
    return subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 our own file


def cell_text(value: object) -> str:
    """The cell as a person would have typed it: a number without ".0", a date as 2015-11-24."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT_WHOLE else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def print_sheets(path: str, memory: int = MEMORY) -> int:
    """The exit status."""
    _limit_memory(memory)
    try:
        book = CalamineWorkbook.from_path(path)
        for each in book.sheets_metadata:
            if each.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(each.name)
                values = sheet.to_python(skip_empty_area=False)
                rows = [[cell_text(value) for value in row] for row in values]
                sys.stdout.write(json.dumps([each.name, rows, sheet.merged_cell_ranges or []]) + "\n")
    except PasswordError:
        return LOCKED
    except (CalamineError, ValueError, OSError) as error:
        sys.stderr.write(str(error))
        return BROKEN
    return 0


def _limit_memory(most: int) -> None:
    import resource  # not on every system

    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    sys.exit(print_sheets(sys.argv[1]))
