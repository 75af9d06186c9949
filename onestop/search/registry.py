"""Which kinds of documents there are, and who can make them. Filled by the packages that own the models."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from onestop.search.schema import Document, DocumentType


class DocumentSource(Protocol):
    """The records behind a kind of document."""

    document_type: DocumentType

    def load(self, keys: Sequence[int]) -> Iterable[Document]:
        """The documents of these records; a record that is gone is left out."""

    def versions(self) -> Iterator[tuple[int, int]]:
        """(key, version) of every record, ascending by key."""

    def changed_by_time(self, after: date, until: date) -> Iterator[int]:
        """Records whose document changes merely because days pass, such as a right that expires."""


_sources: dict[str, DocumentSource] = {}


def register(source: DocumentSource) -> None:
    _sources[source.document_type.name] = source


def source(name: str) -> DocumentSource:
    return _sources[name]


def sources() -> tuple[DocumentSource, ...]:
    return tuple(_sources.values())
