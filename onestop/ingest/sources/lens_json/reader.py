"""Records of Lens as JSON: one a line, an array, or an answer of its interface ({"total": …, "data": […]}).

They are told in the columns of Lens's own table, so that both ways give the same records.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy

from onestop.ingest.sources.base import HEAD_SIZE, RawRow, Source, Table
from onestop.ingest.sources.document import Attached
from onestop.ingest.sources.jsonfile import objects
from onestop.ingest.sources.textfile import candidates, decode_head

COLUMNS = {
    "publication_number": ("Display Key",),
    "published_on": ("Publication Date",),
    "application_number": ("Application Number",),
    "filed_on": ("Application Date",),
    "priorities": ("Priority Numbers",),
    "title": ("Title",),
    "abstract": ("Abstract",),
    "applicants": ("Applicants",),
    "inventors": ("Inventors",),
    "patentees": ("Owners",),
    "classes": ("IPCR Classifications",),
    "cpc": ("CPC Classifications",),
}
_USED = frozenset(
    {"lens_id", "jurisdiction", "doc_number", "kind", "date_published", "lang", "biblio", "abstract"}
)
_SAME_AGAIN = frozenset({"doc_key", "docdb_id", "data", "total", "results", "scroll_id", "max_score"})
"""Keys that say again what others say, or are of the answer and not of a record."""
_LOOK_AT = 1_000
_SEPARATOR = ";;"


def _recognises(head: bytes) -> bool:
    return _encoding(head) != ""


def _encoding(head: bytes) -> str:
    """The encoding in which the start is JSON with the keys of such a record; empty if none."""
    if head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] not in (b"{", b"["):
        return ""
    for encoding in candidates(head):
        text = decode_head(head, encoding)
        if '"lens_id"' in text and '"jurisdiction"' in text and '"doc_number"' in text:
            return encoding
    return ""


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    """Values stand where the format says: there is nothing to map."""
    with path.open("rb") as stream:
        encoding = _encoding(stream.read(HEAD_SIZE))
    first = (record for _line, _text, record in islice(_records(path, encoding), _LOOK_AT) if record)
    ignored = dict.fromkeys(key for record in first for key in record if key not in _USED | _SAME_AGAIN)
    names = tuple(name for names in COLUMNS.values() for name in names)
    return Table("lens_json", COLUMNS, names, partial(_rows, path, encoding), tuple(ignored))


def _rows(path: Path, encoding: str) -> Iterator[RawRow]:
    for line, (_place, text, record) in enumerate(_records(path, encoding), 1):
        if record is None:
            yield RawRow(line, {"": text[:10_000]}, "not_json")
        else:
            yield RawRow(line, _cells(record), content=Attached(citations=tuple(_cited(record))))


def _records(path: Path, encoding: str) -> Iterator[tuple[int, str, dict[str, Any] | None]]:
    for number, text, found in objects(path, encoding):
        if found is not None and isinstance(found.get("data"), list):
            yield from ((number, "", each if isinstance(each, dict) else None) for each in found["data"])
        else:
            yield number, text, found


def _cells(record: Mapping[str, Any]) -> dict[str, str]:
    book = _part(record, "biblio")
    people = _part(book, "parties")
    language = "zh" if record.get("jurisdiction") == "CN" else _text(record.get("lang")).lower()
    told = {
        "Display Key": _number(record),
        "Publication Date": _text(record.get("date_published")),
        "Application Number": _number(_part(book, "application_reference")),
        "Application Date": _text(_part(book, "application_reference").get("date")),
        "Priority Numbers": _SEPARATOR.join(map(_priority, _all(_part(book, "priority_claims"), "claims"))),
        "Title": _in_language(_all(book, "invention_title"), language),
        "Abstract": _in_language(_all(record, "abstract"), language),
        "Applicants": _names(_all(people, "applicants")),
        "Inventors": _names(_all(people, "inventors")),
        "Owners": _names(_all(people, "owners_all")),
        "IPCR Classifications": _symbols(_part(book, "classifications_ipcr")),
        "CPC Classifications": _symbols(_part(book, "classifications_cpc")),
    }
    return {name: text for name, text in told.items() if text}


def _number(reference: Mapping[str, Any]) -> str:
    """CN 115900001 B"""
    return " ".join(
        filter(None, (_text(reference.get(key)) for key in ("jurisdiction", "doc_number", "kind")))
    )


def _priority(claim: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (_text(claim.get("date")), _number(claim))))


def _in_language(texts: Iterable[Mapping[str, Any]], wanted: str) -> str:
    """In the document's own language, else in English, else whichever stands first."""
    found = [(_text(each.get("lang")).lower(), _text(each.get("text"))) for each in texts]
    order = sorted(found, key=lambda each: (each[0] != wanted, each[0] != "en"))
    return next((text for _language, text in order if text), "")


def _names(people: Iterable[Mapping[str, Any]]) -> str:
    return _SEPARATOR.join(
        filter(None, (_text(_part(each, "extracted_name").get("value")) for each in people))
    )


def _symbols(classes: Mapping[str, Any]) -> str:
    found = (_text(each.get("symbol")) for each in _all(classes, "classifications"))
    return _SEPARATOR.join(dict.fromkeys(filter(None, found)))


def _cited(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(number of a document or text that is none, category, phase)"""
    for each in _all(_part(_part(record, "biblio"), "references_cited"), "citations"):
        number = _number(_part(_part(each, "patcit"), "document_id"))
        if cited := number or _text(_part(each, "nplcit").get("text")):
            categories = each.get("category")
            category = ";".join(map(_text, categories)) if isinstance(categories, list) else ""
            yield cited, category, _text(each.get("cited_phase"))


def _part(record: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = record.get(key)
    return found if isinstance(found, dict) else {}


def _all(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = record.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


SOURCE = Source(
    "lens_json",
    gettext_lazy("Lens 的 JSON（每行一条、数组或接口的回答，带 lens_id）"),
    _recognises,
    _open,
)
