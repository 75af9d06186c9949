"""Finding the header row of a table, what the table is about, and what its columns mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.ingest.sources.spreadsheet.sets import ColumnSet, column_sets, key

HEADER_WITHIN = 20
"""Rows from the top among which the header is looked for: above it stand titles, notes, a search formula."""
_LONGEST_TITLE = 1_000


@dataclass(frozen=True)
class Header:
    row: int
    """Index among the rows given, from 0."""
    names: tuple[str, ...]
    """Every column's name, made unique; a column without one has its letter: [C]."""
    columns: Mapping[str, tuple[str, ...]]
    set: ColumnSet
    title: str
    """What stands above it, with the names of sheet and file."""

    @property
    def ignored(self) -> tuple[str, ...]:
        used = {name for names in self.columns.values() for name in names}
        return tuple(name for name in self.names if name not in used)

    @property
    def is_usable(self) -> bool:
        is_told = self._is_named or not self.set.needs_title_word
        return is_told and not self.set.lacks(self.columns)

    @property
    def fit(self) -> tuple[bool, int]:
        """How well the table is understood: the columns, and a word that names its subject like one more."""
        return self.is_usable, len(self.columns) + self._is_named

    @property
    def _is_named(self) -> bool:
        return self.set.is_named_in(self.title)


def best_header(rows: Sequence[Sequence[str]], mapping: Mapping[str, str], title: str = "") -> Header:
    """The row, among the first, and the column set that fit best. `title`: names of the sheet and the file."""
    names = [_unique_names(row) for row in rows[:HEADER_WITHIN]]
    by_key = [{key(name): name for name in reversed(row)} for row in names]
    titles = [_title(rows[:index], title) for index in range(len(names))]
    headers = [
        Header(index, names[index], _columns(each, by_key[index], mapping), each, titles[index])
        for each in _candidates(mapping)
        for index in range(len(names))
    ]
    return max(headers, key=lambda header: (*header.fit, len(_told(header)), -header.row))


def require(header: Header, mapping: Mapping[str, str]) -> None:
    """Raise the UserError that says what this header lacks."""
    absent = [name for name in mapping.values() if key(name) not in {key(each) for each in header.names}]
    if absent:
        raise UserError(
            "ingest.mapped_column_absent",
            _("列名对照里的列在文件中不存在：%(absent)s。") % {"absent": "、".join(absent)},
            _seen(header),
        )
    for name, fields in header.set.lacks(header.columns):
        raise UserError(
            f"ingest.no_{name}_column",
            _("前 %(rows)s 行里没有可用的表头：作为%(subject)s数据，需要其中一列：%(expected)s。")
            % {
                "rows": HEADER_WITHIN,
                "subject": header.set.label,
                "expected": "、".join(_expected(header.set, fields)),
            },
            _seen(header) + _how_to_map(fields[0]),
        )
    if not header.is_usable:
        raise UserError(
            "ingest.no_title_word",
            _("看不出这是什么名单：列名像%(subject)s，但标题、工作表名和文件名里都没有说明。")
            % {"subject": header.set.label},
            _("请在表头上方写明，或在文件名中包含其中一个词：%(words)s。")
            % {"words": "、".join(header.set.title_words)},
        )


def _candidates(mapping: Mapping[str, str]) -> list[ColumnSet]:
    """The sets that know all fields of the user's mapping; all sets where none does."""
    sets = column_sets()
    return [each for each in sets if mapping.keys() <= each.columns.keys()] or list(sets)


def _columns(
    each: ColumnSet, by_key: Mapping[str, str], mapping: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    return {field: (name,) for field, name in each.fields_of(by_key, mapping).items()}


def _title(above: Sequence[Sequence[str]], names: str) -> str:
    cells = (cell.strip() for row in above for cell in row)
    return fold(" ".join(filter(None, (names, *cells))))[:_LONGEST_TITLE]


def _expected(each: ColumnSet, fields: Sequence[str]) -> list[str]:
    """Several fields by their labels, a single one by its usual spellings."""
    if len(fields) > 1:
        return [each.columns[field]["label"] for field in fields]
    return [str(header) for header in each.columns[fields[0]]["headers"][:6]]


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
