import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.tests.strategies import TEXTS
from onestop.records.values import names

CHINESE = st.text("王李张华北京山东矿业大学有限公司機電", min_size=2, max_size=12)
COMPANIES = st.one_of(
    CHINESE,
    CHINESE.map(lambda name: f"{name}（北京）有限公司"),
    CHINESE.map(lambda name: f"《{name}、{name}》社"),
)
WESTERN = st.sampled_from(
    ["Siemens Co., Ltd.", "Smith, John", "AT&T Corp.", "L'Oréal S.A.", "3M (China) Co., Ltd."]
)
JOURNAL = "《中国学术期刊（光盘版）》电子杂志社有限公司"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (JOURNAL, JOURNAL),
        ("山东  矿业学院 ", "山东 矿业学院"),
        ("同方知网(北京)技术有限公司", "同方知网（北京）技术有限公司"),
        ("方正软件 ( 北京 ) 有限公司", "方正软件（北京）有限公司"),
        ("３Ｍ（China）Co．，Ltd．", "3M(China)Co.,Ltd."),
        ("比利時魯汶大學ＫＵ魯汶Ｒ＆Ｄ", "比利時魯汶大學KU魯汶R&D"),
        ("约翰·斯密斯", "约翰·斯密斯"),
        ("约翰・斯密斯", "约翰·斯密斯"),
        ("约翰•斯密斯；", "约翰·斯密斯"),
        ("Siemens Co., Ltd.", "Siemens Co., Ltd."),
        ("Smith, John", "Smith, John"),
        ("王骏;、,", "王骏"),
        ("\u200b王骏\u0000", "王骏"),
    ],
)
def test_one_spelling_for_each(text: str, name: str) -> None:
    assert names.clean(text) == name
    assert names.is_valid(text)


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), ("--", "empty"), ("《》", "empty"), ("长" * 501, "too_long")]
)
def test_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        names.clean(text)
    assert caught.value.code == f"name.{code}"
    assert caught.value.hint
    assert not names.is_valid(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("王骏; 熊海涛", ("王骏", "熊海涛")),
        ("王骏；熊海涛|李华、张三\n李四\t王五", ("王骏", "熊海涛", "李华", "张三", "李四", "王五")),
        ("王骏  熊海涛", ("王骏", "熊海涛")),
        ("王骏　　熊海涛", ("王骏", "熊海涛")),
        ("王骏 熊海涛", ("王骏 熊海涛",)),
        ("王骏,熊海涛，李华", ("王骏", "熊海涛", "李华")),
        (f"{JOURNAL}; 同方知网（北京）技术有限公司", (JOURNAL, "同方知网（北京）技术有限公司")),
        ("甲公司（北京）,乙公司", ("甲公司（北京）", "乙公司")),
        ("Siemens Co., Ltd.; Smith, John", ("Siemens Co., Ltd.", "Smith, John")),
        ("Robert  Bosch GmbH", ("Robert Bosch GmbH",)),
        ("ABB株式会社, Ltd.", ("ABB株式会社, Ltd.",)),
        ("《光学、精密机械》编辑部；甲(乙;丙(丁；戊))社", ("《光学、精密机械》编辑部", "甲（乙;丙（丁;戊））社")),
        ("甲（乙；丙", ("甲（乙", "丙")),
        ("张伟;张伟", ("张伟", "张伟")),
        ("；-；王骏；；", ("王骏",)),
        ("", ()),
    ],
)  # fmt: skip
def test_lists(text: str, found: tuple[str, ...]) -> None:
    assert names.split(text) == found


def test_a_name_too_long_for_a_name_is_not_cut() -> None:
    with pytest.raises(UserError):
        names.split("王骏;" + "长" * 501)


@given(
    st.lists(st.one_of(COMPANIES, WESTERN), min_size=1),
    st.sampled_from([";", "；", "; ", "|", "、", "\n", " ； "]),
)
def test_lists_come_apart_as_they_were_put_together(written: list[str], separator: str) -> None:
    expected = tuple(names.clean(name) for name in written)
    assert names.split(separator.join(written)) == expected
    assert names.split(";".join(expected)) == expected


@given(st.lists(COMPANIES, min_size=1), st.sampled_from(["  ", ",", "，", ", ", "\u3000\u3000"]))
def test_chinese_names_may_be_parted_by_commas_and_wide_gaps(written: list[str], separator: str) -> None:
    assert names.split(separator.join(written)) == tuple(map(names.clean, written))


@given(COMPANIES)
def test_width_of_brackets_and_letters_does_not_matter(name: str) -> None:
    assert names.clean(name.replace("（", "(").replace("）", " ) ")) == names.clean(name)
    assert names.clean(f" {name}\u3000；") == names.clean(name)


@given(st.one_of(TEXTS, st.text('王李 aB(（)）;；,，、|·.\n《》"', max_size=30)))
@example("(" * 2000 + ")" * 2000)
@example("王" + " " * 20000)
@example("甲-，(乙")
def test_any_text_is_names_or_a_user_error(text: str) -> None:
    try:
        name = names.clean(text)
    except UserError as error:
        assert error.code.startswith("name.")
    else:
        assert names.clean(name) == name
        assert 0 < len(name) <= names.MAX_LENGTH
    try:
        assert all(names.clean(name) == name for name in names.split(text))
    except UserError as error:
        assert error.code == "name.too_long"
