"""Claims and descriptions as the search takes them: of a patent the newest document's, of a document all it has."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from django.db.models import Model

from onestop.records.models import Document, FullText, Publication, TextPart
from onestop.records.types import TextRecord
from onestop.search.schema import Texts

_AT_ONCE = 50
"""Texts read in one question: a few megabytes."""
_Text = TypeVar("_Text", FullText, TextRecord)
_Row = TypeVar("_Row", bound=Model)


def newest(texts: Iterable[_Text]) -> _Text | None:
    """The grant before the application; Chinese before a translation."""
    return max(texts, key=lambda each: (each.language == "zh", each.document), default=None)


def patent_texts(
    numbers: Mapping[int, Collection[str]], parts: Collection[str] = TextPart.values
) -> Iterator[tuple[int, Texts]]:
    """By the patents' keys, each with the numbers of its publications; in the order of the keys."""
    chosen: dict[int, tuple[int, str]] = {}
    for key, known in _known(numbers, parts):
        for part in parts:
            if text := newest(each for each in known if each.part == part):
                chosen[text.pk] = (key, part)
    return _read(chosen)


def texts_of_patents(keys: Sequence[int], parts: Collection[str]) -> Iterator[tuple[int, Texts]]:
    numbers: dict[int, list[str]] = defaultdict(list)
    found = Publication.objects.filter(patent__in=keys).order_by("patent_id")
    for key, number in found.values_list("patent_id", "number"):
        numbers[key].append(number)
    return patent_texts(numbers, parts)


def texts_of_documents(
    keys: Sequence[int], parts: Collection[str] = TextPart.values
) -> Iterator[tuple[int, Texts]]:
    """In all languages that are held."""
    found = Document.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "key")
    numbers = {key: (number,) for key, number in found}
    return _read({text.pk: (key, text.part) for key, known in _known(numbers, parts) for text in known})


def said_texts(texts: Collection[TextRecord]) -> Texts:
    """Of a patent, if nothing else is known of it."""
    found = {part: newest(each for each in texts if each.part == part) for part in TextPart}
    return {part.value: text.paragraphs for part, text in found.items() if text}


def aligned(rows: Iterable[_Row], texts: Iterator[tuple[int, Texts]]) -> Iterator[tuple[_Row, Texts]]:
    """Each row with its texts, or none; both come in the order of the keys."""
    waiting = next(texts, None)
    for row in rows:
        while waiting and waiting[0] < row.pk:
            waiting = next(texts, None)
        yield row, waiting[1] if waiting and waiting[0] == row.pk else {}


def held(documents: Collection[str]) -> set[str]:
    """Those of these documents of which a text is held."""
    return set(FullText.objects.filter(document__in=documents).values_list("document", flat=True))


def _known(
    numbers: Mapping[int, Collection[str]], parts: Collection[str]
) -> Iterator[tuple[int, list[FullText]]]:
    """Which texts there are, without the texts."""
    documents = {number for each in numbers.values() for number in each}
    found: dict[str, list[FullText]] = defaultdict(list)
    rows = FullText.objects.filter(document__in=documents, part__in=parts)
    for text in rows.only("document", "part", "language").order_by("part", "language"):
        found[text.document].append(text)
    for key, several in numbers.items():
        if known := [text for number in several for text in found.get(number, ())]:
            yield key, known


def _read(chosen: Mapping[int, tuple[int, str]]) -> Iterator[tuple[int, Texts]]:
    """`chosen`: key of a text -> (key of the record, part), all of one record side by side."""
    waiting, texts = 0, dict[str, list[str]]()
    for pk, paragraphs in _paragraphs(list(chosen)):
        key, part = chosen[pk]
        if texts and key != waiting:
            yield waiting, texts
            texts = {}
        waiting = key
        texts.setdefault(part, []).extend(paragraphs)
    if texts:
        yield waiting, texts


def _paragraphs(wanted: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found = dict(FullText.objects.filter(pk__in=some).values_list("pk", "paragraphs"))
        yield from ((pk, found[pk]) for pk in some if pk in found)
