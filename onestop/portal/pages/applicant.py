"""The page of one applicant, known by its printed name."""

from dataclasses import replace

from django.utils.translation import gettext as _

from onestop.portal.pages.addresses import applicant_csv_href, filter_href, holder_href
from onestop.portal.pages.charts import Counts, field_chart
from onestop.portal.pages.figures import applicant_figures
from onestop.portal.pages.lines import result_line
from onestop.portal.pages.site import holdings, notice
from onestop.portal.pages.types import ApplicantPage, ChartRow, Link, NotFound
from onestop.records.holders.queries import holder_of
from onestop.records.search import PatentSearch, search_patents

_CHARTS = ("filed_year", "kind", "status", "ipc_subclass")
_NEWEST = 10
_PARTNERS = 12


def applicant_page(name: str) -> ApplicantPage:
    scope = ("applicant", name)
    counts = Counts(scope, fields=(*_CHARTS, "applicant"))
    if not counts.total:
        raise NotFound(
            "applicant.not_found",
            _("本站没有名为“%s”的申请人。") % name,
            _("名称要与专利上印的完全一致；请改用检索，输入名称的一部分。"),
        )
    as_of = holdings().as_of
    newest = search_patents(PatentSearch(filters=(scope,), sort="filed_desc", page_size=_NEWEST, facets=()))
    return ApplicantPage(
        title=name,
        notice=notice(),
        name=name,
        holder=_holder(name),
        total=counts.total,
        figures=applicant_figures(counts),
        charts=tuple(
            field_chart(counts, field, as_of, lambda code: applicant_csv_href(name, code))
            for field in _CHARTS
        ),
        partners=_partners(counts, name),
        lines=tuple(replace(result_line(hit), snippet=()) for hit in newest.hits),
        search_href=filter_href(scope),
        as_of=as_of,
    )


def _holder(name: str) -> Link | None:
    found = holder_of(name)
    return Link(found.name, holder_href(found.pk)) if found else None


def _partners(counts: Counts, name: str) -> tuple[ChartRow, ...]:
    """Who is named beside it, found by both names in one patent."""
    others = [each for each in counts.facets["applicant"] if each.value != name][:_PARTNERS]
    return tuple(
        ChartRow(each.value, each.count, filter_href(("applicant", each.value), text=f'PA=="{name}"'))
        for each in others
    )
