import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from onestop.reference.ipc import IpcLevel, built_in_titles, ipc_title, ipc_titles, level_of, lineage
from onestop.reference.models import IpcEntry

SYMBOLS = st.from_regex(r"[A-H](\d\d([A-Z](\d{1,4}/\d{2,6})?)?)?", fullmatch=True).filter(str.isascii)


@pytest.mark.parametrize(
    ("symbol", "level"),
    [
        ("E", IpcLevel.SECTION),
        ("E21", IpcLevel.CLASS),
        ("E21D", IpcLevel.SUBCLASS),
        ("E21D20/00", IpcLevel.MAIN_GROUP),
        ("E21D20/02", IpcLevel.SUBGROUP),
        ("C12N15/1137", IpcLevel.SUBGROUP),
        ("", None),
        ("I01", None),
        ("E2", None),
        ("E21D20", None),
        ("e21d20/02", None),
        ("E21D 20/02", None),
    ],
)
def test_level(symbol: str, level: IpcLevel | None) -> None:
    assert level_of(symbol) == level


def test_lineage() -> None:
    assert lineage("E21D20/02") == ("E21D20/02", "E21D20/00", "E21D", "E21", "E")
    assert lineage("E21D20/00") == ("E21D20/00", "E21D", "E21", "E")
    assert lineage("E") == ("E",)
    assert lineage("nonsense") == ()


@given(SYMBOLS)
def test_lineage_climbs_one_level_at_a_time(symbol: str) -> None:
    line = lineage(symbol)
    order = list(IpcLevel)
    assert line[0] == symbol
    levels = [level_of(each) for each in line]
    assert levels == list(reversed(order[: len(line)]))


def test_all_sections_and_classes_are_built_in_with_both_titles() -> None:
    titles = built_in_titles()
    levels = [level_of(symbol) for symbol in titles]
    assert (levels.count(IpcLevel.SECTION), levels.count(IpcLevel.CLASS)) == (8, 132)
    assert all(each["zh"].strip() and each["en"].isascii() for each in titles.values())
    assert not [each for each in titles.values() if " " in each["zh"] or "〔" in each["zh"]]


@pytest.mark.django_db
def test_title_in_both_languages() -> None:
    assert ipc_title("E21", "zh-hans") == "土层或岩石的钻进；采矿"
    assert ipc_title("E21", "en") == "Earth or rock drilling; mining"
    with override("en"):
        assert ipc_title("H") == "Electricity"
    with override("zh-hans"):
        assert ipc_title("H") == "电学"


@pytest.mark.django_db
def test_a_finer_symbol_falls_back_to_the_nearest_title_known() -> None:
    assert ipc_title("E21D20/02", "zh-hans") == "土层或岩石的钻进；采矿"
    IpcEntry.objects.create(symbol="E21D20/00", title_zh="安装锚杆", level="main_group", parent="E21D")
    IpcEntry.objects.create(symbol="E21D20/02", title_zh="", level="subgroup", parent="E21D20/00")
    assert ipc_title("E21D20/02", "zh-hans") == "安装锚杆"
    assert ipc_title("E21D20/02", "en") == "Earth or rock drilling; mining"
    assert ipc_title("?", "zh-hans") == ""


@pytest.mark.django_db
def test_many_titles_cost_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        ipc_titles(["E21D20/02", "G06F1/16", "A01B"], "zh-hans")
    with django_assert_num_queries(0):
        ipc_titles(["E21", "A"], "zh-hans")
    with django_assert_num_queries(0):
        ipc_titles(["E21D20/02"], "en")
