import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.records.numbers import Identified, identify
from onestop.records.tests.strategies import APPLICATION_BODIES, PUBLICATION_NUMBERS, SPACES, TEXTS, typed
from onestop.records.values import application_number


@pytest.mark.parametrize(
    ("text", "kind", "canonical", "display"),
    [
        ("CN201510817712.7", "application", "2015108177127", "CN201510817712.7"),
        ("ZL 2015 1 0817712 7", "application", "2015108177127", "CN201510817712.7"),
        ("201510817712", "application", "2015108177127", "CN201510817712.7"),
        ("专利号：ＺＬ２０１５１０８１７７１２．７", "application", "2015108177127", "CN201510817712.7"),
        ("85102475", "application", "851024750", "CN85102475.0"),
        ("CN85102475", "application", "851024750", "CN85102475.0"),
        ("cn95115608x", "application", "95115608X", "CN95115608.X"),
        ("CN105334567A", "publication", "CN105334567A", "CN105334567A"),
        ("cn 105334567 b", "publication", "CN105334567B", "CN105334567B"),
        ("105334567A", "publication", "CN105334567A", "CN105334567A"),
        ("CN85102475A", "publication", "CN85102475A", "CN85102475A"),
        ("CN101570805", "publication", "CN101570805", "CN101570805"),
        ("101570805", "publication", "CN101570805", "CN101570805"),
        ("CN1458558", "publication", "CN1458558", "CN1458558"),
        ("授权公告号：CN105334567B", "publication", "CN105334567B", "CN105334567B"),
        ("PCT/CN2017/076240", "pct", "PCT/CN2017/076240", "PCT/CN2017/076240"),
        ("pctcn2017076240", "pct", "PCT/CN2017/076240", "PCT/CN2017/076240"),
        ("914403001922038216", "uscc", "914403001922038216", "914403001922038216"),
        ("9144 0300 7152 6726 xg", "uscc", "9144030071526726XG", "9144030071526726XG"),
        ("统一社会信用代码：914403001922038216", "uscc", "914403001922038216", "914403001922038216"),
    ],
)
def test_any_number_in_any_format(text: str, kind: str, canonical: str, display: str) -> None:
    found = identify(text)
    assert (found.kind, found.canonical, found.display) == (kind, canonical, display)
    assert found.valid
    assert found.suggestion == ""
    assert found.message


@pytest.mark.parametrize(
    ("text", "kind", "suggestion"),
    [
        ("202310123456.7", "application", "202310123456.6"),
        ("CN202310123456.7", "application", "202310123456.6"),
        ("ZL 2O15 1 0817712 7", "application", "201510817712.7"),
        ("2015l0817712", "application", "201510817712.7"),
        ("31410979", "application", "03141097.9"),
        ("CN1O5334567A", "publication", "CN105334567A"),
        ("9I4403001922038216", "uscc", "914403001922038216"),
    ],
)
def test_typing_errors_are_repaired(text: str, kind: str, suggestion: str) -> None:
    found = identify(text)
    assert found == Identified(kind, suggestion=suggestion, message=found.message)
    assert suggestion in found.message
    assert identify(suggestion).valid


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("2015108177127X", "application", "应为 13 位"),
        ("20151081771.7", "application", "应为 13 位"),
        ("9710176", "application", "应为 9 位"),
        ("2.01511E+12", "application", "科学计数法"),
        ("201550000001", "application", "种类号"),
        ("203310000001", "application", "年份"),
        ("CN10533456A", "publication", "9 位"),
        ("CN205334567A", "publication", "不符"),
        ("91440300192203821", "uscc", "应有 18 位"),
        ("914403001922038217", "uscc", "校验码"),
        ("PCT/CN2017", "pct", "PCT/CN2017/076240"),
        ("锚索", "unknown", "看不出"),
        ("", "unknown", "看不出"),
        ("silliosso", "unknown", "看不出"),
        ("1" * 61, "unknown", "看不出"),
    ],
)
def test_says_what_is_expected(text: str, kind: str, said: str) -> None:
    found = identify(text)
    assert found == Identified(kind, message=found.message)
    assert said in found.message


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("WO2018/161336", "WO2018161336"), ("US8926509B2", "US8926509B2"), ("ep 2400812 a1", "EP2400812A1")],
)
def test_reads_numbers_of_other_offices(text: str, canonical: str) -> None:
    found = identify(text)
    assert (found.kind, found.canonical, found.valid) == ("document", canonical, True)
    assert "其他国家" in found.message


def test_tells_what_was_completed() -> None:
    assert "校验位已补上" in identify("201510817712").message
    assert "校验位已补上" not in identify("201510817712.7").message
    assert "所有文献" in identify("CN101570805").message
    assert "所有文献" not in identify("CN101570805A").message


def test_numbers_in_the_messages_of_every_kind_of_patent() -> None:
    assert "发明" in identify("201510817712").message
    assert "实用新型" in identify("CN204123456U").message
    assert "外观设计" in identify("2015 3 0817712").message


@given(st.data(), APPLICATION_BODIES.map(application_number.clean))
def test_application_numbers_with_noise(data: st.DataObject, number: str) -> None:
    found = identify(data.draw(typed(number[:-1], (*SPACES, "-"))) + "." + number[-1])
    assert (found.kind, found.canonical, found.valid) == ("application", number, True)


@given(st.data(), PUBLICATION_NUMBERS)
def test_publication_numbers_with_noise(data: st.DataObject, number: str) -> None:
    found = identify(data.draw(typed(number)))
    assert (found.kind, found.canonical, found.valid) == ("publication", number, True)


@given(st.one_of(TEXTS, st.text("0123456789XOIABU", min_size=6, max_size=20)))
def test_any_text_gets_an_answer(text: str) -> None:
    found = identify(text)
    assert found.kind in ("application", "publication", "uscc", "pct", "unknown")
    assert found.message
    assert found.valid == bool(found.canonical) == bool(found.display)
    if found.valid:
        again = identify(found.display)
        assert (again.kind, again.canonical, again.valid) == (found.kind, found.canonical, True)
        assert identify(found.canonical).canonical == found.canonical
    if found.suggestion:
        assert identify(found.suggestion).valid
