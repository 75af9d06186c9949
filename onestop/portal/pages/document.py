"""The page of a published document of another office: what sources told of it, and nothing concluded."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.law.kind_codes import is_grant
from onestop.portal.pages.addresses import document_href, patent_href
from onestop.portal.pages.labels import class_titles
from onestop.portal.pages.offices import language_name, office_name
from onestop.portal.pages.origins import MAX_ROWS, changed_facts, source_lines
from onestop.portal.pages.relations import read_shown, related, text_sections
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import (
    ClassLine,
    DocumentEventLine,
    DocumentPage,
    LanguageText,
    Link,
    NotFound,
    PublicationLine,
)
from onestop.portal.pages.types_related import HistoryEntry
from onestop.records.document_fields import DOCUMENT
from onestop.records.families import ends_of_document
from onestop.records.held import held_by_serial
from onestop.records.models import Correction, Document, DocumentEvent, Scheme, Statement
from onestop.records.registers.documents import DOCUMENTS
from onestop.records.values import document_number

MAX_EVENTS = 300
_FACTS = ("application", "published_on", "filed_on", "titles", "abstracts", "applicants", "inventors", "ipc", "cpc", "family")  # fmt: skip


def document_page(number: str, family: str = "", levels: str = "", searched: str = "") -> DocumentPage:
    """`number` in any usual form; without kind code the newest document of that number is shown. The words of the
    query `searched` are marked in the texts."""
    shown = read_shown(family, levels)
    documents = _documents(number)
    document = documents[0]
    href = document_href(document.key)
    grant = is_grant(document.office, document.kind_code, document.published_on)
    events = DocumentEvent.objects.filter(serial=document.serial).order_by("-effective_on", "-pk")
    titles = tuple(_texts(document.titles))
    return DocumentPage(
        title=titles[0].text if titles else document.key,
        notice=notice(),
        number=document.key,
        href=href,
        office=document.office,
        office_name=office_name(document.office),
        kind_code=document.kind_code,
        is_grant=grant,
        grant_label=_grant_label(grant),
        application=document.application,
        published_on=document.published_on,
        filed_on=document.filed_on,
        titles=titles,
        abstracts=tuple(_texts(document.abstracts)),
        applicants=tuple(document.applicants),
        inventors=tuple(document.inventors),
        classes=tuple(_classes(document)),
        publications=tuple(
            PublicationLine(each.key, each.kind_code, each.published_on, document_href(each.key))
            for each in documents[1:]
        ),
        patent=_patent(document),
        events=tuple(_event(each) for each in events[:MAX_EVENTS]),
        events_left_out=max(0, events.count() - MAX_EVENTS),
        texts=text_sections([document.key], searched, DOCUMENT),
        related=related(ends_of_document(document), shown, href),
        sources=source_lines(
            Statement.objects.filter(register=DOCUMENTS.name, entry=document.pk)
            .select_related("file")
            .order_by("-recorded_at")[:MAX_ROWS]
        ),
        history=tuple(_history(document)),
        is_demonstration=document.is_demonstration,
    )


def _documents(text: str) -> list[Document]:
    """Those of the same number, first the one meant."""
    number = _read(text)
    found = list(
        Document.objects.filter(serial=document_number.serial(number)).order_by("-published_on", "-key")
    )
    found.sort(key=lambda each: each.key != number)
    if not found or (document_number.kind_code(number) and found[0].key != number):
        raise NotFound(
            "document.not_found",
            _("本站没有号码为“%s”的文献。") % text[:40],
            _("请核对号码；其他局的文献要先导入（DOCDB、OPS 或美国专利局的数据）才看得到。"),
        )
    return found


def _read(text: str) -> str:
    try:
        return document_number.clean(text)
    except UserError as error:
        raise NotFound(error.code, error.message, error.hint) from error


def _grant_label(grant: bool | None) -> str:
    if grant is None:
        return _("种类代码看不出是否授权")
    return _("授权文献") if grant else _("申请公开等，不是授权文献")


def _texts(texts: dict[str, str]) -> Iterator[LanguageText]:
    """The visitor's language first, then English."""
    first = ("en", "zh") if get_language() == "en" else ("zh", "en")
    order = [*(each for each in first if each in texts), *sorted(set(texts) - set(first))]
    return (LanguageText(each, language_name(each), texts[each]) for each in order)


def _classes(document: Document) -> Iterator[ClassLine]:
    titles = class_titles(document.ipc)
    for position, symbol in enumerate(document.ipc):
        yield ClassLine(
            Scheme.IPC.value, str(Scheme.IPC.label), symbol, titles[symbol], "", is_main=position == 0
        )
    for symbol in document.cpc:
        yield ClassLine(Scheme.CPC.value, str(Scheme.CPC.label), symbol, "", "", is_main=False)


def _patent(document: Document) -> Link | None:
    if document.office != "CN":
        return None
    held = held_by_serial([document.serial]).get(document.serial)
    return (
        Link(held.titles.get("zh", held.patent), patent_href(held.patent)) if held and held.patent else None
    )


def _event(event: DocumentEvent) -> DocumentEventLine:
    return DocumentEventLine(
        event.effective_on,
        event.code,
        event.country,
        office_name(event.country),
        event.text,
        event.recorded_on,
    )


def _history(document: Document) -> Iterator[HistoryEntry]:
    found = Correction.objects.filter(register=DOCUMENTS.name, entry=document.pk).select_related("source")
    for each in found.order_by("-pk")[:MAX_ROWS]:
        yield HistoryEntry(
            each.changed_at.date(), each.source.name, tuple(changed_facts(each.before, _FACTS))
        )
