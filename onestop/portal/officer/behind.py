"""The records and rows behind a measure of quality, page by page and as a table to work through."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onestop.core.keyset import KeysetPage, page
from onestop.ingest import completeness, quality
from onestop.ingest.models import RowReport
from onestop.ingest.quality import Measure
from onestop.portal.pages.addresses import document_href, holder_href, patent_href, trademark_href
from onestop.records.models import Document, Holder, Patent, Trademark
from onestop.records.search import display_number
from onestop.records.values import publication_number
from onestop.records.values.cells import escape

MOST_IN_FILE = 10_000
_AT_ONCE = 500


@dataclass(frozen=True)
class Faulty:
    """A record of the list, as a link."""

    label: str
    title: str
    href: str
    detail: str


def reports(wanted: Measure, source: str, code: str) -> QuerySet[RowReport]:
    rows = quality.reports_of(wanted)
    rows = rows.filter(run__source=source) if source else rows
    return rows.filter(code=code) if code else rows


def records(wanted: Measure, source: str, after: str, size: int) -> KeysetPage[Any]:
    """By the keys kept where finding them takes long, else by going through the table."""
    kept = quality.kept_keys(wanted)
    if kept:
        return _page_of_keys(wanted, _from_source(wanted, kept, source), after, size)
    if not wanted.is_lookup:
        return KeysetPage((), None, True)
    rows = quality.faulty_records(wanted)
    if source:
        rows = rows.filter(pk__in=completeness.keys_from(wanted.of, source))
    return page(rows, "id", after, size)


def _from_source(wanted: Measure, keys: list[int], source: str) -> list[int]:
    if not source:
        return keys
    here = completeness.keys_from(wanted.of, source).filter(key__in=keys)
    known = set(here.values_list("key", flat=True))
    return [key for key in keys if key in known]


def _page_of_keys(wanted: Measure, keys: Sequence[int], after: str, size: int) -> KeysetPage[Any]:
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    some = quality.after(keys, start, size + 1)
    rows = quality.TABLES[wanted.of]._default_manager.filter(pk__in=some[:size]).order_by("pk")
    has_more = len(some) > size
    return KeysetPage(tuple(rows), some[size - 1] if has_more else None, start == 0)


def shown(wanted: Measure, rows: Sequence[Any]) -> list[Faulty]:
    if wanted.of == "patent":
        return _patents(rows)
    return [_SHOW[wanted.of](each) for each in rows]


def _patents(rows: Sequence[Patent]) -> list[Faulty]:
    """Two queries: the page of records is there already, their publications come together."""
    known = Patent.objects.prefetch_related("publications").in_bulk([each.pk for each in rows])
    return [_patent(known[each.pk]) for each in rows if each.pk in known]


def _patent(patent: Patent) -> Faulty:
    published = [publication_number.serial(each.number) for each in patent.publications.all()]
    number = patent.application_number or next(iter(published), "")
    days = {_("申请"): patent.filed_on, _("公布"): patent.published_on, _("授权"): patent.granted_on}
    parts = [f"{label} {day}" for label, day in days.items() if day]
    detail = " · ".join([*parts, *filter(None, (patent.region, patent.address))])
    href = patent_href(number) if number else ""
    return Faulty(display_number(number) if number else str(patent.pk), patent.title, href, detail)


def _trademark(mark: Trademark) -> Faulty:
    href = trademark_href(mark.office, mark.number)
    days = {_("申请"): mark.filed_on, _("注册"): mark.registered_on}
    parts = [f"{label} {day}" for label, day in days.items() if day]
    return Faulty(
        f"{mark.number} · {mark.nice_class}", mark.mark, href, " · ".join([*parts, *mark.applicants])
    )


def _document(document: Document) -> Faulty:
    title = next(iter(document.titles.values()), "")
    days = {_("申请"): document.filed_on, _("公布"): document.published_on}
    parts = [f"{label} {day}" for label, day in days.items() if day]
    return Faulty(
        document.key, title, document_href(document.key), " · ".join([*parts, *document.applicants])
    )


def _holder(holder: Holder) -> Faulty:
    detail = " · ".join(filter(None, (holder.get_kind_display(), holder.uscc, holder.region, holder.address)))
    return Faulty(holder.name, "", holder_href(holder.pk), detail)


_SHOW: dict[str, Callable[[Any], Faulty]] = {
    "trademark": _trademark,
    "document": _document,
    "holder": _holder,
}


def record_lines(wanted: Measure, source: str, base: str) -> Iterator[Sequence[str]]:
    yield _("号码或名称"), _("题名"), _("说明"), _("页面")
    yield from islice(_record_lines(wanted, source, base), MOST_IN_FILE)


def _record_lines(wanted: Measure, source: str, base: str) -> Iterator[Sequence[str]]:
    after: int | None = 0
    while after is not None:
        found = records(wanted, source, str(after), _AT_ONCE)
        for each in shown(wanted, found.rows):
            yield each.label, each.title, each.detail, f"{base}{each.href}" if each.href else ""
        after = found.after


def report_lines(wanted: Measure, source: str, code: str) -> Iterator[Sequence[str]]:
    yield _("文件"), _("导入编号"), _("行号"), _("代码"), _("原因"), _("办法")
    rows = reports(wanted, source, code).order_by("run", "line", "pk")
    values = rows.values_list("run__file_name", "run", "line", "code", "message", "advice")
    for line in values[:MOST_IN_FILE].iterator():
        yield tuple(map(str, line))


def as_csv(lines: Iterator[Sequence[str]]) -> str:
    """With a byte order mark for spreadsheet programs; nothing in it starts a formula."""
    out = StringIO()
    csv.writer(out).writerows([escape(cell) for cell in line] for line in lines)
    return "\ufeff" + out.getvalue()
