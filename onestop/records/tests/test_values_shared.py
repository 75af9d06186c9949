"""The value cleaners on real files: every value is understood, or it is known why not."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from onestop.records.models import PatentKind
from onestop.records.numbers import identify
from onestop.records.values import (
    application_number,
    cells,
    dates,
    ipc,
    locarno,
    names,
    pct_number,
    publication_number,
)

pytestmark = pytest.mark.shared


def rows_of(path: Path) -> list[dict[str, Any]]:
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def city(shared: Path) -> list[dict[str, Any]]:
    return rows_of(shared / "patents_cn" / "taian" / "专利信息.xlsx")


@pytest.fixture(scope="module")
def gazette(shared: Path) -> list[dict[str, str]]:
    lines = (shared / "patents_cn" / "epub" / "cnipa_epub.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_application_numbers_of_a_city(city: list[dict[str, Any]]) -> None:
    printed = [row["申请号"] for row in city]
    numbers = [application_number.clean(text) for text in printed]
    with_check = [text for text in printed if application_number.has_check_digit(text)]
    assert (len(numbers), len(with_check)) == (7384, 7375)
    assert len(set(numbers)) == 7384
    assert all(application_number.display(application_number.clean(text)) == text for text in with_check)
    assert {text for text in printed if text not in with_check} == {
        application_number.display(number)[:-2]
        for number, text in zip(numbers, printed, strict=True)
        if text not in with_check
    }
    kinds = Counter(map(application_number.kind_of, numbers))
    assert kinds == {PatentKind.INVENTION: 1909, PatentKind.UTILITY_MODEL: 5335, PatentKind.DESIGN: 140}


def test_year_of_the_number_is_near_the_filing_year(city: list[dict[str, Any]]) -> None:
    """Later for divisional applications, which keep their parent's filing date; earlier where it was put off."""
    differences: Counter[int] = Counter()
    for row in city:
        number = application_number.clean(row["申请号"])
        differences[application_number.filing_year(number) - dates.clean(row["申请日"]).year] += 1
        assert not application_number.is_pct_national(number)
    assert differences == {0: 7372, 1: 5, 2: 3, 4: 2, -1: 2}


def test_classes_of_a_city(city: list[dict[str, Any]]) -> None:
    schemes: Counter[str] = Counter()
    for row in city:
        kind = application_number.kind_of(application_number.clean(row["申请号"]))
        scheme = locarno if kind is PatentKind.DESIGN else ipc
        symbol = scheme.clean(row["主分类号"])
        assert scheme.parse_many(row["主分类号"]) == ((symbol,), ())
        schemes[scheme.__name__.rpartition(".")[2]] += 1
    assert schemes == {"ipc": 7244, "locarno": 140}


def test_numbers_of_the_gazette(gazette: list[dict[str, str]]) -> None:
    assert len(gazette) == 1000
    for row in gazette:
        number = application_number.clean(row["申请号"])
        assert number == row["申请号"].upper()
        found = identify(row["申请号"])
        assert (found.kind, found.canonical, found.valid) == ("application", number, True)
    printed = [row["申请公布号"] for row in gazette]
    complete = [text for text in printed if publication_number.is_valid(text)]
    repaired = [publication_number.clean(text, default_kind_code="A") for text in printed]
    assert (len(complete), len(repaired)) == (952, 1000)
    assert {identify(text).kind for text in printed} == {"publication"}
    assert all(publication_number.kind_of(number) is PatentKind.INVENTION for number in repaired)


def test_classes_of_the_gazette(gazette: list[dict[str, str]]) -> None:
    """Between and behind the symbols stand pieces of the page: the word "all" and the label of the next field."""
    junk: Counter[str] = Counter()
    for row in gazette:
        symbols, notes = ipc.parse_many(row["分类号"])
        assert symbols
        assert len(symbols) == len(set(row["分类号"].replace(";", " ").split()) & _with_slash(row["分类号"]))
        junk.update(notes)
    assert sum(junk.values()) == 1724
    assert all(note.startswith("已去除") for note in junk)
    assert len(junk) == 5


def _with_slash(text: str) -> set[str]:
    return {piece for piece in text.replace(";", " ").split() if "/" in piece}


def test_dates_of_the_gazette(gazette: list[dict[str, str]]) -> None:
    for row in gazette:
        filed, published = dates.clean(row["申请日"]), dates.clean(row["申请公布日"])
        assert filed < published
        assert dates.display(filed).replace("-", ".") == row["申请日"]


def test_names_of_the_gazette(gazette: list[dict[str, str]]) -> None:
    for field in ("申请人", "发明人"):
        for row in gazette:
            found = names.split(row[field])
            assert len(found) == row[field].count(";") + 1
            assert names.split(";".join(found)) == found
    journals = [name for row in gazette for name in names.split(row["申请人"]) if name.startswith("《")]
    assert set(journals) == {"《中国学术期刊（光盘版）》电子杂志社有限公司"}


def test_international_numbers_of_the_gazette(gazette: list[dict[str, str]]) -> None:
    printed = [row["PCT申请数据"].split()[0] for row in gazette if "PCT申请数据" in row]
    assert [pct_number.clean(text) for text in printed] == printed
    assert len(printed) == 4


def test_company_names_stay_whole(shared: Path) -> None:
    lines = (shared / "patents_cn" / "epub" / "company_names.txt").read_text(encoding="utf-8").splitlines()
    written = [line.strip() for line in lines if line.strip()]
    assert len(written) > 8000
    for line in written:
        assert names.split(line) == (names.clean(line),)


def test_publication_numbers_of_the_large_sheet(shared: Path) -> None:
    rows = rows_of(shared / "patents_cn" / "titles" / "专利.xlsx")
    printed = [cells.clean(str(row["公布号"])) for row in rows]
    numbers = {publication_number.clean(text) for text in printed if text}
    assert numbers == set(filter(None, printed))
    assert (len(printed), len(numbers), printed.count("")) == (60128, 5369, 304)
