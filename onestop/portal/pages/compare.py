"""Two or three patents side by side, with what they share and where they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.portal.pages.addresses import patent_href
from onestop.portal.pages.labels import kind_label, region_label, status_label
from onestop.portal.pages.patent import patent_heading, patent_number
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Link, NotFound, Page
from onestop.records.full_texts import newest
from onestop.records.models import FullText, Patent, TextPart
from onestop.records.queries import patent_by_number, records_of
from onestop.records.search import display_number
from onestop.records.status import status_of
from onestop.records.types import PatentRecord

MOST = 3
MAX_CLAIMS = 100


@dataclass(frozen=True)
class Item:
    text: str
    is_shared: bool
    """Every patent compared has it."""


@dataclass(frozen=True)
class CompareRow:
    code: str
    label: str
    is_same: bool
    cells: tuple[tuple[Item, ...], ...]
    """For each patent its values; empty where the sources say nothing."""


@dataclass(frozen=True, kw_only=True)
class ComparePage(Page):
    patents: tuple[Link, ...]
    rows: tuple[CompareRow, ...]
    note: str
    """What could not be compared."""


def compare_page(numbers: Sequence[str]) -> ComparePage:
    """`numbers` in any usual form."""
    patents = list({each.pk: each for each in map(_patent, dict.fromkeys(numbers))}.values())
    if not 2 <= len(patents) <= MOST:
        raise UserError(
            "compare.count",
            _("要选两件或三件来对比，现在有 %d 件。") % len(patents),
            _("请回到结果页，勾选两三件再点“并排对比”。"),
        )
    records = records_of([each.pk for each in patents])
    claims = [_claims(each) for each in patents]
    columns = [_facts(each, records[each.pk]) for each in patents]
    rows = [_row(code, label, [column[code] for column in columns]) for code, label in _labels().items()]
    if any(claims):
        rows.append(_row("claims", _("权利要求"), claims))
    return ComparePage(
        title=_("并排对比"),
        notice=notice(),
        patents=tuple(Link(patent_heading(each), patent_href(patent_number(each))) for each in patents),
        rows=tuple(row for row in rows if any(row.cells)),
        note="" if all(claims) else _("没有收录权利要求书的专利，权利要求一栏是空的。"),
    )


def _patent(number: str) -> Patent:
    patent = patent_by_number(number)
    if patent is None:
        raise NotFound(
            "patent.not_found", _("本站没有号码为“%s”的专利。") % number[:60], _("请核对号码，或改用检索。")
        )
    return patent


def _labels() -> dict[str, str]:
    return {
        "number": _("申请号"),
        "publications": _("公开（公告）号"),
        "kind": _("专利类型"),
        "status": _("法律状态"),
        "title": _("名称"),
        "applicants": _("申请人"),
        "patentees": _("专利权人"),
        "inventors": _("发明人"),
        "filed_on": _("申请日"),
        "published_on": _("公布日"),
        "granted_on": _("授权公告日"),
        "ends_on": _("权利终止日"),
        "classes": _("分类号"),
        "agencies": _("代理机构"),
        "region": _("地区"),
        "abstract": _("摘要"),
    }


def _facts(patent: Patent, record: PatentRecord) -> dict[str, Sequence[str]]:
    return {
        "number": [display_number(patent_number(patent))],
        "publications": [each.number for each in record.publications],
        "kind": [kind_label(record.kind)],
        "status": [status_label(status_of(record, clock.today()).status)],
        "title": [record.title],
        "applicants": record.applicants,
        "patentees": record.patentees,
        "inventors": record.inventors,
        "filed_on": [str(patent.filed_on or "")],
        "published_on": [str(patent.published_on or "")],
        "granted_on": [str(patent.granted_on or "")],
        "ends_on": [str(patent.ends_on or "")],
        "classes": record.ipc or record.locarno,
        "agencies": record.agencies,
        "region": [region_label(record.region) if record.region else ""],
        "abstract": [record.abstract],
    }


def _claims(patent: Patent) -> Sequence[str]:
    """Of the newest document whose claims are held, Chinese before other languages."""
    documents = [each.number for each in patent.publications.all()]
    found = FullText.objects.filter(document__in=documents, part=TextPart.CLAIMS)
    text = newest(found)
    return text.paragraphs[:MAX_CLAIMS] if text else ()


def _row(code: str, label: str, values: Sequence[Sequence[str]]) -> CompareRow:
    shared = set.intersection(*map(set, values))
    cells = tuple(tuple(_items(each, shared)) for each in values)
    return CompareRow(code, label, all(set(each) == shared for each in values), cells)


def _items(values: Sequence[str], shared: set[str]) -> Iterator[Item]:
    return (Item(value, value in shared) for value in values if value)
