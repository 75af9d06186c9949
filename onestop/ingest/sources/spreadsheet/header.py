"""Finding the header row of a table and what its columns mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.ingest.sources.base import NUMBER_FIELDS

COLUMNS = Path(__file__).parent / "columns.yaml"
HEADER_WITHIN = 20
"""Rows from the top among which the header is looked for: above it stand titles, notes, a search formula."""


@dataclass(frozen=True)
class Header:
    row: int
    """Index among the rows given, from 0."""
    names: tuple[str, ...]
    """Every column's name, made unique; a column without one has its letter: [C]."""
    columns: Mapping[str, tuple[str, ...]]

    @property
    def ignored(self) -> tuple[str, ...]:
        used = {name for names in self.columns.values() for name in names}
        return tuple(name for name in self.names if name not in used)

    @property
    def is_usable(self) -> bool:
        return "title" in self.columns and any(name in self.columns for name in NUMBER_FIELDS)


@lru_cache(maxsize=1)
def known_columns() -> dict[str, dict[str, Any]]:
    columns: dict[str, dict[str, Any]] = yaml.safe_load(COLUMNS.read_text(encoding="utf-8"))
    return columns


def key(name: str) -> str:
    """What counts of a header's spelling: its letters and digits, folded."""
    return "".join(character for character in fold(name) if character.isalnum())


def best_header(rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> Header:
    """The row, among the first, in which most columns are understood; usable ones before others."""
    headers = [_read(index, row, mapping) for index, row in enumerate(rows[:HEADER_WITHIN])]
    return max(
        headers, key=lambda header: (header.is_usable, len(header.columns), len(_told(header)), -header.row)
    )


def require(header: Header, mapping: Mapping[str, str]) -> None:
    """Raise the UserError that says what this header lacks."""
    absent = [name for name in mapping.values() if key(name) not in {key(each) for each in header.names}]
    if absent:
        raise UserError(
            "ingest.mapped_column_absent",
            _("列名对照里的列在文件中不存在：%(absent)s。") % {"absent": "、".join(absent)},
            _seen(header),
        )
    if not any(name in header.columns for name in NUMBER_FIELDS):
        expected = "、".join(known_columns()[name]["label"] for name in NUMBER_FIELDS)
        raise UserError(
            "ingest.no_number_column",
            _("前 %(rows)s 行里没有带号码列的表头。需要其中之一：%(expected)s。")
            % {"rows": HEADER_WITHIN, "expected": expected},
            _seen(header) + _how_to_map("application_number"),
        )
    if "title" not in header.columns:
        raise UserError(
            "ingest.no_title_column",
            _("表头里没有名称列。需要其中之一：%(expected)s。")
            % {"expected": "、".join(known_columns()["title"]["headers"][:6])},
            _seen(header) + _how_to_map("title"),
        )


def _read(index: int, row: Sequence[str], mapping: Mapping[str, str]) -> Header:
    names = _unique_names(row)
    by_key = {key(name): name for name in reversed(names)}
    columns = {field: by_key[key(name)] for field, name in mapping.items() if key(name) in by_key}
    _assign("headers", by_key, columns, mapping)
    if not any(field in columns for field in NUMBER_FIELDS):
        _assign("last_resort", by_key, columns, mapping)
    return Header(index, names, {field: (name,) for field, name in columns.items()})


def _assign(
    which: str, by_key: Mapping[str, str], columns: dict[str, str], mapping: Mapping[str, str]
) -> None:
    """To each field the first of its spellings that the file has and no other field took."""
    for field, spellings in _spellings(which):
        free = [by_key[each] for each in spellings if each in by_key and by_key[each] not in columns.values()]
        if free and field not in mapping:
            columns[field] = free[0]


@lru_cache(maxsize=2)
def _spellings(which: str) -> list[tuple[str, list[str]]]:
    return [(field, [key(each) for each in entry.get(which, ())]) for field, entry in known_columns().items()]


def _unique_names(row: Sequence[str]) -> tuple[str, ...]:
    """Two columns of one name would hide each other's cells."""
    names: list[str] = []
    for index, cell in enumerate(row):
        name = cell.replace("\0", "").strip()
        names.append(f"{name}[{column_letter(index)}]" if not name or name in names else name)
    return tuple(names)


def column_letter(index: int) -> str:
    """0 -> A, 26 -> AA, as a spreadsheet shows it."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _told(header: Header) -> list[str]:
    return [name for name in header.names if not name.startswith("[")]


def _seen(header: Header) -> str:
    names = "、".join(name[:40] for name in _told(header)[:30])
    return _("文件第 %(row)s 行的列名是：%(names)s。") % {
        "row": header.row + 1,
        "names": names or _("（空）"),
    }


def _how_to_map(field: str) -> str:
    return _(
        "如果其中某一列就是，请写一个 YAML 文件说明，例如一行“%(field)s: 你的列名”，再用 --mapping 文件 导入。"
    ) % {"field": field}
