"""The workbook reader goes by a file's suffix; we go by its content: it is shown the file under the right name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def under_suffix(path: Path, *suffixes: str) -> Iterator[Path]:
    """The file itself where its suffix is one of these, else a link to it with the first of them."""
    if path.suffix.lower() in suffixes:
        yield path
        return
    with TemporaryDirectory() as folder:
        link = Path(folder) / f"workbook{suffixes[0]}"
        link.symlink_to(path.resolve())
        yield link
