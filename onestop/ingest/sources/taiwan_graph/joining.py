"""A graph in CSV files, joined on disk: memory stays flat, and the files may be in any order."""

import csv
import shutil
import sqlite3
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from onestop.ingest.packages.archive import members
from onestop.ingest.sources.base import HEAD_SIZE
from onestop.ingest.sources.textfile import candidates, lines

EDGES = {"applicant_patent": "applicant", "inventor_patent": "inventor", "ipc_patent": "ipc"}
"""File -> what it joins to the patents; its columns are that and `uuid`."""
MAX_VALUES = 1_000
"""Names and classes of one patent; real ones have some thirty."""
_SCHEMA = """
create table patent (line integer primary key, uuid text, title text);
create table edge (line integer primary key, kind text, uuid text, value text);
create table odd (file text, line integer, cells text);
"""
_INDEXES = "create index patent_uuid on patent (uuid); create index edge_uuid on edge (uuid, kind, line);"


@dataclass(frozen=True, slots=True)
class Joined:
    uuid: str
    title: str
    values: dict[str, list[str]] = field(default_factory=dict)
    """applicant, inventor, ipc -> in the order of the file."""
    is_known: bool = True
    """False: only edges lead to it, no node."""
    is_first: bool = True
    """False: a node of this uuid stood before it."""


class Graph:
    """Raises UserError, on making, where a file is no text or the zip is damaged or a bomb."""

    def __init__(self, path: Path) -> None:
        folder = Path(mkdtemp(prefix="onestop-graph-"))
        self.database = sqlite3.connect(folder / "graph.sqlite", isolation_level=None)
        weakref.finalize(self, _discard, folder, self.database)
        self.database.executescript("pragma journal_mode=off; pragma synchronous=off;" + _SCHEMA)
        self.files: list[str] = []
        self.database.execute("begin")
        for file in members(path):
            if file.error:
                raise file.error
            self._load(PurePosixPath(file.path), file.content)
        self.database.execute("commit")
        self.database.executescript(_INDEXES)

    def _load(self, name: PurePosixPath, content: Path) -> None:
        self.files.append(str(name))
        if name.parts[-2:-1] == ("node",) and name.stem == "patent":
            self._insert(name, content, ("uuid", "title"), self._add_patent)
        elif name.parts[-2:-1] == ("relationship",) and name.stem in EDGES:
            kind = EDGES[name.stem]
            self._insert(name, content, ("uuid", kind), lambda cells: self._add_edge(kind, cells))

    def _add_patent(self, cells: tuple[str, ...]) -> None:
        self.database.execute("insert into patent (uuid, title) values (?, ?)", cells)

    def _add_edge(self, kind: str, cells: tuple[str, ...]) -> None:
        self.database.execute("insert into edge (kind, uuid, value) values (?, ?, ?)", (kind, *cells))

    def _insert(
        self,
        name: PurePosixPath,
        content: Path,
        columns: tuple[str, ...],
        add: Callable[[tuple[str, ...]], None],
    ) -> None:
        """A line that does not fit the header, or cannot be taken apart, is kept as odd."""
        with content.open("rb") as stream:
            encoding = next(iter(candidates(stream.read(HEAD_SIZE))), "utf-8")
        rows = _parsed(lines(content, encoding))
        _line, header = next(rows, (0, []))
        places = [header.index(each) for each in columns if each in header]
        for line, cells in rows:
            if len(cells) == len(header) and len(places) == len(columns):
                add(tuple(cells[place].replace("\0", "").strip() for place in places))
            elif any(map(str.strip, cells)):
                self._add_odd(name, line, cells)

    def _add_odd(self, name: PurePosixPath, line: int, cells: list[str]) -> None:
        self.database.execute("insert into odd values (?, ?, ?)", (str(name), line, ";".join(cells)[:10_000]))

    def patents(self) -> Iterator[Joined]:
        """In the order of the nodes, then what only edges name."""
        for line, uuid, title in self.database.execute("select line, uuid, title from patent order by line"):
            earlier = "select exists(select 1 from patent where uuid = ? and line < ?)"
            [is_later] = self.database.execute(earlier, (uuid, line)).fetchone()
            yield Joined(uuid, title, self._values(uuid), is_first=not is_later)
        unknown = "select distinct uuid from edge where uuid not in (select uuid from patent) order by line"
        for (uuid,) in self.database.execute(unknown):
            yield Joined(uuid, "", self._values(uuid), is_known=False)

    def odd(self) -> Iterator[tuple[str, int, str]]:
        """(file, line, its cells)"""
        yield from self.database.execute("select file, line, cells from odd order by rowid")

    def _values(self, uuid: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {kind: [] for kind in EDGES.values()}
        edges = "select kind, value from edge where uuid = ? order by kind, line limit ?"
        for kind, value in self.database.execute(edges, (uuid, MAX_VALUES + 1)):
            found[kind].append(value)
        return found


def _discard(folder: Path, database: sqlite3.Connection) -> None:
    database.close()
    shutil.rmtree(folder, ignore_errors=True)


def _parsed(text: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Line by line, so that a quote without its partner costs its line and not the rest of the file."""
    for number, line in enumerate(text, 1):
        try:
            yield number, next(csv.reader([line.replace("\r", "").replace("\n", "")], strict=True), [])
        except csv.Error:
            yield number, [line.strip()]
