"""Plain lists of organisations: a text file with one name a line and no header."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy

from onestop.ingest.sources.base import HEAD_SIZE, RawRow, Source, Subject, Table
from onestop.ingest.sources.textfile import candidates, decode_head, lines
from onestop.records.holders.kinds import is_organisation

COLUMN = "名称"
_LOOK_AT = 1_000
_LEAST_LINES = 3
_LEAST_SHARE = 0.6
_LONGEST_NAME = 100
_SEPARATORS = "\t,;|，；｜"


def _recognises(head: bytes) -> bool:
    return _encoding(head) != ""


def _encoding(head: bytes) -> str:
    return next((each for each in candidates(head) if _is_list(decode_head(head, each))), "")


def _is_list(text: str) -> bool:
    """Most lines name an organisation, and none is a row of a table."""
    names = [line.strip("\ufeff \r\n") for line in islice(text.splitlines(), _LOOK_AT)]
    names = [name for name in names if name]
    if len(names) < _LEAST_LINES or any(_is_no_name(name) for name in names):
        return False
    return sum(map(is_organisation, names)) >= _LEAST_SHARE * len(names)


def _is_no_name(line: str) -> bool:
    return len(line) > _LONGEST_NAME or any(separator in line for separator in _SEPARATORS)


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    with path.open("rb") as stream:
        encoding = _encoding(stream.read(HEAD_SIZE))
    return Table(
        "name_list", {"name": (COLUMN,)}, (COLUMN,), partial(_rows, path, encoding), subject=Subject.HOLDER
    )


def _rows(path: Path, encoding: str) -> Iterator[RawRow]:
    for number, line in enumerate(lines(path, encoding), 1):
        yield RawRow(number, {COLUMN: line.strip("\ufeff\r\n")})


SOURCE = Source("name_list", gettext_lazy("每行一个单位名称的文本文件（没有表头）"), _recognises, _open)
