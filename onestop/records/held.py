"""What is held here under the numbers that edges join: a patent, a document of another office, or nothing.

Two or three queries, whatever the number of numbers.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from onestop.law.kind_codes import is_grant
from onestop.records.models import Document, Patent, Publication
from onestop.records.values import application_number, publication_number

_MAX_DOCUMENTS = 3_000


@dataclass(frozen=True)
class HeldDocument:
    number: str
    kind_code: str
    published_on: date | None
    is_grant: bool | None
    """Shows that a right was granted; None where the office's practice is not recorded."""
    is_page: bool
    """A document with a page of its own, not a publication of a patent."""


@dataclass
class Held:
    """What is held under one number; without any document: nothing."""

    titles: dict[str, str] = field(default_factory=dict)
    """Language -> text."""
    applicants: tuple[str, ...] = ()
    filed_on: date | None = None
    patent: str = ""
    """Address number of the patent, where it is one of ours."""
    documents: list[HeldDocument] = field(default_factory=list)


def docdb_application(number: str) -> str:
    """CN201510817712 of our 2015108177127."""
    return f"CN{number[:-1]}" if number else ""


def held_by_application(applications: Collection[str]) -> dict[str, Held]:
    """By application as DOCDB writes it. Only those of which something is held."""
    found: dict[str, Held] = defaultdict(Held)
    documents = Document.objects.filter(application__in=applications).order_by("published_on", "key")
    for document in documents[:_MAX_DOCUMENTS]:
        _add_document(found[document.application], document)
    chinese = [each for each in applications if each.startswith("CN")]
    ours = [application_number.clean(each) for each in chinese if application_number.is_valid(each)]
    for patent in Patent.objects.filter(application_number__in=ours).prefetch_related("publications"):
        entry = found[docdb_application(patent.application_number or "")]
        _add_patent(entry, patent, list(patent.publications.all()))
    return dict(found)


def held_by_serial(serials: Collection[str]) -> dict[str, Held]:
    """By document number without kind. Only those of which something is held."""
    found: dict[str, Held] = defaultdict(Held)
    documents = Document.objects.filter(serial__in=serials).order_by("published_on", "key")
    for document in documents[:_MAX_DOCUMENTS]:
        _add_document(found[document.serial], document)
    publications = Publication.objects.filter(serial__in=serials).select_related("patent")
    for publication in publications.order_by("published_on", "number"):
        _add_patent(found[publication.serial], publication.patent, [publication])
    return dict(found)


def _add_document(held: Held, document: Document) -> None:
    held.titles |= document.titles
    held.applicants = tuple(document.applicants) or held.applicants
    held.filed_on = document.filed_on or held.filed_on
    shows = is_grant(document.office, document.kind_code, document.published_on)
    held.documents.append(
        HeldDocument(document.key, document.kind_code, document.published_on, shows, is_page=True)
    )


def _add_patent(held: Held, patent: Patent, publications: list[Publication]) -> None:
    """The patent speaks before a document that another office tells of it."""
    held.titles |= {"zh": patent.title} if patent.title else {}
    held.filed_on = patent.filed_on or held.filed_on
    held.patent = patent.application_number or publications[0].serial
    known = {each.number for each in held.documents}
    for each in publications:
        if each.number not in known:
            code = publication_number.kind_code(each.number)
            shows = is_grant("CN", code, each.published_on)
            held.documents.append(HeldDocument(each.number, code, each.published_on, shows, is_page=False))
