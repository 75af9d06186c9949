"""What data are here, where they come from, and what they lack."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from onestop.ingest.completeness import unusable_files
from onestop.portal.pages.completeness import held_tables, legal_reach, patent_years, supply_notes
from onestop.portal.pages.site import holdings, notice, remembered
from onestop.portal.pages.source_kinds import counted_on, files_total, newest_files, source_kinds
from onestop.portal.pages.types import DataPage, Hole
from onestop.records.models import Patent

_SLOW_SECONDS = 300
"""Whole tables are counted."""


def data_page() -> DataPage:
    held = holdings()
    return DataPage(
        title=_("数据说明"),
        notice=notice(),
        total=held.total,
        demonstration_total=held.demonstration,
        held=remembered("held", held_tables, _SLOW_SECONDS),
        kinds=remembered("kinds", source_kinds, _SLOW_SECONDS),
        kinds_on=counted_on(),
        supplies=remembered("supplies", supply_notes, _SLOW_SECONDS),
        sources=remembered("sources", newest_files, _SLOW_SECONDS),
        files_total=files_total(),
        unusable_files=unusable_files(),
        holes=remembered("holes", _holes, _SLOW_SECONDS),
        legal_reach=remembered("legal_reach", legal_reach, _SLOW_SECONDS),
        thin_years=remembered("thin_years", patent_years, _SLOW_SECONDS),
        as_of=held.as_of,
    )


def _holes() -> tuple[Hole, ...]:
    labels = {
        "title": (_("著录项目（只知道法律状态公告，不计入任何数字）"), Q(title="")),
        "application_number": (_("申请号（只知道公开号）"), Q(application_number=None)),
        "filed_on": (_("申请日"), Q(filed_on=None)),
        "abstract": (_("摘要"), Q(abstract="")),
        "region": (_("地区（地址未提供或无法识别）"), Q(region="")),
        "legal_data": (_("法律状态"), Q(legal_data_to=None)),
    }
    row = Patent.objects.aggregate(
        total=Count("pk"),
        **{
            f"without_{code}": Count("pk", filter=lacking if code == "title" else lacking & ~Q(title=""))
            for code, (_label, lacking) in labels.items()
        },
    )
    return tuple(
        Hole(code, label, count, count / row["total"])
        for code, (label, _lacking) in labels.items()
        if (count := row[f"without_{code}"])
    )
