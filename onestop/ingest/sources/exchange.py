"""Bibliographies as the EPO exchanges them (exchange-document of DOCDB and OPS, and their kin of the USPTO)."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.sources.document import RawCitation, RawDocument, RawNumber, RawText
from onestop.ingest.sources.xmlfile import Element, attribute, first, name_of, part, records, text_of
from onestop.records.models import TextPart

_FORMS = ("docdb", "epodoc", "original")
_PARTY_FORMS = ("docdba", "epodoc", "docdb", "original")
"""The full name first. The last is as printed, anew at each stage of the procedure: one name several times."""
_RESIDENCE = re.compile(r"\s*\[[A-Z]{2}\]$")
_IPC = re.compile(r"[0-9]?\s*([A-H])\s*([0-9]{2}[A-Z])\s*([0-9]{1,4})\s*/\s*([0-9]{2,6})(?![0-9])")
_IS_FIRST = re.compile("[0-9]{8}[ACS]F")
_SYMBOL = ("section", "class", "subclass", "maingroup", "subgroup")
_BLOCKS = ("p", "heading")


def counted(path: Path, names: tuple[str, ...]) -> int:
    """The look at a whole file before anything is stored, without taking its records apart."""
    found = sum(1 for _record in records(path, names))
    if not found:
        raise UserError(
            "ingest.no_rows", _("文件里没有一篇文献。"), _("请确认下载的是数据文件，而不是说明或样式文件。")
        )
    return found


def document(element: Element) -> RawDocument:
    """Of an exchange-document."""
    book = first(element, "bibliographicdata")
    book = element if book is None else book
    own = RawNumber(
        attribute(element, "docnumber"),
        attribute(element, "country"),
        attribute(element, "kind"),
        attribute(element, "datepubl"),
    )
    return RawDocument(
        "exchange-document",
        publication=(*numbers(children(book, "publicationreference")), *((own,) if own.number else ())),
        application=numbers(children(book, "applicationreference")),
        priorities=priorities(book),
        titles=titles(children(book, "inventiontitle")),
        abstracts=titles(children(element, "abstract")),
        applicants=parties(book, "applicants", "applicant"),
        inventors=parties(book, "inventors", "inventor"),
        ipc=ipc(book),
        cpc=_cpc(book),
        family=attribute(element, "familyid"),
        citations=citations(book),
        members=sum(1 for _each in element.iter("{*}family-member")),
        status=attribute(element, "status"),
    )


def children(element: Element | None, *names: str) -> list[Element]:
    found = () if element is None else element.iterchildren("*")
    return [each for each in found if name_of(each.tag) in names]


def below(element: Element, *path: str) -> list[Element]:
    """Children of children … of these names."""
    found = [element]
    for name in path:
        found = [child for each in found for child in children(each, name)]
    return found


def numbers(references: Iterable[Element]) -> tuple[RawNumber, ...]:
    """The forms of one number, DOCDB's first. The form stands at the reference (DOCDB) or inside it (OPS)."""
    found = []
    for reference in references:
        for each in children(reference, "documentid") or [reference]:
            form = attribute(each, "documentidtype") or attribute(reference, "dataformat") or "docdb"
            found.append(number(each, form))
    return tuple(sorted((each for each in found if each.number), key=lambda each: _rank(each.form)))


def number(identifier: Element, form: str = "docdb") -> RawNumber:
    texts = {name_of(each.tag): text_of(each) for each in identifier.iterchildren("*")}
    return RawNumber(
        texts.get("docnumber", ""),
        texts.get("country", ""),
        texts.get("kind", ""),
        texts.get("date", ""),
        form,
    )


def _rank(form: str) -> int:
    return _FORMS.index(form) if form in _FORMS else len(_FORMS)


def priorities(book: Element) -> tuple[tuple[RawNumber, ...], ...]:
    """DOCDB writes a claim once for each form, with one sequence number."""
    claims: dict[str, list[Element]] = {}
    found = below(book, "priorityclaims", "priorityclaim") + children(book, "priorityclaim")
    for place, claim in enumerate(found):
        claims.setdefault(attribute(claim, "sequence") or f"place {place}", []).append(claim)
    return tuple(filter(None, map(numbers, claims.values())))


def titles(elements: Iterable[Element], language: str = "") -> tuple[tuple[str, str], ...]:
    """The first of each language."""
    found: dict[str, str] = {}
    for each in elements:
        if text := text_of(each):
            found.setdefault((attribute(each, "lang") or language).lower(), text)
    return tuple(found.items())


