"""What data are here, where they come from, and what they lack."""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from onestop.portal.pages.completeness import held_tables, patent_years, source_kinds, supply_notes
from onestop.portal.pages.site import holdings, notice, remembered
from onestop.portal.pages.types import DataPage, Hole, SourceSummary
from onestop.records.models import Patent
from onestop.records.queries import data_sources

_FILES_SHOWN = 30
_SLOW_SECONDS = 300
"""Whole tables are counted."""


def data_page() -> DataPage:
    held = holdings()
    files = [each for each in remembered("sources", data_sources, _SLOW_SECONDS) if each.patents]
    return DataPage(
        title=_("数据说明"),
        notice=notice(),
        total=held.total,
        demonstration_total=held.demonstration,
        held=remembered("held", held_tables, _SLOW_SECONDS),
        kinds=remembered("kinds", source_kinds, _SLOW_SECONDS),
        supplies=remembered("supplies", supply_notes, _SLOW_SECONDS),
        sources=tuple(
            SourceSummary(
                file=each.name,
                digest=each.digest,
                records=each.patents,
                read_on=timezone.localdate(each.first_seen_at),
                latest_filing=each.latest_filing,
                latest_grant=each.latest_grant,
                legal_data_to=each.legal_data_to,
                is_demonstration=each.is_demonstration,
            )
            for each in files[:_FILES_SHOWN]
        ),
        files_total=len(files),
        holes=remembered("holes", _holes, _SLOW_SECONDS),
        thin_years=remembered("thin_years", patent_years, _SLOW_SECONDS),
        as_of=held.as_of,
    )


def _holes() -> tuple[Hole, ...]:
    labels = {
        "application_number": (_("申请号（只知道公开号）"), Q(application_number=None)),
        "filed_on": (_("申请日"), Q(filed_on=None)),
        "abstract": (_("摘要"), Q(abstract="")),
        "region": (_("地区（地址未提供或无法识别）"), Q(region="")),
        "legal_data": (_("法律状态"), Q(legal_data_to=None)),
    }
    row = Patent.objects.aggregate(
        total=Count("pk"),
        **{f"without_{code}": Count("pk", filter=lacking) for code, (_label, lacking) in labels.items()},
    )
    return tuple(
        Hole(code, label, count, count / row["total"])
        for code, (label, _lacking) in labels.items()
        if (count := row[f"without_{code}"])
    )
