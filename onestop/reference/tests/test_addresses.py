import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.reference.addresses import region_of_address
from onestop.reference.datafiles import data_file
from onestop.reference.regions import RegionLevel, ancestors, full_name, region, regions

CODES = sorted(regions())


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("100084北京市海淀区清华园清华大学36区", "110108"),
        ("100081 北京市 海淀区大柳树路2号", "110108"),
        ("100062中国北京市东城区国瑞城公寓", "110101"),
        ("北京朝阳区大屯路甲11号", "110105"),
        ("529000广东省江门市江海区外海街道", "440704"),
        ("廣東省江門市江海區", "440704"),
        ("江门江海区龙溪路", "440704"),
        ("广东江门", "440700"),
        ("广东省，江门市，江海区", "440704"),
        ("广东省东莞市松山湖", "441900"),
        ("湖北省仙桃市干河办事处", "429004"),
        ("江苏省昆山市玉山镇", "320583"),
        ("江苏镇江新区", "321100"),
        ("吉林省吉林市船营区", "220204"),
        ("吉林省长春市朝阳区", "220104"),
        ("辽宁省朝阳市朝阳县", "211321"),
        ("云南大理州大理市", "532901"),
        ("浙江省杭州市杭州市余杭区", "330110"),
        ("中国台湾新北市", "710000"),
        ("香港九龙", "810000"),
        ("海淀区中关村大街", "110108"),
        ("深圳南山科技园", "440305"),
        ("北京市石景山依翠园17号", "110107"),
    ],
)
def test_the_smallest_region_named(address: str, code: str) -> None:
    assert region_of_address(address) == code


@pytest.mark.parametrize(
    ("address", "code", "why"),
    [
        ("广州开发区科学大道", "440112", "a zone that names its city itself"),
        ("广东省广州开发区开泰大道", "440112", "the same after the province"),
        ("江门高新区连海路", "440704", "a zone run together with the district"),
        ("广东省江门市高新技术产业开发区", "440704", "the same after the full name"),
        ("江门国家高新技术产业开发区金瓯路", "440704", "the zone by its official name"),
        ("广东省江门市江门国家高新技术产业开发区", "440704", "the city said twice"),
        ("100053北京市宣武区广安门内大街", "110102", "merged in 2010"),
        ("101500北京市密云县十里堡镇", "110118", "a county that became a district"),
        ("广东省顺德市", "440606", "a city that became a district of Foshan"),
        ("山东省莱芜市钢城区", "370117", "a city that became a district beside its own former district"),
        ("湖北省襄樊市樊城区", "420606", "renamed"),
    ],
)
def test_names_of_former_days(address: str, code: str, why: str) -> None:
    assert region_of_address(address) == code, why


@pytest.mark.parametrize(
    "address",
    [
        "",
        "   ",
        "100084",
        "日本东京都",
        "美国加利福尼亚州",
        "鼓楼区中山路",  # four cities have one
        "朝阳区建国路",  # two cities have one, and a city is called 朝阳
        "中山路1号",
        "南京东路3号",
        "北京西路8号",
        "吉林大学",
        "朝阳林场",
        "山东庄镇",
        "城区人民路",
        "Jianghai District",
    ],
)
def test_nothing_is_guessed(address: str) -> None:
    assert region_of_address(address) == ""


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("北京市东四十条万泰北海大厦", "110000"),
        ("北京市北京经济技术开发区科创十四街", "110000"),  # spreads over districts
        ("江苏省鼓楼区", "320000"),  # Nanjing or Xuzhou
        ("杭州西湖文化广场", "330100"),  # a building of another district
        ("深圳南山大道", "440300"),
        ("河南省郑州市高新技术产业开发区", "410100"),
    ],
)
def test_the_larger_region_where_the_district_is_not_certain(address: str, code: str) -> None:
    assert region_of_address(address) == code


@given(st.sampled_from(CODES), st.sampled_from(["", "100084", "518000 ", "中国"]), st.text(max_size=20))
def test_a_full_name_is_always_understood(code: str, before: str, after: str) -> None:
    assert region_of_address(f"{before}{full_name(code)}某某路1号{after}") == code


@given(st.sampled_from([code for code in CODES if region(code).level == RegionLevel.DISTRICT]))
def test_a_name_without_its_province_is_understood_or_left_open(code: str) -> None:
    below_the_province = "".join(each.name for each in (*ancestors(code)[1:], region(code)))
    assert region_of_address(f"{below_the_province}人民路1号") in (code, "")


@given(st.text())
def test_any_text_gives_a_region_or_nothing(text: str) -> None:
    found = region_of_address(text)
    assert found == "" or found in regions()


def test_every_alias_leads_to_a_region_below_the_one_it_counts_in() -> None:
    for alias in data_file("region_aliases.yaml"):
        assert alias["source"]
        lineage = [each.code for each in ancestors(alias["code"])]
        assert alias["within"] in lineage
        for name in alias["names"]:
            assert region_of_address(full_name(alias["within"]) + name) == alias["code"], name


@pytest.mark.shared
def test_addresses_of_the_gazette(shared: Path) -> None:
    """Looked through one by one: the 13 that name no district are the 13 without a district's code."""
    lines = (shared / "patents_cn/epub/cnipa_epub.jsonl").read_text(encoding="utf-8").splitlines()
    found = [region_of_address(json.loads(line)["地址"]) for line in lines]
    levels = [region(code).level if code else "" for code in found]
    assert len(found) == 1000
    assert levels.count(RegionLevel.DISTRICT) == 987
    assert levels.count("") == 1  # Tokyo


@pytest.mark.shared
def test_a_street_after_its_city_is_hardly_ever_taken_for_another_district(shared: Path) -> None:
    with (shared / "admin_divisions/streets.csv").open(encoding="utf-8") as file:
        streets = [row for row in csv.DictReader(file) if row["areaCode"] in regions()]
    wrong = 0
    for street in streets:
        city = region(street["areaCode"]).parent
        wrong += region_of_address(full_name(city) + street["name"]) not in (city, street["areaCode"])
    assert len(streets) > 40_000
    assert wrong <= 4
