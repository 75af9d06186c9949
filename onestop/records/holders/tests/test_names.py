"""Names taken apart: what is left out for comparing, place, form, head, kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.text import fold
from onestop.records.holders.datafiles import data_file
from onestop.records.holders.kinds import is_organisation, kind_of
from onestop.records.holders.names import former_names, name_key, parse, present_name
from onestop.records.holders.parts import head_of
from onestop.records.models import HolderKind, RelationKind

NAMES = st.text("甲江海区门市广东省有限责任公司股份集团大学厂（）()【】 ·ABcd１2等原名：,.", max_size=40)


@pytest.mark.parametrize(
    "written",
    [
        "广东明灯（江门）照明有限公司",
        "广东明灯(江门)照明有限公司",
        "广东明灯〔江门〕照明有限公司",
        "广东明灯【江门】照明有限公司",
        " 广东 明灯 （江门） 照明有限公司 ",
        "廣東明燈（江門）照明有限公司",
        "广东明灯（江门）照明有限公司等",
        "广东明灯（江门）照明有限公司11201",
        "广东明灯（江门）照明有限公司（原名：江门市明灯厂）",
        "广东明灯（江门）照明有限公司(曾用名 明灯（江门）厂)等",
        "广东明灯（江门）照明有限公司；",
    ],
)
def test_ways_of_writing_one_name_have_one_key(written: str) -> None:
    assert name_key(written) == "广东明灯江门照明有限公司"


@pytest.mark.parametrize(
    ("one", "other"),
    [("江门第一机械厂", "江门第二机械厂"), ("ABC Ltd", "ABD Ltd"), ("明灯有限公司", "明灯股份有限公司")],
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(NAMES)
def test_a_key_is_its_own_key_and_does_not_see_width_or_case(name: str) -> None:
    key = name_key(name)
    assert key == fold(key)
    assert name_key(name.upper()) == key
    parse(name)
    kind_of(name)
    head_of(name)


def test_former_and_present_name() -> None:
    name = "江门明灯照明有限公司（原名：江门市明灯电器厂）等"
    assert former_names(name) == ("江门市明灯电器厂",)
    assert present_name(name) == "江门明灯照明有限公司"
    assert present_name("北京大学") == "北京大学"
    assert former_names("北京大学（原理工分校）") == ("理工分校",)


@pytest.mark.parametrize(
    ("name", "place", "core", "form"),
    [
        ("广东省江门市明灯照明有限公司", "440700", "明灯照明", "limited"),
        ("江门明灯照明股份有限公司", "440700", "明灯照明", "joint_stock"),
        ("明灯照明（江门）有限责任公司", "440700", "明灯照明", "limited"),
        ("明灯照明（中国）有限公司", "100000", "明灯照明", "limited"),
        ("江门市江海区明灯五金厂", "440704", "明灯五金", "factory"),
        ("肥城阿斯德化工有限公司", "370983", "阿斯德化工", "limited"),
        ("日商明燈股份有限公司", "日商", "明灯", "joint_stock"),
        ("大同股份有限公司", "", "大同", "joint_stock"),
        ("山东农业大学", "", "山东农业大学", ""),
    ],
)
def test_parts(name: str, place: str, core: str, form: str) -> None:
    parsed = parse(name)
    assert (parsed.place, parsed.core, parsed.form) == (place, core, form)


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("明灯照明有限公司江门分公司", "明灯照明有限公司", RelationKind.BRANCH),
        ("明灯矿业集团有限责任公司东山煤矿", "明灯矿业集团有限责任公司", RelationKind.BRANCH),
        ("五邑大学机电工程学院", "五邑大学", RelationKind.BRANCH),
        ("明灯医学院附属医院", "明灯医学院", RelationKind.BRANCH),
        ("五邑大学科技开发公司", "五邑大学", RelationKind.GROUP_MEMBER),
        ("明灯集团江门电器有限公司", "明灯集团", RelationKind.GROUP_MEMBER),
    ],
)
def test_heads(name: str, head: str, kind: RelationKind) -> None:
    found = head_of(name)
    assert found
    assert (found.key, found.kind) == (head, kind)


@pytest.mark.parametrize(
    "name",
    ["明灯照明有限公司", "明灯集团有限公司", "明灯集团股份有限公司", "明灯有限公司有限公司", "五邑大学"],
)
def test_what_is_whole_has_no_head(name: str) -> None:
    assert head_of(name) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("江门明灯照明有限公司", HolderKind.COMPANY),
        ("明灯照明有限公司技术研究院", HolderKind.COMPANY),
        ("五邑大学", HolderKind.SCHOOL),
        ("石油大学（华东）", HolderKind.SCHOOL),
        ("国立台湾大学医学院附设医院", HolderKind.HOSPITAL),
        ("广东省科学院", HolderKind.INSTITUTE),
        ("江门市水产研究所", HolderKind.INSTITUTE),
        ("江门市农业局", HolderKind.PUBLIC_BODY),
        ("李明", HolderKind.PERSON),
        ("欧阳明月", HolderKind.PERSON),
        ("亓俊平", HolderKind.PERSON),
        ("约翰·史密斯", HolderKind.PERSON),
        ("Smith, John A.", HolderKind.PERSON),
        ("Lamp Co., Ltd.", HolderKind.COMPANY),
        ("LAMP GMBH", HolderKind.COMPANY),
        ("University of Lamps", HolderKind.SCHOOL),
        ("江门明灯发展中心", HolderKind.UNKNOWN),
        ("灯666", HolderKind.UNKNOWN),
        ("", HolderKind.UNKNOWN),
    ],
)
def test_kinds(name: str, kind: HolderKind) -> None:
    assert kind_of(name) == kind


def test_an_organisation_of_unknown_kind_is_one_a_stray_text_is_none() -> None:
    assert is_organisation("江门明灯发展中心")
    assert not is_organisation("灯666")
    assert not is_organisation("李明")


def test_the_words_name_known_kinds_once() -> None:
    words = data_file("words.yaml")
    endings = [ending for each in words["kinds"] for ending in each["endings"]]
    assert sorted(endings) == sorted(set(endings))
    assert {each["kind"] for each in words["kinds"]} <= set(HolderKind.values)
    assert {form for pair in words["alike"] for form in pair} <= set(words["forms"])
    assert all(len(group) > 1 and len(set(group)) == len(group) for group in data_file("lookalikes.yaml"))
