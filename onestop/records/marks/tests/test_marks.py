"""Marks compared: what must hold of every pair, what each ground finds, and how well the judged pairs are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.records.marks import latin, shapes, sounds
from onestop.records.marks.compare import Ground, compare
from onestop.records.marks.forms import form
from onestop.records.marks.keys import MAX_VARIANTS, keys, wanted_keys
from onestop.records.marks.tests.judged import figures, found, judged

CHARACTERS = "云岫灯塔江海望舒青鸾重庆长乐三六五新中国大小公司照明龍馬abcKQ0 -·５"
MARKS = st.text(CHARACTERS, max_size=14) | st.text(max_size=130)


@given(MARKS, MARKS)
def test_symmetric_and_bounded(one: str, other: str) -> None:
    found = compare(one, other)
    assert found == compare(other, one)
    assert 0 <= found.score <= 100
    assert all(0 < each.score <= found.score for each in found.reasons)
    assert bool(found.reasons) == bool(found.score)


@given(MARKS)
def test_a_mark_is_the_same_as_itself(mark: str) -> None:
    assert compare(mark, mark).score == (100 if form(mark).text else 0)


@given(MARKS)
def test_keys_are_bounded_and_its_own_are_among_those_wanted(mark: str) -> None:
    assert set(keys(mark)) <= set(wanted_keys(mark))
    assert len(keys(mark)) < 100
    assert len(wanted_keys(mark)) < MAX_VARIANTS + 500


@pytest.mark.parametrize(
    ("one", "other", "ground"),
    [
        ("云岫燈塔", "云岫灯塔", Ground.FOLDED),
        ("云岫·灯塔", "云岫灯塔", Ground.FOLDED),
        ("三六五", "365", Ground.NUMERALS),
        ("新云岫照明公司", "云岫", Ground.CORE),
        ("鸿途", "宏图", Ground.SOUND),
        ("蓝天", "南天", Ground.NEAR_SOUND),
        ("重乐", "虫乐", Ground.SOUND),
        ("长乐", "涨乐", Ground.SOUND),
        ("未央", "末央", Ground.LOOK),
        ("森屿", "林屿", Ground.LOOK),
        ("云岫", "岫云", Ground.ORDER),
        ("云岫灯塔", "云岫", Ground.CONTAINED),
        ("江海灯塔", "江海明塔", Ground.SHARED),
        ("LUMORA", "LUMURA", Ground.SPELLING),
        ("KOOLER", "COOLER", Ground.SPOKEN),
        ("望舒", "WangShu", Ground.PINYIN),
        ("长安", "changan", Ground.PINYIN),
    ],
)
def test_each_ground(one: str, other: str, ground: Ground) -> None:
    assert ground in {each.ground for each in compare(one, other).reasons}


@pytest.mark.parametrize(("one", "other"), [("", ""), ("", "云岫"), ("！！", "！！"), ("云岫", "望舒")])
def test_what_has_nothing_in_common(one: str, other: str) -> None:
    assert compare(one, other).score == 0
    assert compare(one, other).reasons == ()


def test_the_near_pairs_are_told_from_the_others() -> None:
    """The half that was not looked at."""
    pairs = judged()
    precision, recall = figures(pairs[True][1::2], pairs[False][1::2])
    assert precision >= 0.95
    assert recall >= 0.95
    assert found(pairs[True]) == 1.0
    assert len(pairs[True]) >= 40
    assert len(pairs[False]) >= 40


def test_readings_of_a_character_and_of_a_mark() -> None:
    assert sounds.readings("重")[:2] == ("zhong", "chong")
    assert sounds.readings("绿")[0] == "lv"
    assert sounds.readings("a") == ()
    assert ("chong", "qing") in sounds.sequences("重庆")
    assert sounds.sequences("重a") == ()
    assert len(sounds.sequences("重长乐行重长乐行")) <= 8
    assert [sounds.near(each) for each in ("zhang", "shi", "nan", "e", "ang")] == [
        "zan",
        "si",
        "lan",
        "e",
        "an",
    ]


def test_look_alikes_are_characters_in_use() -> None:
    assert "请" in shapes.look_alikes("清")
    assert "末" in shapes.look_alikes("未")
    assert shapes.look_alikes("a") == ()
    assert all(shapes.look_alike("清", each) for each in shapes.look_alikes("清"))
    assert not shapes.look_alike("江", "海"), "a common radical alone is no likeness"
    assert not shapes.look_alike("森", "口")


def test_general_words_go_and_something_remains() -> None:
    assert form("中国江海照明有限公司").chinese == "江海"
    assert form("中国").chinese == "中国"
    assert form("新品牌").chinese == "新品"
    assert form("The LUMORA Co. Ltd").latin == "lumora"
    assert form("brand").latin == "brand"


def test_sound_of_latin_words() -> None:
    assert latin.spoken("cooler") == latin.spoken("kooler") != ""
    assert latin.spoken("café") == ""
    assert latin.spoken("a") == ""
