"""A folder that belongs together, as one file: the same folder gives the same bytes each time."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from onestop.ingest.sources.taiwan_graph.reader import is_graph_folder

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def belongs_together(folder: Path) -> bool:
    return is_graph_folder(folder)


def files_in(path: Path) -> Iterator[Path]:
    """The file itself; of a folder all its files, in order. A folder that belongs together counts as one file."""
    if not path.is_dir() or belongs_together(path):
        yield path
        return
    for each in sorted(path.iterdir()):
        if not each.name.startswith(".") and not each.is_symlink() and (each.is_dir() or each.is_file()):
            yield from files_in(each)


@contextmanager
def as_file(path: Path) -> Iterator[Path]:
    """The path itself if it is a file; a folder as a zip of its CSV files, for the time of the import."""
    if not path.is_dir():
        yield path
        return
    with TemporaryDirectory(prefix="onestop-folder-") as temporary:
        packed = Path(temporary) / f"{path.resolve().name}.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            for file in sorted(path.glob("*/*.csv")):
                part = zipfile.ZipInfo(file.relative_to(path).as_posix(), _LONG_AGO)
                with file.open("rb") as source, archive.open(part, "w", force_zip64=True) as target:
                    while chunk := source.read(1 << 20):
                        target.write(chunk)
        yield packed
