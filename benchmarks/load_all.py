"""Imports every file of folders, each into the same empty database, and prints what came of it as a Markdown table.

python -m benchmarks.load_all ../shared/data/patents_cn ../shared/data/foreign

What a row is, which fields came and why rows were rejected is said per file; a file that was refused as a whole has
its reason instead. The database is a temporary one (`benchmarks/__init__.py`).
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command

from onestop.core.errors import UserError
from onestop.ingest.cleaning import clean
from onestop.ingest.packages.folder import as_file, files_in
from onestop.ingest.packages.package import open_file
from onestop.ingest.preflight import inspect
from onestop.ingest.queries import reasons
from onestop.ingest.services import ingest

COLUMNS = (
    "file", "source", "read", "created", "updated", "unchanged", "rejected", "blank", "seconds", "reasons", "fields",
)  # fmt: skip
_LEFT = ("file", "source", "reasons", "fields")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    folders = parser.parse_args().folders
    _print_table(_loaded(folders))


def _loaded(folders: list[Path]) -> Iterator[dict[str, Any]]:
    call_command("migrate", interactive=False, verbosity=0)
    for folder in folders:
        for path in files_in(folder):
            yield _load(path, path.relative_to(folder.parent))


def _load(path: Path, name: Path) -> dict[str, Any]:
    started = time.monotonic()
    found: dict[str, Any] = dict.fromkeys(COLUMNS, "") | {"file": f"`{name}`"}
    try:
        with as_file(path) as file:
            run = ingest(file)
            found["fields"] = ", ".join(_fields(file))
    except UserError as error:
        return found | {"reasons": f"refused: {error.code}"}
    counts = {column: f"{getattr(run, column):,}" for column in COLUMNS[2:8]}
    told = "; ".join(f"{code} {number:,}" for code, number in reasons(run).items())
    seconds = f"{time.monotonic() - started:.1f}"
    return found | counts | {"source": run.source, "reasons": told, "seconds": seconds}


def _fields(path: Path) -> list[str]:
    """Of the records of a file, those that at least one of them says something about, the commonest first."""
    table = open_file(path, {})
    inspect(table)
    told: Counter[str] = Counter()
    for row in table.rows():
        record = None if row.is_blank else clean(row, table, "").record
        if record is not None:
            told.update(name for name in record.__dataclass_fields__ if getattr(record, name) not in _NOTHING)
    return [name for name, _number in told.most_common()]


_NOTHING: tuple[object, ...] = (None, "", (), "unknown")


def _print_table(rows: Iterator[dict[str, Any]]) -> None:
    print(f"| {' | '.join(COLUMNS)} |")
    print(f"| {' | '.join('---' if name in _LEFT else '---:' for name in COLUMNS)} |")
    for row in rows:
        print(f"| {' | '.join(str(row[name]) for name in COLUMNS)} |", flush=True)


if __name__ == "__main__":
    main()
