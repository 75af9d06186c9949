"""Finding the header row of a table, what the table is about, and what its columns mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.ingest.sources.spreadsheet.sets import (
    SUBJECT,
    ColumnSet,
    column_set,
    column_sets,
    constants,
    key,
    named_columns,
)

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
    """What stands above it, then the names of sheet and file: a line each, folded."""
    mapping: Mapping[str, str]
    """The user's own."""

    @property
    def ignored(self) -> tuple[str, ...]:
        used = {
            name
            for field, names in self.columns.items()
            for name in names
            if not self.set.columns[field].get("unread")
        }
        return tuple(name for name in self.names if name not in used)

    @property
    def says(self) -> dict[str, str]:
        """Field -> text that holds for every row: by the kind of table, and by the user."""
        return {**constants(self.mapping), **(self.set.says or {})}

    @property
    def lacks(self) -> list[tuple[str, tuple[str, ...]]]:
        return self.set.lacks({**self.columns, **constants(self.mapping)})

    @property
    def is_usable(self) -> bool:
        return self._is_told and not self.lacks

    @property
    def fit(self) -> tuple[bool, int, int]:
        """How well the table is understood: the columns, and a word that names its subject like one more."""
        word = self.set.word_in(self.title)
        return self.is_usable, len(self.columns) + bool(word), len(word)

    @property
    def _is_told(self) -> bool:
        told = self.columns.keys() | self.mapping.keys()
        return (
            not self.set.needs_title_word
            or bool(self.set.word_in(self.title))
            or not told.isdisjoint((SUBJECT, *self.set.told_by))
        )


def best_header(rows: Sequence[Sequence[str]], mapping: Mapping[str, str], title: str = "") -> Header:
    """The row, among the first, and the column set that fit best. `title`: names of the sheet and the file."""
    names = [_unique_names(row) for row in rows[:HEADER_WITHIN]]
    by_key = [{key(name): name for name in reversed(row)} for row in names]
    titles = [_title(rows[:index], title) for index in range(len(names))]
    found = [
        (index, each, _columns(each, by_key[index], mapping))
        for each in _candidates(mapping)
        for index in range(len(names))
    ]
    if not mapping and any(len(columns) > 1 for _index, _each, columns in found):
        found = [one for one in found if one[2]]  # no word of a title counts more than two columns
    headers = [
        Header(index, names[index], columns, each, titles[index], mapping) for index, each, columns in found
    ]
    return max(headers, key=lambda header: (*header.fit, len(_told(header)), -header.row))


def require(header: Header, mapping: Mapping[str, str]) -> None:
    """Raise the UserError that says what this header lacks."""
    absent = [
        name
        for name in named_columns(mapping).values()
        if key(name) not in {key(each) for each in header.names}
    ]
    if absent:
        raise UserError(
            "ingest.mapped_column_absent",
            _("列名对照里的列在文件中不存在：%(absent)s。") % {"absent": "、".join(absent)},
            _seen(header),
        )
    for name, fields in header.lacks:
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
            _("看不出这是什么名单：列名、标题、工作表名和文件名都没有说明。可能是：%(lists)s。")
            % {"lists": "、".join(each.label for each in _possible(header))},
            _choices(header),
        )


def _candidates(mapping: Mapping[str, str]) -> list[ColumnSet]:
    """The set that the user's mapping names; the sets that know all its fields; all sets where none does."""
    if SUBJECT in mapping:
        return [column_set(mapping[SUBJECT])]
    sets = column_sets()
    return [each for each in sets if mapping.keys() <= each.columns.keys()] or list(sets)


def _possible(header: Header) -> list[ColumnSet]:
    """What the table could be if only something said so."""
    by_key = {key(name): name for name in header.names}
    return [
        each
        for each in _candidates(header.mapping)
        if each.needs_title_word and not each.lacks(_columns(each, by_key, header.mapping))
    ]


def _choices(header: Header) -> str:
    lines = [
        _("%(label)s：写明“%(words)s”之一，或 subject: %(name)s，必要时再加一行 %(field)s: =内容")
        % {
            "label": each.label,
            "words": "、".join(each.title_words[:4]),
            "name": each.name,
            "field": next(iter(each.told_by), each.name),
        }
        for each in _possible(header)
    ]
    advice = _("请在表头上方、工作表名或文件名里写明，或写一个 YAML 对照文件，再用 --mapping 文件 导入：")
    return advice + "；".join(lines) + "。" + _seen(header)


def _columns(
    each: ColumnSet, by_key: Mapping[str, str], mapping: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    if not mapping and not each.may_have_columns(by_key):
        return {}
    fields = each.fields_of(by_key, mapping)
    told = fields.keys() | mapping.keys()
    found = {
        field: (name,)
        for field, name in fields.items()
        if each.columns[field].get("only_with", field) in told
    }
    taken = {name for (name,) in found.values()}
    in_order = reversed(list(by_key.values()))  # `by_key` has the last column first
    free = [name for name in in_order if name not in taken]
    return {**each.patterned(free), **found}


def _title(above: Sequence[Sequence[str]], names: str) -> str:
    """A line for each row above, the nearest first, then the names: what stands nearest to the table is surest."""
    lines = (" ".join(cell.strip() for cell in row if cell.strip()) for row in reversed(above))
    return fold("\n".join(filter(None, (*lines, names)))[:_LONGEST_TITLE])


def _expected(each: ColumnSet, fields: Sequence[str]) -> list[str]:
    """Several fields by their labels, a single one by its usual spellings."""
    if len(fields) > 1:
        return [each.columns[field]["label"] for field in fields]
    return [str(header) for header in each.columns[fields[0]]["headers"][:6]]


def _unique_names(row: Sequence[str]) -> tuple[str, ...]:
    """Two columns of one name would hide each other's cells."""
    names: dict[str, None] = {}
    for index, cell in enumerate(row):
        name = cell.replace("\0", "").strip()
        while not name or name in names:
            name += f"[{column_letter(index)}]"
        names[name] = None
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
