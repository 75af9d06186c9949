"""What a model is fitted on: the texts of records with their classes, streamed, and the titles of the IPC."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from onestop.records.models import Classification, Patent
from onestop.reference.models import IpcEntry

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Text:
    key: int
    version: int
    """Grows with every change of the record."""
    title: str
    abstract: str
    symbols: tuple[str, ...]


class Corpus(Protocol):
    def versions(self) -> Iterator[tuple[int, int]]:
        """(key, version) of every record, ascending by key."""

    def texts(self, keys: Collection[int] | None = None) -> Iterator[Text]:
        """Of all records, or of these, ascending by key; in flat memory."""

    def class_texts(self) -> Mapping[str, str]:
        """Main group -> what the classification says of it. Empty where none is loaded."""


class Patents:
    """All patents of the platform."""

    def versions(self) -> Iterator[tuple[int, int]]:
        """Without those of which nothing but events is known."""
        told = Patent.objects.exclude(title="").order_by("pk")
        return told.values_list("pk", "version").iterator(chunk_size=10_000)

    def texts(self, keys: Collection[int] | None = None) -> Iterator[Text]:
        wanted = iter(sorted(keys)) if keys is not None else (key for key, _ in self.versions())
        while chunk := list(islice(wanted, _AT_ONCE)):
            yield from _texts(chunk)

    def class_texts(self) -> Mapping[str, str]:
        entries = IpcEntry.objects.filter(level__in=("main_group", "subgroup")).exclude(title_zh="")
        return joined_titles(entries.order_by("symbol").values_list("symbol", "title_zh").iterator())


def _texts(keys: Collection[int]) -> Iterator[Text]:
    symbols: dict[int, list[str]] = defaultdict(list)
    classes = Classification.objects.filter(patent__in=keys).order_by("patent_id", "scheme", "position")
    for key, symbol in classes.values_list("patent_id", "symbol"):
        symbols[key].append(symbol)
    rows = Patent.objects.filter(pk__in=keys).order_by("pk")
    for key, version, title, abstract in rows.values_list("pk", "version", "title", "abstract"):
        yield Text(key, version, title, abstract, tuple(dict.fromkeys(symbols[key])))


def joined_titles(entries: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The titles of a main group and of all its subgroups in one text."""
    found: dict[str, list[str]] = defaultdict(list)
    for symbol, title in entries:
        found[symbol.partition("/")[0] + "/00"].append(title.replace(" ", ""))
    return {group: "\n".join(titles) for group, titles in found.items()}
