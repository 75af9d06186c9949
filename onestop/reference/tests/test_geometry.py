"""Borders from GeoJSON: what is taken, what is refused, what is kept of them; tiles where there are none."""

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from onestop.core.errors import UserError
from onestop.reference import geometry, regions
from onestop.reference.geometry_source import read
from onestop.reference.shapes import shape_of, tiles_of
from onestop.reference.streets import street, streets_of

NUMBER = "GS(2024)0650号"
SQUARE = [[112.0, 22.0], [113.0, 22.0], [113.0, 23.0], [112.0, 23.0], [112.0, 22.0]]


def feature(ring: Any = None, code: Any = 440704, kind: str = "Polygon", **more: Any) -> dict[str, Any]:
    coordinates = [ring or SQUARE] if kind == "Polygon" else [[ring or SQUARE]]
    return {
        "type": "Feature",
        "properties": {"adcode": code, "name": "江海区", "parent": {"adcode": 440700}, **more},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def write(folder: Path, *features: dict[str, Any], name: str = "440700_full.json") -> Path:
    path = folder / name
    text = json.dumps({"type": "FeatureCollection", "features": features})
    path.write_text("\ufeff" + text, encoding="utf-8")  # as the published files begin
    return path


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    return tmp_path


def test_a_folder_is_loaded_and_loaded_again(data: Path) -> None:
    write(data, feature())
    report = geometry.load(data, " gs（2024）0650号 ", "示例")
    assert (report.files, report.areas, report.review_number) == (1, 1, NUMBER)
    shape = shape_of("440700")
    assert (shape.review_number, shape.source, shape.is_tiles) == (NUMBER, "示例", False)
    assert [area.code for area in shape.areas] == ["440704"]
    assert shape_of("440000").is_tiles
    assert geometry.load(data, NUMBER) == report
    assert geometry.loaded_regions() == ("440700",)
    assert geometry.remove()
    assert shape_of("440700").is_tiles


def test_a_square_of_one_degree_keeps_its_form_and_its_middle(data: Path) -> None:
    picture = read(write(data, feature()))
    area = picture.areas[0]
    assert picture.width == 1000
    assert picture.height == pytest.approx(
        1000 / 0.924, rel=0.01
    )  # a degree of longitude at 22.5 degrees north
    assert (area.x, area.y) == pytest.approx((500, picture.height / 2), abs=3)


def test_points_that_nobody_would_see_are_left_out_and_islands_stay(data: Path) -> None:
    straight = [[112.0 + step / 500, 22.0] for step in range(501)]
    island = [[112.5, 22.5], [112.50001, 22.5], [112.5, 22.50001], [112.5, 22.5]]
    crowded = [*straight, [113.0, 23.0], [112.0, 23.0], [112.0, 22.0]]
    both = feature(kind="MultiPolygon")
    both["geometry"]["coordinates"] = [[crowded], [island]]
    picture = read(write(data, both))
    assert picture.points == 508
    assert picture.kept_points < 30
    assert picture.areas[0].path.count("M") == 2


def test_lines_that_are_no_region_are_drawn(data: Path) -> None:
    line = feature(code="100000_JD", name="")
    picture = read(write(data, feature(), line))
    assert (len(picture.areas), len(picture.outlines)) == (1, 1)


@pytest.mark.parametrize(
    "number",
    ["GS(2024)0650号", "GS京(2022)1061号", "粤S(2021)123号", "粤AS(2023)015号", "GS（2019）1822号"],
)
def test_review_numbers(number: str) -> None:
    assert geometry.checked_number(number) == number.replace("（", "(").replace("）", ")")


@pytest.mark.parametrize("number", ["", "无", "GS2024", "(2024)0650号", "GS(24)1号", "GS(2024)0650"])
def test_what_is_no_review_number(number: str) -> None:
    with pytest.raises(UserError) as error:
        geometry.checked_number(number)
    assert error.value.code == "reference.bad_review_number"


METRES = [[12588000.0, 2588000.0], [12589000.0, 2588000.0], [12589000.0, 2589000.0]]
TURNED = [[y, x] for x, y in SQUARE]


@pytest.mark.parametrize(
    "wrong",
    [
        feature(METRES),
        feature(TURNED),
        feature([[float("nan"), 22.0]]),
        feature(code="江海"),
        feature(ring=[["x", "y"]]),
        {**feature(), "geometry": {"type": "Point", "coordinates": [112.0, 22.0]}},
        {**feature(), "geometry": None},
        {**feature(), "geometry": {"type": "Polygon", "coordinates": 5}},
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_name(data: Path, wrong: dict[str, Any]) -> None:
    write(data, feature(), wrong)
    with pytest.raises(UserError) as error:
        geometry.load(data, NUMBER)
    assert error.value.code == "reference.bad_geometry"
    assert "440700_full.json" in error.value.message
    assert shape_of("440700").is_tiles


@pytest.mark.parametrize("text", ["", "{", "[]", '{"features": []}', '{"features": [1]}', "[" * 100_000])
def test_files_that_are_no_geojson(data: Path, text: str) -> None:
    (data / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        geometry.load(data, NUMBER)
    assert error.value.code == "reference.bad_geometry"


def test_an_empty_folder(data: Path) -> None:
    with pytest.raises(UserError) as error:
        geometry.load(data, NUMBER)
    assert error.value.code == "reference.no_geometry"


def test_every_province_has_a_tile_of_its_own() -> None:
    tiles = tiles_of("")
    assert {area.code for area in tiles.areas} == {each.code for each in regions.children("")}
    assert len({(area.x, area.y) for area in tiles.areas}) == len(tiles.areas) == 34


@pytest.mark.parametrize(("region", "count"), [("440000", 21), ("440700", 7), ("440704", 3), ("110000", 16)])
def test_tiles_of_what_lies_below(region: str, count: int) -> None:
    tiles = tiles_of(region)
    assert len({(area.x, area.y) for area in tiles.areas}) == len(tiles.areas) == count
    assert all(0 < area.x < tiles.width and 0 < area.y < tiles.height for area in tiles.areas)


def test_streets() -> None:
    assert [each.short_name for each in streets_of("440704")] == ["江南", "外海", "礼乐"]
    found = street("440704004")
    assert found is not None
    assert found.name == "外海街道"
    assert streets_of("440700") == ()
    assert street("x") is None
