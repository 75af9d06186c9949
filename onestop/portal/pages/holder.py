"""The page of one holder of rights: what it is called, where it is, what it holds, what it belongs to."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.portal.pages.addresses import (
    applicant_href,
    filter_href,
    holder_csv_href,
    holder_href,
    overview_href,
)
from onestop.portal.pages.charts import Counts, field_chart
from onestop.portal.pages.figures import applicant_figures
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.origins import entry_sources, source_lines
from onestop.portal.pages.portrait import Portrait, portrait_of
from onestop.portal.pages.site import holdings, notice
from onestop.portal.pages.types import Chart, Figure, Link, NotFound, Page
from onestop.portal.pages.types_related import SourceLine
from onestop.records.holders import queries
from onestop.records.models import Holder, HolderKind, HolderName, HolderRelation, NameKind, RelationKind

_CHARTS = ("filed_year", "kind", "status", "ipc_subclass")
MOST_NAMES = 40
"""Names in the address of one search: what browsers and servers take for certain."""


@dataclass(frozen=True)
class HolderNameLine:
    name: str
    kind: str
    """current, former, alias, foreign."""
    kind_label: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class HonourLine:
    label: str
    level_label: str
    detail: str
    """Grade, batch and number of the certificate, as far as known."""
    valid_from: date | None
    valid_to: date | None
    is_valid: bool | None
    """Today; None where no day is known."""
    sources: tuple[SourceLine, ...]
    """The rows of lists that told it."""


@dataclass(frozen=True)
class RelatedHolder:
    name: str
    relation: str
    """branch, group_member."""
    label: str
    """What the other is to this holder."""
    href: str


@dataclass(frozen=True, kw_only=True)
class HolderPage(Page):
    number: int
    name: str
    kind: str
    kind_label: str
    uscc: str
    """Masked for people; empty where it is not known."""
    region: Link | None
    address: str
    """Empty for people."""
    names: tuple[HolderNameLine, ...]
    printed: tuple[Link, ...]
    """As documents print it."""
    total: int
    """Patents that name it as applicant or patentee."""
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]
    trademarks: int
    search_href: str
    """Empty where there is nothing to find, or too many names for one search."""
    honours: tuple[HonourLine, ...]
    above: tuple[RelatedHolder, ...]
    below: tuple[RelatedHolder, ...]
    group_total: int
    """Patents of it with its branches and the members of its group; 0 where it has none."""
    group_href: str
    portrait: Portrait
    sources: tuple[SourceLine, ...]
    as_of: date | None
    is_demonstration: bool


def holder_page(number: int) -> HolderPage:
    """Of one that was merged, the page of its survivor."""
    found = Holder.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(
            "holder.not_found",
            _("没有编号为 %s 的权利人。") % number,
            _("请从专利或申请人的页面进入，或改用检索。"),
        )
    return _page(queries.survivor(found))


def _page(holder: Holder) -> HolderPage:
    printed = queries.printed_names([holder.pk])
    counts = Counts(*_scope(printed), fields=_CHARTS) if printed else None
    above, below = _relations(holder)
    group_total, group_href = _group(holder) if below else (0, "")
    as_of = holdings().as_of
    return HolderPage(
        title=holder.name,
        notice=notice(),
        number=holder.pk,
        name=holder.name,
        kind=holder.kind,
        kind_label=str(HolderKind(holder.kind).label),
        uscc=_shown_code(holder),
        region=Link(region_label(holder.region), overview_href(holder.region)) if holder.region else None,
        address="" if holder.kind == HolderKind.PERSON else holder.address,
        names=_names(holder),
        printed=tuple(Link(name, applicant_href(name)) for name in printed),
        total=counts.total if counts else 0,
        figures=applicant_figures(counts) if counts else (),
        charts=tuple(
            field_chart(counts, field, as_of, lambda code: holder_csv_href(holder.pk, code))
            for field in _CHARTS
        )
        if counts and counts.total
        else (),
        trademarks=holder.trademarks.count(),
        search_href=_search_href(printed),
        honours=_honours(holder),
        above=above,
        below=below,
        group_total=group_total,
        group_href=group_href,
        portrait=portrait_of(holder, counts, printed, as_of),
        sources=source_lines(queries.sources_of(holder)),
        as_of=as_of,
        is_demonstration=holder.is_demonstration,
    )


def _scope(names: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple(("applicant", name) for name in names)


def _search_href(names: list[str]) -> str:
    return filter_href(*_scope(names)) if 0 < len(names) <= MOST_NAMES else ""


def _group(holder: Holder) -> tuple[int, str]:
    names = queries.printed_names(queries.with_parts(holder))
    return (Counts(*_scope(names), fields=()).total if names else 0), _search_href(names)


def _shown_code(holder: Holder) -> str:
    code = holder.uscc or ""
    return code[:2] + "*" * (len(code) - 6) + code[-4:] if holder.kind == HolderKind.PERSON and code else code


def _names(holder: Holder) -> tuple[HolderNameLine, ...]:
    order = {kind: place for place, kind in enumerate(NameKind.values)}
    lines = [_name(each, holder) for each in holder.names.all()]
    return tuple(sorted(lines, key=lambda each: (order[each.kind], each.name)))


def _name(found: HolderName, holder: Holder) -> HolderNameLine:
    """The present name of a holder that was merged into this one is another name of this one."""
    is_others = found.kind == NameKind.CURRENT and found.name != holder.name
    kind = NameKind.ALIAS if is_others else NameKind(found.kind)
    return HolderNameLine(found.name, kind.value, str(kind.label), found.valid_from, found.valid_to)


def _honours(holder: Holder) -> tuple[HonourLine, ...]:
    today = clock.today()
    honours = holder.honours.order_by("-valid_from", "pk")
    sources = entry_sources("honour", [each.pk for each in honours])
    return tuple(
        HonourLine(
            label=each.get_kind_display(),
            level_label=each.get_level_display(),
            detail=" · ".join(filter(None, (each.grade, each.batch, each.certificate))),
            valid_from=each.valid_from,
            valid_to=each.valid_to,
            is_valid=_holds(each.valid_from, each.valid_to, today),
            sources=sources[each.pk],
        )
        for each in honours
    )


def _holds(since: date | None, until: date | None, today: date) -> bool | None:
    if since is None and until is None:
        return None
    return (since is None or since <= today) and (until is None or today <= until)


def _relations(holder: Holder) -> tuple[tuple[RelatedHolder, ...], tuple[RelatedHolder, ...]]:
    up = {RelationKind.BRANCH: _("上级单位"), RelationKind.GROUP_MEMBER: _("所属集团或单位")}
    down = {RelationKind.BRANCH: _("分支机构"), RelationKind.GROUP_MEMBER: _("集团成员")}
    parents = HolderRelation.objects.filter(child=holder, parent__merged_into=None).select_related("parent")
    children = HolderRelation.objects.filter(parent=holder, child__merged_into=None).select_related("child")
    return (
        tuple(_related(each.parent, each.kind, up) for each in parents.order_by("parent__name")),
        tuple(_related(each.child, each.kind, down) for each in children.order_by("kind", "child__name")),
    )


def _related(other: Holder, kind: str, labels: dict[RelationKind, str]) -> RelatedHolder:
    return RelatedHolder(other.name, kind, labels[RelationKind(kind)], holder_href(other.pk))
