"""A package as one table: the rows of all its files one after the other, each file opened by its own source.

A file that can't be used costs that file: it stands as one rejected row, with the reason. Files that are no data
(pictures, schemas, check sums) stand as one blank row. So every file has its place in the numbering of the rows,
which is the same each time, and a killed run goes on inside any file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.packages.archive import Unpacked, is_package, members
from onestop.ingest.preflight import inspect
from onestop.ingest.sources import open_table
from onestop.ingest.sources.base import Member, RawRow, Table
from onestop.ingest.sources.taiwan_graph.reader import is_graph_file

_NOT_DATA = frozenset(
    {".bmp", ".gif", ".jpeg", ".jpg", ".pdf", ".png", ".tif", ".tiff"}  # pictures
    | {".dtd", ".sgm", ".xsd", ".xsl"}  # schemas
    | {".htm", ".html", ".log", ".md", ".md5", ".sha1", ".sha256", ".txt"}  # accompanying texts
)
_NAMELESS = frozenset({".DS_Store", "Thumbs.db"})


def open_file(path: Path, mapping: Mapping[str, str]) -> Table:
    """A package or a single file. Raises UserError where nothing can be made of it."""
    if path.is_file() and is_package(path) and not is_graph_file(path):
        package = _Package(path, mapping)
        return Table("package", {}, (), package.rows, inspect=package.inspect, rows_after=package.rows_after)
    return open_table(path, mapping)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Of the first look at a file: how many rows it takes, or why it can't be used."""

    rows: int
    error: UserError | None = None
    is_data: bool = True


class _Package:
    def __init__(self, path: Path, mapping: Mapping[str, str]) -> None:
        self.path = path
        self.mapping = mapping
        self.verdicts: list[_Verdict] = []

    def inspect(self) -> int:
        """Raises UserError for a bomb, and where not one file can be used."""
        self.verdicts = [self._judge(each) for each in members(self.path)]
        refused = [each for each in self.verdicts if each.error and each.is_data]
        if all(each.error for each in self.verdicts):
            raise UserError(
                "ingest.empty_package",
                _("压缩包里的 %s 个文件没有一个能用。") % len(self.verdicts),
                refused[0].error.message if refused and refused[0].error else _("请确认取得的是数据包。"),
            )
        return sum(each.rows for each in self.verdicts)

    def _judge(self, file: Unpacked) -> _Verdict:
        if file.error:
            return _Verdict(1, file.error)
        try:
            return _Verdict(inspect(open_table(file.content, self.mapping)))
        except UserError as error:
            return _Verdict(1, error, not _is_no_data(file.path, error))

    def rows(self) -> Iterator[RawRow]:
        return self.rows_after(0)

    def rows_after(self, position: int) -> Iterator[RawRow]:
        """A file that lies before the line altogether is not opened again."""
        line = 1
        for file, verdict in zip(members(self.path), self.verdicts, strict=True):
            if line + verdict.rows > position + 1:
                yield from (row for row in self._rows_of(file, verdict, line) if row.line > position)
            line += verdict.rows

    def _rows_of(self, file: Unpacked, verdict: _Verdict, line: int) -> Iterator[RawRow]:
        table = None if verdict.error else open_table(file.content, self.mapping)
        member = Member(file.path, file.size, file.digest, line, verdict.rows, table, verdict.error)
        if table is None:
            yield RawRow(line, {}, member=member, refusal=verdict.error if verdict.is_data else None)
            return
        for offset, row in enumerate(table.rows()):
            yield replace(row, line=line + offset, member=member, place=row.line)


def _is_no_data(path: str, error: UserError) -> bool:
    name = PurePosixPath(path).name
    return (
        error.code in ("ingest.unknown_file", "ingest.empty_file")
        or name in _NAMELESS
        or PurePosixPath(name.lower()).suffix in _NOT_DATA
        or "__MACOSX" in path
    )
