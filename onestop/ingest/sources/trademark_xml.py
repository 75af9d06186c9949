"""What the two WIPO standards of trademark XML have in common: ST.66 and ST.96 name the same things a little differently."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from onestop.ingest.sources.base import RawRow
from onestop.ingest.sources.spreadsheet.sets import column_set
from onestop.ingest.sources.xmlfile import Element, attribute, descendants, name_of, part, text_of

COLUMNS = {field: (str(entry["label"]),) for field, entry in column_set("trademark").columns.items()}
NAMES = tuple(name for names in COLUMNS.values() for name in names)
IGNORED = ("Earlier owners", "Assignments", "National classes", "Dates of first use", "Disclaimers")
"""Said to the user: nothing is taken from these."""

_DAY = re.compile(r"([0-9]{4}-?[0-9]{2}-?[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_NAME_PARTS = ("entityname", "organizationstandardname", "organizationname", "personfullname", "lastname")
_REPRESENTATIVES = frozenset(
    {"representative", "recordattorney", "nationalrepresentative", "nationalcorrespondent"}
)
_ASSIGNMENTS = frozenset({"assignment"})
# USPTO mark drawing codes, first digit: 1 typed, 2 design, 3 design with words, 4 standard characters, 5 stylised
_US_DRAWINGS = {"1": "word", "2": "figurative", "3": "combined", "4": "word", "5": "word", "6": "sound"}
_LANGUAGES = ("zh", "en", "")


def cells_of(mark: Element) -> dict[str, str]:
    """By field: what holds for all classes of the mark."""
    number, registration = _direct(mark, "applicationnumber"), _direct(mark, "registrationnumber")
    return {
        "office": _direct(mark, "registrationofficecode"),
        "number": number or registration,
        "registration_number": registration if number else "",
        "mark": part(mark, "markverbalelementtext", "marksignificantverbalelementtext"),
        "mark_kind": _feature(mark),
        "mark_use": "; ".join(_texts(mark, "kindmark", "markcategory")),
        "filed_on": _day(_direct(mark, "applicationdate")),
        "registered_on": _day(_direct(mark, "registrationdate")),
        "term_to": _day(_direct(mark, "expirydate")),
        "preliminary_on": _day(part(mark, "publicationdate")),
        "status_text": part(mark, "markcurrentstatusexternaldescriptiontext", "markcurrentstatuscode"),
        "status_as_of": _day(_direct(mark, "markcurrentstatusdate")),
        "agent": "; ".join(_representatives(mark)),
        "picture_file": _picture_file(mark),
        "events": json.dumps(list(_events(mark)), ensure_ascii=False),
        **owner_cells(each for name, each in descendants(mark) if name in ("applicant", "holder")),
    }


def owner_cells(parties: Iterable[Element]) -> dict[str, str]:
    """The newest owners: offices list the earlier ones too, with lower codes."""
    ranked = [(_rank(each), each) for each in parties]
    newest = [each for rank, each in ranked if rank == max(rank for rank, _each in ranked)]
    names = list(dict.fromkeys(filter(None, map(party_name, newest))))
    return {"applicants": "; ".join(names), "address": _address(newest[0]) if newest else ""}


def rows_of(cells: Mapping[str, str], classes: Mapping[str, str], first_line: int) -> Iterator[RawRow]:
    """One for each class, with the goods of that class; one without a class where there is none, to be rejected."""
    for line, (nice_class, goods) in enumerate((classes or {"": ""}).items(), first_line):
        told = {**cells, "nice_class": nice_class, "goods": goods}
        yield RawRow(line, {COLUMNS[field][0]: text for field, text in told.items() if text})


def classes_of(mark: Element) -> dict[str, str]:
    """Nice class -> its goods, in the order of the document."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, each in descendants(mark):
        if name == "goodsservicesclassification" and part(each, "classificationkindcode").lower() == "nice":
            found.setdefault(part(each, "classnumber"), [])
        elif name == "classdescription" and (number := _direct(each, "classnumber")):
            found.setdefault(number, []).extend(_goods(each))
    return {number: _in_one_language(texts) for number, texts in found.items() if number}


def _goods(description: Element) -> Iterator[tuple[str, str]]:
    for name, each in descendants(description):
        if name in ("goodsservicesdescription", "goodsservicesdescriptiontext"):
            yield attribute(each, "languagecode")[:2].lower(), text_of(each)


def _in_one_language(texts: list[tuple[str, str]]) -> str:
    for wanted in _LANGUAGES:
        if said := [text for language, text in texts if language == wanted and text]:
            return "; ".join(said)
    return next((text for _language, text in texts if text), "")


def _events(mark: Element) -> Iterator[dict[str, str]]:
    for name, each in descendants(mark):
        if name == "markevent":
            code = part(each, "markeventcode")
            words = part(
                each, "markeventdescriptiontext", "markeventinternaldescriptiontext", "markeventcategory"
            )
            yield {"name": words or code, "date": _day(part(each, "markeventdate")), "code": code}


def _feature(mark: Element) -> str:
    words = part(mark, "markfeaturecategory", "markfeature")
    return words or _US_DRAWINGS.get(part(mark, "markfeaturecode")[:1], "")


def _picture_file(mark: Element) -> str:
    """ST.66 has a name of its own for it, ST.96 the common one."""
    pictures = (each for name, each in descendants(mark) if name == "markimage")
    return next(filter(None, (part(each, "markimagefilename", "filename") for each in pictures)), "")


def _representatives(mark: Element) -> list[str]:
    """Persons and their firm, each once."""
    found = (each for name, each in descendants(mark, _ASSIGNMENTS) if name in _REPRESENTATIVES)
    names = (name for each in found for name in _texts(each, "freeformatnameline", *_NAME_PARTS))
    return list(dict.fromkeys(filter(None, names)))


def party_name(party: Element) -> str:
    free = _texts(party, "freeformatnameline")
    return " ".join(free) if free else part(party, *_NAME_PARTS)


def _rank(party: Element) -> int:
    code = part(party, "partytypecode") or attribute(party, "sequencenumber")
    return int(code) if code.isascii() and code.isdecimal() else 0


def _address(party: Element) -> str:
    for name, each in descendants(party):
        if name in ("postalstructuredaddress", "formattedaddress", "freeformataddress", "postaladdresstext"):
            pieces = (text_of(leaf) for leaf in each.iter("*") if len(leaf) == 0)
            return ", ".join(dict.fromkeys(filter(None, pieces)))
    return ""


def _texts(element: Element, *names: str) -> list[str]:
    found = (text_of(each) for name, each in descendants(element) if name in names)
    return list(dict.fromkeys(filter(None, found)))


def _direct(element: Element, name: str) -> str:
    """Of a child itself, not of what stands deeper: a priority has an application number too."""
    for each in element.iterchildren("*"):
        if name_of(each.tag) == name:
            return part(each, f"{name}text") or text_of(each)
    return ""


def _day(text: str) -> str:
    """XML dates may carry a time zone: 2000-05-09-04:00."""
    found = _DAY.match(text)
    return found[1] if found else text
