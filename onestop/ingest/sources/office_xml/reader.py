"""Patent documents of the office as XML: bibliography, parties, classes, numbers, abstract.

What the fields of a record are called here is what the gazette calls them, so that rejected records, written as a
table, can be corrected and imported again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from django.utils.translation import gettext_lazy

from onestop.ingest.sources.base import RawRow, Source, Table
from onestop.ingest.sources.document import Attached
from onestop.ingest.sources.office_xml import references
from onestop.ingest.sources.office_xml.longparts import attached
from onestop.ingest.sources.xmlfile import (
    Element,
    attribute,
    descendants,
    first,
    name_of,
    part,
    records,
    text_of,
)
from onestop.records.models import TextPart

COLUMNS = {
    "application_number": ("申请号",),
    "filed_on": ("申请日",),
    "publication_number": ("公开（公告）号",),
    "published_on": ("公开（公告）日",),
    "title": ("名称",),
    "abstract": ("摘要",),
    "applicants": ("申请人",),
    "patentees": ("专利权人",),
    "inventors": ("发明人",),
    "agencies": ("代理机构",),
    "agents": ("代理人",),
    "classes": ("IPC分类号",),
    "locarno": ("洛迦诺分类号",),
    "address": ("地址",),
    "priorities": ("优先权",),
    "pct_application": ("国际申请号",),
    "pct_publication": ("国际公布号",),
    "national_phase_on": ("进入国家阶段日",),
}
COUNTED = ("权利要求（项）", "说明书（段）", "引证文献（件）", "法律状态记录（条）")
"""How much of what does not fit into cells a document has."""
IGNORED = ("法律状态记录（条）",)
_RECORDS = ("PatentDocumentAndRelated", "cn-patent-document")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:PatentDocumentAndRelated|cn-patent-document)[\s>/]")
_OTHER = re.compile(rb"<(?:[\w.-]+:)?PRSRecord[\s>/]")
_BIBLIOGRAPHY = re.compile(rb"<(?:[\w.-]+:)?(?:cn-)?bibliographic-?data[\s>/]", re.IGNORECASE)
_LONG_PARTS = frozenset({"claims", "description", "prsrecord", "searchreportdata", "referencescited"})
_SYMBOL = ("section", "class", "subclass", "maingroup", "subgroup")
_NOT_ADDRESS = frozenset({"postcode", "postalcode", "country", "countrycode", "wipost3code"})


def _recognises(head: bytes) -> bool:
    """A document with a bibliography; one with nothing but legal status is another source's."""
    head = head.replace(b"\0", b"")  # UTF-16
    other = _OTHER.search(head)
    bibliography = _BIBLIOGRAPHY.search(head)
    is_other = other and not (bibliography and bibliography.start() < other.start())
    return bool(_ROOT.search(head)) and not is_other


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    columns = COLUMNS | {field: (name,) for field, name in mapping.items()}
    names = tuple(name for names in COLUMNS.values() for name in names)
    return Table(
        "office_xml",
        columns,
        (*names, *COUNTED),
        partial(_rows, path),
        IGNORED,
    )


def _rows(path: Path) -> Iterator[RawRow]:
    for number, document in enumerate(records(path, _RECORDS), 1):
        yield row_of(number, document)


def row_of(number: int, document: Element) -> RawRow:
    parts: dict[str, list[Element]] = defaultdict(list)
    for name, element in descendants(document, _LONG_PARTS):
        parts[name].append(element)
    content = attached(document)
    cells = {name: text for name, text in _cells(parts) if text} | _counts(document, content)
    problem = "several_bibliographies" if len(parts["bibliographicdata"]) > 1 else ""
    return RawRow(number, cells, problem, content=content)


def _cells(parts: Mapping[str, list[Element]]) -> Iterator[tuple[str, str]]:
    application = references.best(parts["applicationreference"])
    if application is not None:
        yield "申请号", references.application_number(application)
        yield "申请日", part(application, "date") or _text(parts["filingdate"])
    publication = references.best(parts["publicationreference"])
    if publication is not None:
        yield "公开（公告）号", references.publication_number(publication)
        yield "公开（公告）日", part(publication, "date")
    yield "名称", _chinese(parts["inventiontitle"] or parts["designtitle"])
    yield "摘要", _chinese(parts["abstract"])
    yield from _parties(parts)
    yield "IPC分类号", ";".join(_classes(parts))
    yield "洛迦诺分类号", ";".join(map(_symbol_text, parts["classificationlocarno"]))
    yield "优先权", ";".join(references.priorities(parts["priority"] or parts["priorityclaim"]))
    yield from references.international(parts)


