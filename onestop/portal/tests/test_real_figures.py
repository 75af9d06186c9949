"""Figures of a real file: what can be told is told, everything else says which data it would take."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from onestop.indicators.high_value.assess import refresh
from onestop.indicators.queries import all_figures
from onestop.ingest.services import Options, ingest
from onestop.records.holders.runs import match
from onestop.records.models import CaseKind, Patent, SourceFile
from onestop.records.registers.all import store_registers
from onestop.records.registers.records import CaseSummaryRecord, PopulationRecord

TOLD = {"applications", "applications_inventions", "applications_utility_models", "applications_designs"}
NOT_IN_THE_FILE = {
    "授权公告日": (
        "patents_granted",
        "inventions_granted",
        "utility_models_granted",
        "designs_granted",
        "inventions_concluded",
        "invention_grant_rate",
    ),
    "法律状态": (
        "valid_",
        "mean_age_of_inventions",
        "company_",
        "inventions_per_10000",
        "largest_holders_inventions",
        "invention_concentration",
        "inventions_in_operation",
        "transfer_rate",
        "high_value_",
        "industry_",
    ),
    "代理机构": ("represented_", "agency_", "largest_agencies_"),
    "商标数据": ("valid_trademarks",),
    "地理标志": ("geographical_indications",),
    "布图设计": ("layouts",),
    "PCT": ("pct_applications",),
    "企业名单": (
        "high_tech_",
        "national_",
        "provincial_municipal_titles",
        "iso_56005",
        "gbt_29490",
    ),
    "质押": ("pledge",),
    "许可": ("licence", "open_licence"),
    "转让": ("assignment",),
    "获奖名单": ("awards",),
    "行政执法": ("enforcement_", "police_transfers", "trademark_labels"),
    "恶意": ("malicious_filings",),
    "调解": ("mediation", "judicial_confirmations"),
    "维权援助": ("rights_aid_files",),
    "培训": ("training_",),
}
"""Which data is missing -> the figures, by the beginnings of their codes; the longest that fits decides."""


def lacking(code: str) -> str:
    fits = [
        (len(start), words)
        for words, starts in NOT_IN_THE_FILE.items()
        for start in starts
        if code.startswith(start)
    ]
    return max(fits)[1]


@pytest.mark.shared
@pytest.mark.django_db
def test_of_taian(shared: Path) -> None:
    ingest(shared / "patents_cn/taian/专利信息.xlsx", Options({}, "370900"))
    match()
    refresh()
    days = Patent.objects.exclude(filed_on=None).values_list("filed_on", flat=True)
    years = Counter(day.year for day in days if day)
    year, filed = years.most_common(1)[0]
    figures = {each.code: each for each in all_figures("370900", date(year, 12, 31))}
    in_region = Patent.objects.filter(region__startswith="3709", filed_on__year=year).count()
    assert figures["applications"].value == in_region > filed / 2
    kinds = ("inventions", "utility_models", "designs")
    assert sum(figures[f"applications_{kind}"].value or 0 for kind in kinds) == in_region
    assert {code for code, each in figures.items() if each.value is not None} == TOLD
    for code in figures.keys() - TOLD:
        assert lacking(code) in figures[code].missing, (code, figures[code].missing)


@pytest.mark.shared
@pytest.mark.django_db
def test_of_taian_with_what_else_is_known(shared: Path) -> None:
    """One list more, and the figures that it tells are told; every other still says what it lacks."""
    ingest(shared / "patents_cn/taian/专利信息.xlsx", Options({}, "370900"))
    match()
    refresh()
    day = date(2014, 12, 31)
    before = {each.code: each.value for each in all_figures("370900", day)}
    file = SourceFile.objects.create(digest="lists", name="lists", size=1)
    lists = [
        PopulationRecord("370900", 2014, 5_600_000),
        CaseSummaryRecord(CaseKind.RIGHTS_AID, "1", "370902", opened_on=date(2014, 3, 3)),
    ]
    store_registers(list(enumerate(lists, 1)), file)
    after = {each.code: each for each in all_figures("370900", day)}
    assert {code for code, each in after.items() if each.value != before[code]} == {"rights_aid_files"}
    assert after["rights_aid_files"].value == 1
    assert "法律状态" in after["inventions_per_10000"].missing
