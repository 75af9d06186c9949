"""Tables that stay tables, with other cells, rows and columns, and written in other ways."""

import csv
import io
import random
from collections.abc import Callable

from onestop.ingest.tests.reshape import PART, Changed, starts, value

Rows = list[list[str]]
Told = tuple[int | None, int | None]


class LinesForm:
    """Lines without quotes or columns."""

    def __init__(self, content: bytes, data: int) -> None:
        self.rows = [[line] for line in content.decode().splitlines()]
        self.first = max(len(self.rows) - data, 0)
        self.count = data

    def changed(self, rng: random.Random) -> Changed:
        change = rng.choice((_a_cell, _a_cell, _row_again, _row_gone))
        rows = [list(row) for row in self.rows]
        more, touched = change(rows, self.first, rng)
        return Changed(_lines(rows), more, touched)

    def parts(self) -> "list[LinesForm]":
        return []  # what is no list at all is told by the most of its lines

    def unchanged(self) -> bytes:
        return _lines(self.rows)


def _lines(rows: Rows) -> bytes:
    return "".join(f"{cell}\n" for (cell,) in rows).encode()


class TableForm:
    """Rows of cells in a text file. `data`: how many of its rows are data, at the end."""

    def __init__(self, content: bytes, data: int, encoding: str = "utf-8", delimiter: str = ",") -> None:
        self.rows = list(csv.reader(io.StringIO(content.decode(encoding), newline=""), delimiter=delimiter))
        self.first = max(len(self.rows) - data, 0)
        self.count = data if len(self.rows) >= data else 0
        self.encoding, self.delimiter = encoding, delimiter

    def changed(self, rng: random.Random) -> Changed:
        rows, more, touched = changed_rows(self.rows, self.first, rng)
        if rng.random() < 0.9:
            return Changed(self.written(rows), more, touched)
        return Changed(_with_another_look(rows, self.encoding, rng), more, touched)

    def parts(self) -> "list[TableForm]":
        return [
            TableForm(self.written(part), len(part) - self.first, self.encoding, self.delimiter)
            for part in parts_of(self.rows, self.first)
        ]

    def unchanged(self) -> bytes:
        return self.written(self.rows)

    def written(self, rows: Rows) -> bytes:
        stream = io.StringIO()
        csv.writer(stream, delimiter=self.delimiter).writerows(rows)
        return stream.getvalue().encode(self.encoding)


def parts_of(rows: Rows, first: int) -> list[Rows]:
    """What stands above the data with a few of its rows."""
    return [rows[:first] + rows[first + start :][:PART] for start in starts(len(rows) - first)]


def changed_rows(rows: Rows, first: int, rng: random.Random) -> tuple[Rows, int | None, int | None]:
    """Other rows, how many more they are, and how many of them may say something else."""
    rows = [list(row) for row in rows]
    return rows, *rng.choice(_CHANGES)(rows, first, rng)


def _with_another_look(rows: Rows, encoding: str, rng: random.Random) -> bytes:
    stream = io.StringIO()
    csv.writer(
        stream,
        delimiter=rng.choice(",\t;|"),
        lineterminator=rng.choice(("\n", "\r\n", "\r")),
        quoting=csv.QUOTE_ALL,
    ).writerows(rows)
    target = rng.choice((encoding, "utf-8", "utf-8-sig", "gb18030", "utf-16"))
    return stream.getvalue().encode(target)


def _a_cell(rows: Rows, first: int, rng: random.Random) -> Told:
    row = _data_row(rows, first, rng)
    if row:
        row[rng.randrange(len(row))] = value(rng)
    return 0, 1


def _row_again(rows: Rows, first: int, rng: random.Random) -> Told:
    place = rng.randrange(first, len(rows))
    rows.insert(place, list(rows[place]))
    return 1, 1


def _row_gone(rows: Rows, first: int, rng: random.Random) -> Told:
    del rows[rng.randrange(first, len(rows))]
    return -1, 1


def _longer(rows: Rows, first: int, rng: random.Random) -> Told:
    _data_row(rows, first, rng).extend(value(rng) for _each in range(rng.choice((1, 1, 30))))
    return 0, 1


def _shorter(rows: Rows, first: int, rng: random.Random) -> Told:
    row = _data_row(rows, first, rng)
    if len(row) > 1:
        del row[rng.randrange(1, len(row)) :]
    return 0, 1


def _two_cells(rows: Rows, first: int, rng: random.Random) -> Told:
    row = _data_row(rows, first, rng)
    one, other = (rng.randrange(len(row)) for _each in range(2)) if row else (0, 0)
    if row:
        row[one], row[other] = row[other], row[one]
    return 0, 1


def _columns_swapped(rows: Rows, first: int, rng: random.Random) -> Told:
    one, other = (rng.randrange(max(map(len, rows))) for _each in range(2))
    for row in rows:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]
    return 0, None


def _column_gone(rows: Rows, first: int, rng: random.Random) -> Told:
    place = rng.randrange(max(map(len, rows)))
    for row in rows:
        del row[place : place + 1]
    return None, None


def _column_again(rows: Rows, first: int, rng: random.Random) -> Told:
    place = rng.randrange(max(map(len, rows)))
    for row in rows:
        row[place:place] = row[place : place + 1]
    return 0, None


def _header(rows: Rows, first: int, rng: random.Random) -> Told:
    row = rows[max(first - 1, 0)]
    if row:
        row[rng.randrange(len(row))] = rng.choice((value(rng), rng.choice(row)))
    return None, None


def _above(rows: Rows, first: int, rng: random.Random) -> Told:
    rows.insert(0, [value(rng)])
    return (0, None) if first else (None, None)


def _data_row(rows: Rows, first: int, rng: random.Random) -> list[str]:
    return rows[rng.randrange(first, len(rows))]


_CHANGES: tuple[Callable[[Rows, int, random.Random], Told], ...] = (
    _a_cell, _a_cell, _a_cell, _a_cell, _a_cell, _a_cell, _row_again, _row_gone, _longer, _shorter, _two_cells,
    _columns_swapped, _column_gone, _column_again, _header, _header, _above,
)  # fmt: skip
