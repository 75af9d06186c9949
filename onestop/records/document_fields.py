"""The searchable fields of the documents of other offices: where they are the same as a patent's, with the same codes."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core.errors import UserError
from onestop.core.text import to_half_width
from onestop.records import typed
from onestop.records.fields import FULL_TEXT, PATENT
from onestop.records.full_texts import texts_of_documents
from onestop.records.values import document_number
from onestop.search.schema import DocumentType, Field, FieldType

_OFFICE = re.compile("[A-Z]{2}")
_NUMBER = re.compile(r"[A-Za-z]{2}[\s0-9A-Za-z/,.-]{4,30}")
_MIN_DIGITS = 6
_AS_PATENTS = (
    "title", "abstract", "inventor", "claims", "description",
    "ipc", "cpc", "ipc_section", "ipc_subclass", "filed_on", "published_on",
)  # fmt: skip


def _clean_office(text: str) -> str:
    code = to_half_width(text).strip().upper()
    if not _OFFICE.fullmatch(code):
        raise UserError(
            "search.unknown_office", _("“%s”不是局代码") % text, _("两个字母，例如 US、EP、JP（WIPO ST.3）")
        )
    return code


def _clean_family(text: str) -> str:
    return to_half_width(text).strip()


def _recognise(text: str) -> tuple[Field, str] | None:
    """A whole term that is the number of a document: EP2400812A1, US 7,272,630 B2."""
    half = to_half_width(text).strip()
    if sum(character.isdigit() for character in half) < _MIN_DIGITS or not _NUMBER.fullmatch(half):
        return None
    return (NUMBER, document_number.clean(half)) if document_number.is_valid(half) else None


NUMBER = Field(
    "publication_number",
    FieldType.KEYWORD,
    ("PN", "公开号", "公告号", "公开公告号"),
    gettext_lazy("公开（公告）号"),
    clean=document_number.clean,
    identifies=True,
    example="PN=EP2400812A1",
)
DOCUMENT = DocumentType(
    "document",
    (
        *(PATENT.by_name[name] for name in _AS_PATENTS),
        Field(
            "applicant",
            FieldType.TEXT,
            ("PA", "申请人", "专利权人", "AP"),
            gettext_lazy("申请人"),
            2.0,
            free_text=True,
            facet=True,
            example="PA=university",
        ),
        NUMBER,
        Field(
            "application_number",
            FieldType.KEYWORD,
            ("AN", "申请号"),
            gettext_lazy("申请号"),
            clean=document_number.clean_application,
            identifies=True,
            example="AN=EP10167109",
        ),
        Field(
            "office",
            FieldType.KEYWORD,
            ("CC", "局", "国家", "OFFICE"),
            gettext_lazy("局"),
            facet=True,
            clean=_clean_office,
            example="CC=US",
        ),
        Field(
            "family",
            FieldType.KEYWORD,
            ("FAM", "同族号"),
            gettext_lazy("同族号"),
            clean=_clean_family,
            example="FAM=42545391",
        ),
        Field(
            "published_year",
            FieldType.NUMBER,
            ("PDY", "公布年"),
            gettext_lazy("公布年"),
            facet=True,
            bounds=typed.whole_number,
            example="PDY=2011",
        ),
    ),
    recognise=_recognise,
    groups=(FULL_TEXT,),
    read_texts=texts_of_documents,
)
