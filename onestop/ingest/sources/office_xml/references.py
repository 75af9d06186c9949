"""Numbers as the office's XML gives them: one reference in several formats, each with country, number, kind, day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from onestop.ingest.sources.xmlfile import Element, attribute, part, text_of

_FILING = ("internationalfilingdata", "pctorregionalfilingdata", "pctfilingdata")
_PUBLISHING = ("internationalpublishingdata", "pctorregionalpublishingdata", "pctpublishingdata")
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


def priorities(claims: Iterable[Element]) -> Iterator[str]:
    """KR 10-2022-0100096 20220810, each once: a claim stands there in several formats, under one sequence."""
    by_sequence: dict[str, list[Element]] = defaultdict(list)
    for place, claim in enumerate(claims):
        by_sequence[attribute(claim, "sequence") or f"at {place}"].append(claim)
    for same in by_sequence.values():
        claim = min(same, key=rank)
        if number := part(claim, "docnumber"):
            yield " ".join(filter(None, (_country(claim), number, part(claim, "date"))))


def international(parts: Mapping[str, list[Element]]) -> Iterator[tuple[str, str]]:
    """Of the application that the patent came from by the PCT."""
    yield "国际申请号", _number_of(parts, _FILING)
    yield "国际公布号", _number_of(parts, _PUBLISHING)
    entered = parts["datepctarticle2239fulfilled"] or parts["nationalphasedate"]
    yield "进入国家阶段日", (part(entered[0], "date") or text_of(entered[0])) if entered else ""


def _number_of(parts: Mapping[str, list[Element]], names: tuple[str, ...]) -> str:
    """The country of an international document is WO, or stands in the number already."""
    found = next((element for name in names for element in parts[name]), None)
    number = part(found, "docnumber") if found is not None else ""
    country = part(found, "wipost3code", "country", "countrycode") if number else ""
    return number if number[:2].isalpha() or number.startswith("PCT") else country + number


def _country(reference: Element) -> str:
    return part(reference, "wipost3code", "country", "countrycode") or "CN"