def _parties(parts: Mapping[str, list[Element]]) -> Iterator[tuple[str, str]]:
    patentees = parts["assignee"] or parts["patentee"] or parts["grantee"]
    yield "申请人", _names(parts["applicant"])
    yield "专利权人", _names(patentees)
    yield "发明人", _names(parts["inventor"] or parts["designer"])
    yield "代理机构", _joined([_agency(each) for each in parts["agency"] or parts["agent"]])
    yield "代理人", _joined([_person(each) for each in parts["agent"]])
    yield "地址", _first_address(patentees, parts["applicant"])


def _first_address(patentees: list[Element], applicants: list[Element]) -> str:
    """Of the first patentee, who may have it only as an applicant; another's address would be another region."""
    first = (patentees or applicants)[:1]
    same = [each for each in applicants if first and _name(each) == _name(first[0])]
    return next(filter(None, map(_address, first + same)), "")


def _counts(document: Element, content: Attached) -> dict[str, str]:
    counts = {
        "权利要求（项）": len(content.texts[TextPart.CLAIMS]),
        "说明书（段）": len(content.texts[TextPart.DESCRIPTION]),
        "引证文献（件）": len(content.citations),
        "法律状态记录（条）": _number(document.iter("{*}PRSRecord")),
    }
    return {name: str(count) for name, count in counts.items() if count}


def _number(elements: Iterable[Element]) -> int:
    return sum(1 for _each in elements)


def _text(elements: list[Element]) -> str:
    return text_of(elements[0]) if elements else ""


def _chinese(elements: list[Element]) -> str:
    """The Chinese text where a document has several languages, the first where none says its language."""
    return _text(sorted(elements, key=lambda each: attribute(each, "lang")[:2].lower() not in ("zh", "cn")))


def _book(party: Element) -> Element:
    """A party's address book, the Chinese one of several; the party itself where it has none."""
    books = [each for name, each in descendants(party) if name == "addressbook"]
    return min(books, key=lambda each: attribute(each, "lang")[:2].lower() not in ("zh", "cn"), default=party)


def _names(parties: list[Element]) -> str:
    return _joined([_name(each) for each in parties])


def _name(party: Element) -> str:
    book = _book(party)
    return part(book, "name", "orgname", "organizationname", "lastname") or (
        "" if len(book) else text_of(book)
    )


def _agency(element: Element) -> str:
    """An agent's address book names the agency he works for beside him."""
    if name_of(element.tag) == "agency":
        return _name(element)
    return part(_book(element), "orgname", "organizationname", "agencyname")


def _person(agent: Element) -> str:
    book = _book(agent)
    return part(book, "name", "lastname") or ("" if len(book) else text_of(book))


def _joined(names: list[str]) -> str:
    return ";".join(filter(None, names))


def _address(party: Element) -> str:
    address = first(_book(party), "address")
    if address is None:
        return ""
    if not len(address):
        return text_of(address)
    leaves = [each for _name, each in descendants(address, _NOT_ADDRESS) if not len(each)]
    return " ".join(filter(None, map(text_of, leaves)))


def _classes(parts: Mapping[str, list[Element]]) -> Iterator[str]:
    """IPC since 2006 (ClassificationIPCR), else of the edition printed (classification-ipc)."""
    found = parts["classificationipcr"] or parts["classificationipcrdetails"]
    if found:
        return map(_symbol_text, sorted(found, key=_sequence))
    older = parts["classificationipc"]
    return (part(each, name) for name in ("mainclassification", "furtherclassification") for each in older)


def _symbol_text(element: Element) -> str:
    """Put together of its parts, or as text."""
    if first(element, "section") is not None and all(pieces := [part(element, name) for name in _SYMBOL]):
        return "{}{}{}{}/{}".format(*pieces)
    return part(element, "text", "mainclassification") or text_of(element)


def _sequence(element: Element) -> int:
    """Elements without a number keep their place in the file."""
    number = attribute(element, "sequence")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0


SOURCE = Source(
    "office_xml",
    gettext_lazy("专利局的专利文献 XML（business:PatentDocumentAndRelated 或 cn-patent-document）"),
    _recognises,
    _open,
)
