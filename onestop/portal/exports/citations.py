"""Citations for reference managers: RIS and BibTeX."""

import re
from collections.abc import Iterator
from datetime import date

from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from rispy import RisWriter

from onestop.core import clock
from onestop.portal.exports.base import Export, Line, application_number, joined, lines, stream
from onestop.portal.pages.labels import kind_label, status_label
from onestop.records.search import display_number
from onestop.records.search import number_of as number_in_address
from onestop.records.status import status_of


def ris(export: Export) -> HttpResponseBase:
    return stream(export, "ris", "application/x-research-info-systems", _ris_parts(export))


class _Ris(RisWriter):  # type: ignore[misc]
    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        """No numbered line before each citation: reference managers take it for a damaged file."""
        return ""


def _ris_parts(export: Export) -> Iterator[str]:
    for some in lines(export):
        with translation.override(export.language):
            citations = [_citation(line) for line in some]
        yield _Ris().formats(citations) + _Ris.NEWLINE


def _citation(line: Line) -> dict[str, str | list[str]]:
    """Tags as EndNote and Zotero read them for a patent (TY PAT); what is not known is left out."""
    record, patent = line.record, line.patent
    issued_on = patent.granted_on or patent.published_on
    fields: dict[str, str | list[str]] = {
        "type_of_reference": "PAT",
        "title": record.title
        or display_number(number_in_address(record)),  # without TI a citation is not taken
        "authors": list(record.inventors),
        "publisher": joined(record.applicants or record.patentees),
        "note": application_number(record),  # M1
        "issn": joined(tuple(p.number for p in record.publications)),  # SN
        "custom1": _ris_day(record.filed_on),  # C1, filing date
        "year": str(issued_on.year) if issued_on else "",
        "date": _ris_day(issued_on),
        "custom6": status_label(status_of(record, clock.today()).status),  # C6, legal status
        "type_of_work": kind_label(record.kind),  # M3
        "place_published": _("中国"),
        "keywords": list(record.ipc or record.locarno),
        "abstract": record.abstract,
        "urls": [line.url],
        "notes": [_("演示数据：虚构的专利，仅供演示。")] if patent.is_demonstration else [],
    }
    return {name: _on_one_line(value) for name, value in fields.items() if value}


def _ris_day(day: date | None) -> str:
    return day.strftime("%Y/%m/%d") if day else ""


def _on_one_line(value: str | list[str]) -> str | list[str]:
    """A line break in a text would begin a new tag."""
    return " ".join(value.split()) if isinstance(value, str) else [" ".join(each.split()) for each in value]


def ris_entry(line: Line) -> str:
    return str(_Ris().formats([_citation(line)]))


def bibtex_entry(line: Line) -> str:
    return _entry(line)


def bibtex(export: Export) -> HttpResponseBase:
    return stream(export, "bib", "application/x-bibtex", _bibtex_parts(export))


def _bibtex_parts(export: Export) -> Iterator[str]:
    for some in lines(export):
        with translation.override(export.language):
            entries = [_entry(line) for line in some]
        yield "".join(entries)


def _entry(line: Line) -> str:
    """As biblatex has it for a patent; the key is the number in the address."""
    record = line.record
    issued_on = line.patent.granted_on or line.patent.published_on
    number = number_in_address(record)
    fields = {
        "title": record.title or display_number(number),
        "author": " and ".join(f"{{{_tex(name)}}}" for name in record.inventors),
        "holder": " and ".join(f"{{{_tex(name)}}}" for name in record.patentees or record.applicants),
        "number": application_number(record) or record.publications[0].number,
        "type": kind_label(record.kind),
        "date": str(issued_on or record.filed_on or ""),
        "location": _("中国"),
        "abstract": record.abstract,
        "url": line.url,
        "note": _("演示数据：虚构的专利，仅供演示。") if line.patent.is_demonstration else "",
    }
    ready = {"author", "holder"}  # each name in braces already
    said = [
        f"  {name} = {{{value if name in ready else _tex(value)}}}" for name, value in fields.items() if value
    ]
    return f"@patent{{CN{number.removeprefix('CN')},\n" + ",\n".join(said) + "\n}\n\n"


_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def _tex(text: str) -> str:
    """Signs that TeX would act on stand for themselves; a line break would begin a new paragraph."""
    return re.sub(r"[\\~^#$%&_{}]", lambda sign: _TEX.get(sign[0], f"\\{sign[0]}"), " ".join(text.split()))
