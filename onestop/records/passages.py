"""Why a document is found by its claims or description: the place in the text, read only where those were searched."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onestop.search.highlight import Piece, passage
from onestop.search.places import Place
from onestop.search.schema import DocumentType, Texts

Wanted = Mapping[str, Collection[Place]]


@dataclass(frozen=True)
class FoundPassage:
    field: str
    number: int
    """Which claim or paragraph of the description, from 1."""
    pieces: tuple[Piece, ...]


def searched_texts(document_type: DocumentType, keys: Sequence[int], wanted: Wanted) -> Mapping[int, Texts]:
    names = [field.name for field in document_type.fields if field.long and field.name in wanted]
    return dict(document_type.read_texts(keys, names)) if names and keys else {}


def passages(texts: Texts, wanted: Wanted) -> Iterator[FoundPassage]:
    for name, paragraphs in texts.items():
        if found := passage(paragraphs, wanted[name]):
            yield FoundPassage(name, found.number, found.pieces)


def passages_of(
    document_type: DocumentType, keys: Sequence[int], wanted: Wanted
) -> Mapping[int, tuple[FoundPassage, ...]]:
    texts = searched_texts(document_type, keys, wanted)
    return {key: tuple(passages(each, wanted)) for key, each in texts.items()}
