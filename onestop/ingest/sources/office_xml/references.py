"""Numbers as the office's XML gives them: one reference in several formats, each with country, number, kind, day."""

from collections.abc import Iterable

from onestop.ingest.sources.xmlfile import Element, attribute, part

_BEST_FORMATS = {"original": 0, "": 1, "standard": 2}


def rank(reference: Element) -> int:
    """A number as printed (`original`) before the same in the office's inner format (`standard`), which lacks the
    check digit."""
    return _BEST_FORMATS.get(attribute(reference, "dataformat"), 3)


def best(references: Iterable[Element]) -> Element | None:
    return min(references, key=rank, default=None)


def application_number(reference: Element) -> str:
    """Without the kind, which belongs to documents. Empty if it says none."""
    number = part(reference, "docnumber")
    return number and _country(reference) + number


def publication_number(reference: Element) -> str:
    number = part(reference, "docnumber")
    return number and _country(reference) + number + part(reference, "kind")


def _country(reference: Element) -> str:
    return part(reference, "wipost3code", "country", "countrycode") or "CN"
