"""What is long in a document of the office: claims, description, and what it cites."""

from collections.abc import Iterable, Iterator

from onestop.ingest.sources.document import Attached
from onestop.ingest.sources.office_xml import references
from onestop.ingest.sources.xmlfile import Element, attribute, descendants, name_of, part, text_of
from onestop.records.models import TextPart

_PARAGRAPHS = frozenset({"p", "paragraphs", "heading"})
_PATENT = frozenset({"patcit", "patentcitation"})
_OTHER = frozenset({"nplcit", "nplcitation", "nonpatentcitation"})


def attached(document: Element) -> Attached:
    parts: dict[str, list[Element]] = {name: [] for name in ("claims", "description", "referencescited")}
    for each in document.iterdescendants("*"):
        if (name := name_of(each.tag)) in parts:
            parts[name].append(each)
    return Attached(
        {
            TextPart.CLAIMS: _texts(parts["claims"], frozenset({"claim"})),
            TextPart.DESCRIPTION: _texts(parts["description"], _PARAGRAPHS),
        },
        tuple(_citations(parts["referencescited"])),
    )


def _texts(elements: Iterable[Element], pieces: frozenset[str]) -> tuple[str, ...]:
    """The pieces in Chinese, or the whole as one where it is not divided."""
    found = [each for each in elements if _is_chinese(each)]
    divided = tuple(filter(None, (text for each in found for text in _pieces(each, pieces))))
    return divided or tuple(filter(None, map(text_of, found)))


def _is_chinese(element: Element) -> bool:
    return attribute(element, "lang")[:2].lower() in ("", "zh", "cn")


def _pieces(element: Element, names: frozenset[str]) -> Iterator[str]:
    """A piece inside a piece is part of its text."""
    for child in element.iterchildren("*"):
        if name_of(child.tag) in names:
            yield text_of(child)
        else:
            yield from _pieces(child, names)


def _citations(lists: Iterable[Element]) -> Iterator[tuple[str, str, str]]:
    """(number or text, category, who found it)"""
    for cited in lists:
        for name, element in descendants(cited):
            if name in _PATENT or name in _OTHER:
                text = references.publication_number(element) if name in _PATENT else text_of(element)
                around = element.getparent()
                if text := text or text_of(element):
                    yield (
                        text,
                        part(around, "category"),
                        (attribute(around, "phase") or attribute(around, "citedphase")).upper()[:8],
                    )
