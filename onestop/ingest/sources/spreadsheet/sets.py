"""What a table can be about: column sets, declared in data files. Which one fits decides the subject of a table."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from onestop.core.text import fold
from onestop.ingest.sources.base import NUMBER_FIELDS, Subject

HERE = Path(__file__).parent
_NO_LETTER = re.compile(r"[\W_]+")
SUBJECT = "subject"
"""In a user's mapping: the name of the column set that is meant."""
Spellings = Mapping[str, tuple[str, int]]
"""Key of a header -> its field, and its place among the field's spellings: the first wins."""


@dataclass(frozen=True)
class ColumnSet:
    name: str
    subject: Subject
    label: str
    """What a message calls such a table."""
    columns: Mapping[str, Mapping[str, Any]]
    """Field -> label, headers, and last_resort: spellings that count only where a required field has no other.

    `units`: what may stand behind a spelling: 金额（万元）. `pattern`: every header that it fits is a column of the
    field: 2021年, 2022年. `unread`: helps to recognise the table only.
    `in_template: false`: another way to say what a column of the template says.
    """
    required: Mapping[str, tuple[str, ...]]
    """What it takes to read a row: a name for the error's code -> fields of which one is there."""
    title_words: tuple[str, ...] = ()
    """One of them in a row above the header, the sheet's or the file's name counts as much as one column."""
    needs_title_word: bool = False
    """Its columns alone do not tell it from other tables."""
    told_by: tuple[str, ...] = ()
    """Fields that tell as well as a title word: a column of what kind of title it is."""
    says: Mapping[str, str] | None = None
    """Field -> text, true of every row because it is this kind of table."""

    @cached_property
    def spellings(self) -> Spellings:
        return dict(self._keys("headers"))

    @cached_property
    def last_resorts(self) -> Spellings:
        return dict(self._keys("last_resort"))

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset((*self.spellings, *self.last_resorts))

    def may_have_columns(self, headers: Mapping[str, str]) -> bool:
        """Without a user's mapping: cheaper to ask than what they are."""
        return bool(self.patterns) or not self.known.isdisjoint(headers)

    @cached_property
    def patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (field, re.compile(entry["pattern"]))
            for field, entry in self.columns.items()
            if "pattern" in entry
        )

    def _keys(self, which: str) -> Iterator[tuple[str, tuple[str, int]]]:
        for field, entry in self.columns.items():
            for place, header in enumerate(entry.get(which, ())):
                yield key(str(header)), (field, place)
                for unit in entry.get("units", ()):
                    yield key(f"{header}{unit}"), (field, place)

    def fields_of(self, headers: Mapping[str, str], mapping: Mapping[str, str]) -> dict[str, str]:
        """Field -> header, of the headers by key; what the user mapped stands before what is recognised."""
        found = {
            field: headers[key(name)]
            for field, name in named_columns(mapping).items()
            if field in self.columns and key(name) in headers
        }
        found |= _chosen(self.spellings, headers, {*found, *mapping}, set(found.values()))
        if self.last_resorts:
            lacking = {field for _name, fields in self.lacks(found) for field in fields}
            spellings = {text: place for text, place in self.last_resorts.items() if place[0] in lacking}
            found |= _chosen(spellings, headers, {*found, *mapping}, set(found.values()))
        return found

    def lacks(self, found: Mapping[str, object]) -> list[tuple[str, tuple[str, ...]]]:
        return [(name, fields) for name, fields in self.required.items() if not found.keys() & set(fields)]

    def word_in(self, title: str) -> str:
        """The longest of its words there; empty for none."""
        return max((word for word in self.title_words if word in title), key=len, default="")

    def patterned(self, headers: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Field -> headers that its pattern fits."""
        found = {
            field: tuple(header for header in headers if pattern.fullmatch(fold(header)))
            for field, pattern in self.patterns
        }
        return {field: names for field, names in found.items() if names}


def _chosen(
    spellings: Spellings, headers: Mapping[str, str], decided: set[str], used: set[str]
) -> dict[str, str]:
    """To each field that is not decided the first of its spellings among the headers that are not used."""
    best: dict[str, tuple[int, str]] = {}
    for text, header in headers.items():
        field, place = spellings.get(text, ("", 0))
        if field and field not in decided and header not in used:
            best[field] = min(best.get(field, (place, header)), (place, header))
    return {field: header for field, (_place, header) in best.items()}


@lru_cache(maxsize=10_000)
def key(name: str) -> str:
    """What counts of a header's spelling: its letters and digits, folded."""
    return _NO_LETTER.sub("", fold(name))


@lru_cache(maxsize=1)
def column_sets() -> tuple[ColumnSet, ...]:
    """Patents first: where two sets fit equally well, the first counts."""
    others = (_load(path) for path in sorted((HERE / "sets").glob("*.yaml")))
    return (_patents(), *others)


def column_set(name: str) -> ColumnSet:
    return next(each for each in column_sets() if each.name == name)


def named_columns(mapping: Mapping[str, str]) -> dict[str, str]:
    """What a user's mapping says of columns: field -> header."""
    return {field: text for field, text in mapping.items() if field != SUBJECT and not _is_constant(text)}


def constants(mapping: Mapping[str, str]) -> dict[str, str]:
    """What it says of every row, as if it stood in a column (`level: =省级`): field -> text."""
    return {field: text[1:].strip() for field, text in mapping.items() if _is_constant(text)}


def _is_constant(text: str) -> bool:
    return text.startswith("=")


def all_fields() -> tuple[str, ...]:
    """What a user's own mapping may name."""
    return tuple(dict.fromkeys(field for each in column_sets() for field in each.columns))


def _patents() -> ColumnSet:
    return ColumnSet(
        name="patent",
        subject=Subject.PATENT,
        label="专利",
        columns=_yaml(HERE / "columns.yaml"),
        required={"number": NUMBER_FIELDS, "title": ("title",)},
        title_words=("专利",),
    )


def _load(path: Path) -> ColumnSet:
    data = _yaml(path)
    return ColumnSet(
        name=path.stem,
        subject=Subject(data.pop("subject")),
        required={name: tuple(fields) for name, fields in data.pop("required").items()},
        title_words=tuple(data.pop("title_words", ())),
        told_by=tuple(data.pop("told_by", ())),
        **data,
    )


def _yaml(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
