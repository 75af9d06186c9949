from datetime import date

import pytest

from onestop.core.errors import UserError
from onestop.ingest.relations import citation, priority, relations_of
from onestop.ingest.row import Row
from onestop.ingest.sources.base import RawRow


@pytest.mark.parametrize(
    ("text", "claimed", "day"),
    [
        ("2013207115774 2013.11.12 CN", "CN201320711577", date(2013, 11, 12)),
        ("201210150612X 2012.05.15 CN", "CN201210150612", date(2012, 5, 15)),
        ("CN 201510817712 A", "CN201510817712", None),
        ("2016-059922 2016.03.24 JP", "JP2016059922", date(2016, 3, 24)),
        ("10-2010-0012345 2010.02.10 KR", "KR20100012345", date(2010, 2, 10)),
        ("61/234,567 2009.08.17 US", "US23456709P", date(2009, 8, 17)),
        ("US 201161234567 P", "US201161234567P", None),
        ("10167109.5 2010-06-24 EP", "EP10167109", date(2010, 6, 24)),
        ("PCT/CN2017/076240 2017.03.10", "WO2017CN076240", date(2017, 3, 10)),
        ("ＵＳ６１／２３４，５６７ 20090817", "US23456709P", date(2009, 8, 17)),
    ],
)
def test_priorities_as_offices_print_them(text: str, claimed: str, day: date | None) -> None:
    found = priority(text)
    assert (found.claimed, found.claimed_on) == (claimed, day)


@pytest.mark.parametrize("text", ["无", "2016.03.24", "CN", "2016-059922", "X" * 100])
def test_what_names_no_earlier_application(text: str) -> None:
    with pytest.raises(UserError):
        priority(text)


def test_what_is_cited() -> None:
    assert citation("EP 2400812 A1").cited == "EP2400812"
    assert citation("US 2012/0057518 A1").cited == "US2012057518"
    assert citation("张三. 论锚索[J]. 示范学报, 2010").text.startswith("张三")


def test_a_wrong_piece_costs_that_piece() -> None:
    cells = {
        "优先权": "2016-059922 2016.03.24 JP; 不详",
        "国际": "PCT/CN2017/076240 2017.03.10",
        "公布": "不详",
    }
    columns = {"priorities": ("优先权",), "pct_application": ("国际",), "pct_publication": ("公布",)}
    row = Row(RawRow(1, cells), columns)
    found = relations_of(row)
    assert [each.claimed for each in found.priorities] == ["JP2016059922"]
    assert found.pct_application == "PCT/CN2017/076240"
    assert [each.code for each in row.findings] == ["document_number.format", "pct_publication.format"]
