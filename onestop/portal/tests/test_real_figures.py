"""Figures of a real file: what can be told is told, everything else says which data it would take."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from onestop.indicators.high_value.assess import refresh
from onestop.indicators.queries import all_figures
from onestop.ingest.services import Options, ingest
from onestop.records.holders.runs import match
from onestop.records.models import Patent

NOT_IN_THE_FILE = {
    "valid_trademarks": "商标",
    "geographical_indications": "地理标志",
    "layouts": "布图设计",
    "pct_applications": "PCT",
    "high_tech_companies": "企业名单",
    "pledges": "质押",
    "pledge_amount": "质押",
    "awards": "获奖名单",
    "enforcement_cases": "行政执法案件",
    "inventions_per_10000": "常住人口|法律状态",
}


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
    for code, words in NOT_IN_THE_FILE.items():
        assert figures[code].value is None, code
        assert any(word in figures[code].missing for word in words.split("|")), figures[code].missing
    for each in figures.values():
        assert (each.value is None) == bool(each.missing), each.code
