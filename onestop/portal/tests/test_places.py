"""Parks by the district's own list: words of the address, or a stored query."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from onestop.core.errors import UserError
from onestop.portal.pages.place import place_list_page, place_page
from onestop.portal.tests.conftest import DISTRICT, LAMPS, RECORDS, keep
from onestop.records.models import EventKind
from onestop.reference.parks import parks

DAY = "2023-12-31"
LIST = f"""
- code: high-tech
  name: 高新区
  district: "{DISTRICT}"
  words: [高新区, 科苑路]
  without: [科苑路西]
- code: lamps
  name: 灯具园
  query: 灯具 AND TYPE=发明
"""
ADDRESSES = ("江海区高新区1号", "江海区科苑路8号", "江海区科苑路西8号", "江海区礼乐街道2号")


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    path = tmp_path / "places.yaml"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def addresses(db: None) -> None:
    moved = [replace(lamp, address=address) for lamp, address in zip(LAMPS, ADDRESSES, strict=False)]
    keep([*moved, *RECORDS[len(ADDRESSES) + 3 :]])


def valid_inventions() -> int:
    day = date.fromisoformat(DAY)
    ended = [
        any(e.kind == EventKind.FEE_LAPSE and e.effective_on <= day for e in each.events) for each in LAMPS
    ]
    return sum(each.kind == "invention" and not over for each, over in zip(LAMPS, ended, strict=True))


@pytest.mark.usefixtures("addresses", "file")
def test_a_park_by_words_of_the_address(client: Client) -> None:
    page = place_page("high-tech", DAY)
    assert page.total == 2, "the third has a word that it must not have"
    assert sum(each.total for each in page.counts) == 2
    answer = client.get(f"/places/high-tech?day={DAY}")
    assert "地址中写有“高新区、科苑路”的专利" in answer.content.decode()


@pytest.mark.usefixtures("addresses", "file")
def test_a_park_by_a_stored_query(client: Client) -> None:
    page = place_page("lamps", DAY)
    inventions = sum(each.kind == "invention" for each in LAMPS)
    assert (page.total, page.unplaced) == (inventions, 0)
    assert sum(each.in_force for each in page.counts) == valid_inventions()
    assert "灯具 AND TYPE=发明" in client.get(f"/places/lamps?day={DAY}").content.decode()
    assert client.get(f"/api/v1/places/lamps?day={DAY}").json()["query"] == "灯具 AND TYPE=发明"


@pytest.mark.usefixtures("addresses", "file")
def test_the_list_has_parks_and_streets(client: Client) -> None:
    page = place_list_page(DAY)
    assert (page.parks[0].code, page.parks[0].total) == ("high-tech", 2)
    street = next(each for each in page.streets if "礼乐" in each.name)
    assert street.total == 1
    answer = client.get(f"/places?day={DAY}")
    assert answer.status_code == 200
    assert street.href.replace("&", "&amp;") in answer.content.decode()
    assert client.get("/api/v1/places").json()["parks"][1]["name"] == "灯具园"


@pytest.mark.usefixtures("addresses")
def test_a_changed_list_holds_at_once(file: Path) -> None:
    assert place_page("high-tech", DAY).total == 2
    file.write_text(LIST.replace("[科苑路西]", "[科苑路]  # narrower"), encoding="utf-8")
    assert place_page("high-tech", DAY).total == 1


@pytest.mark.parametrize(
    "text",
    [
        "code: x",
        "- {code: A, name: 甲, query: 灯}",
        "- {code: aa, name: 甲}",
        "- {code: aa, name: 甲, query: 灯, words: [高新]}",
        "- {code: aa, name: 甲, words: [高新], district: '999999'}",
        "- {code: aa, name: 甲, words: [高], district: '440704'}",
        "- {code: aa, name: 甲, words: 高新, district: '440704'}",
        "- {code: aa, name: 甲, query: 灯, colour: red}",
        "- {code: aa, name: 甲, query: 灯}\n- {code: aa, name: 乙, query: 灯}",
        "[",
    ],
)
def test_a_list_that_says_nothing_clear_is_refused(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        parks()


@pytest.mark.usefixtures("patents")
def test_a_broken_list_is_told_and_streets_stay(client: Client, file: Path) -> None:
    file.write_text("[", encoding="utf-8")
    assert client.get("/places").status_code == 400
    assert client.get("/places/440704004").status_code == 200


@pytest.mark.usefixtures("patents")
def test_without_a_list_there_are_streets(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert place_list_page(DAY).parks == ()
    assert client.get("/places/high-tech").status_code == 404