def parties(book: Element, group: str, role: str) -> tuple[str, ...]:
    by_form: dict[str, list[str]] = {}
    for each in below(book, "parties", group, role):
        if name := _RESIDENCE.sub("", part(each, "name")):
            by_form.setdefault(attribute(each, "dataformat"), []).append(name)
    form = next((form for form in _PARTY_FORMS if form in by_form), next(iter(by_form), ""))
    return tuple(by_form.get(form, ()))


def ipc(book: Element) -> tuple[str, ...]:
    """The class marked as first before the others; classes of older editions where there are no newer ones."""
    newer = below(book, "classificationsipcr", "classificationipcr")
    texts = sorted(map(_ipcr, newer), key=lambda text: not _IS_FIRST.search(text))
    if not texts:
        older = children(book, "classificationipc")
        names = ("mainclassification", "furtherclassification")
        texts = [text_of(each) for each in (child for one in older for child in children(one, *names))]
    return tuple(dict.fromkeys(map(_plain_ipc, filter(None, texts))))


def _ipcr(element: Element) -> str:
    """As text (DOCDB), or put together of its parts (USPTO)."""
    if first(element, "mainclassification") is None and (symbol := symbol_of(element)):
        mark = " 20060101AF" if part(element, "symbolposition") == "F" else ""
        return symbol + mark
    return text_of(element)


def _plain_ipc(text: str) -> str:
    """A61K9/16 of "A61K 9/16 20060101AFI20051008RMEP" and of the older "7A 61K 9/16 A"."""
    match = _IPC.match(text)
    return f"{match[1]}{match[2]}{match[3]}/{match[4]}" if match else text


def symbol_of(element: Element) -> str:
    pieces = [part(element, name) for name in _SYMBOL]
    return "{}{}{}{}/{}".format(*pieces) if all(pieces) else ""


def _cpc(book: Element) -> tuple[str, ...]:
    """Several offices may give the same class."""
    found = (
        part(each, "classificationsymbol") or symbol_of(each) or text_of(each)
        for each in below(book, "patentclassifications", "patentclassification")
        if part(each, "scheme").upper().startswith("CPC")
    )
    return tuple(dict.fromkeys(found))


def citations(book: Element) -> tuple[RawCitation, ...]:
    lists = children(book, "referencescited", "usreferencescited")
    found = (each for one in lists for each in children(one, "citation", "uscitation"))
    return tuple(filter(None, map(_citation, found)))


def _citation(element: Element) -> RawCitation | None:
    categories = filter(None, (text_of(each) for each in element.iter("{*}category")))
    category, phase = ";".join(dict.fromkeys(categories)), attribute(element, "citedphase")
    for other in children(element, "nplcit"):
        text = part(other, "text", "othercit") or text_of(other)
        return RawCitation(text=text, category=category, phase=phase) if text else None
    for cited in children(element, "patcit"):
        printed = attribute(cited, "dnum")
        found = numbers([cited]) or ((RawNumber(printed, form="epodoc"),) if printed else ())
        return RawCitation(found, text_of(cited), category, phase) if found or text_of(cited) else None
    return None


def claims(elements: Iterable[Element], language: str = "") -> Iterator[RawText]:
    for each in elements:
        found = [text for claim in children(each, "claim") for text in _claim(claim)]
        if found:
            yield RawText(TextPart.CLAIMS, attribute(each, "lang") or language, tuple(found))


def _claim(claim: Element) -> Iterator[str]:
    """OPS puts all claims into one element, a claim-text for each; the USPTO has claim-texts in a claim-text."""
    for each in claim.iter("{*}claim-text"):
        each.text = f" {each.text or ''}"
        each.tail = f" {each.tail or ''}"
    return filter(None, map(text_of, children(claim, "claimtext") or [claim]))


def descriptions(elements: Iterable[Element], language: str = "") -> Iterator[RawText]:
    for each in elements:
        if found := tuple(filter(None, map(text_of, _blocks(each)))):
            yield RawText(TextPart.DESCRIPTION, attribute(each, "lang") or language, found)


def _blocks(element: Element) -> Iterator[Element]:
    """Paragraphs and headings, and whatever stands between them."""
    for child in element.iterchildren("*"):
        if name_of(child.tag) in _BLOCKS or next(child.iter("{*}p", "{*}heading"), None) is None:
            yield child
        else:
            yield from _blocks(child)
