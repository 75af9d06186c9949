"""Charts of two dimensions, the map, the big screen, industries, places and the cockpit."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.indicators.high_value.assess import refresh
from onestop.portal.pages import map_page, overview_page
from onestop.portal.pages.charts import is_incomplete
from onestop.portal.pages.industry import industry_list_page, industry_page
from onestop.portal.pages.maps import breaks
from onestop.portal.pages.screen import screen_page
from onestop.portal.pages.types_pictures import Matrix
from onestop.portal.tests.conftest import ANCHOR, DISTRICT, LAMPS, keep
from onestop.records.models import EventKind, Patent
from onestop.records.search import PatentSearch, search_patents
from onestop.records.values.application_number import check_digit
from onestop.reference import geometry
from onestop.reference.industry_source import RuleRow
from onestop.reference.services import lend_industries, take_back_industries

DAY = date(2023, 12, 31)
SQUARE = [[112.9, 22.4], [113.1, 22.4], [113.1, 22.6], [112.9, 22.6], [112.9, 22.4]]
NEW = ("/map", "/map?region=440700", f"/map?region={DISTRICT}", "/screen", "/industries", "/places/440704004")

pytestmark = pytest.mark.django_db


def matrix(code: str) -> Matrix:
    page = overview_page(DISTRICT, DAY.isoformat())
    every = [each for section in page.sections for each in section.pictures]
    found = next(each for each in every if each.code == code)
    assert isinstance(found, Matrix)
    return found


def hits(href: str) -> int:
    return search_patents(PatentSearch(text=parse_qs(urlsplit(href).query)["q"][0])).total


@pytest.mark.usefixtures("patents")
def test_ages_agree_with_a_plain_loop_and_with_their_searches() -> None:
    expected: Counter[int] = Counter()
    for each in LAMPS:
        ended = any(event.kind == EventKind.FEE_LAPSE for event in each.events)
        filed = each.filed_on
        assert filed
        if not ended or filed.year + 2 > DAY.year:
            expected[DAY.year - filed.year - ((DAY.month, DAY.day) < (filed.month, filed.day))] += 1
    rows = {int(row.label.split()[0]): row.cells for row in matrix("ages").rows if row.label[0].isdigit()}
    found = {age: int(sum(cell.value or 0 for cell in cells)) for age, cells in rows.items()}
    expected[8] += 1  # the anchor, an invention of 2015
    assert {age: count for age, count in found.items() if count} == dict(expected)
    for cells in rows.values():
        for cell in cells:
            assert not cell.href or hits(cell.href) == cell.value


@pytest.mark.usefixtures("patents")
def test_what_ends_is_counted_once_and_found_by_its_search() -> None:
    cells = [cell for row in matrix("endings-years").rows for cell in row.cells]
    within_ten_years = Patent.objects.filter(
        region=DISTRICT, granted_on__lte=DAY, ends_on__gt=DAY, ends_on__lt=date(2034, 1, 1)
    )
    assert sum(cell.value or 0 for cell in cells) == within_ten_years.count() > 0
    assert all(hits(cell.href) == cell.value for cell in cells if cell.href)


@pytest.mark.usefixtures("patents")
def test_a_field_and_year_leads_to_its_applications() -> None:
    found = matrix("technology")
    assert found.columns == tuple(str(year) for year in range(2014, 2024))
    told = [cell for row in found.rows for cell in row.cells if cell.value]
    assert sum(int(cell.value or 0) for cell in told) == len(LAMPS) + 1
    assert all(hits(cell.href) == cell.value for cell in told)


@pytest.mark.parametrize(("year", "expected"), [(2021, False), (2022, True), (2023, True)])
def test_years_that_are_not_all_published(year: int, expected: bool) -> None:
    """Art. 34: of 2022 not all had to be published on the last day of 2023, of the first half of 2022 they had."""
    assert is_incomplete(year, DAY) is expected


@pytest.mark.usefixtures("patents")
def test_a_chart_of_two_dimensions_is_a_file_too(client: Client) -> None:
    response = client.get(f"/overview?region={DISTRICT}&day={DAY}&csv=technology")
    rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert rows[0][1:] == list(matrix("technology").columns)
    assert [row[0] for row in rows[1:]] == [row.label for row in matrix("technology").rows]


@pytest.mark.usefixtures("patents")
def test_a_figure_stands_beside_last_years_and_follows_a_change() -> None:
    def line() -> tuple[float | None, str]:
        groups = overview_page(DISTRICT, DAY.isoformat()).groups
        found = next(one for group in groups for one in group.lines if one.code == "valid_inventions")
        return found.value, found.before

    value, before = line()
    body = "201510999901"
    keep([replace(ANCHOR, application_number=body + check_digit(body), publications=())], "更多.xlsx")
    assert line() == ((value or 0) + 1, str(int(before) + 1))


@pytest.mark.usefixtures("patents")
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_new_pages_answer_in_both_languages(client: Client, prefix: str) -> None:
    for address in NEW:
        assert client.get(prefix + address).status_code == 200, address


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/map?region=999999", 404),
        ("/map?code=beauty", 400),
        ("/map?day=yesterday", 400),
        ("/map?csv=beauty", 404),
        ("/screen?theme=pink", 400),
        ("/screen?region=999999", 404),
        ("/industries/99.9", 404),
        ("/places/440704999", 404),
        ("/places/x", 404),
    ],
)
def test_wrong_input_gets_a_page(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.usefixtures("patents")
def test_the_map_leads_from_the_country_to_a_street() -> None:
    for region, below in (
        ("", "440000"),
        ("440000", "440700"),
        ("440700", DISTRICT),
        (DISTRICT, "440704004"),
    ):
        page = map_page(region, "valid_patents", DAY.isoformat())
        area = next(each for each in page.map.areas if each.code == below)
        assert below in area.href
        assert not page.map.review_number
    district = map_page("440700", "valid_patents", DAY.isoformat())
    values = {each.code: each.value for each in district.map.areas}
    assert values[DISTRICT] == next(row.value for row in district.chart.rows if row.label == "江海区") > 0


def load_square(
    folder: Path, number: str = "粤S（2021）123号", ring: object = None
) -> geometry.GeometryReport:
    feature = {
        "type": "Feature",
        "properties": {"adcode": 440704, "name": "江海区", "parent": {"adcode": 440700}},
        "geometry": {"type": "Polygon", "coordinates": [ring or SQUARE]},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (folder / "440700_full.json").write_text("\ufeff" + text, encoding="utf-8")
    return geometry.load(folder, number)


@pytest.mark.usefixtures("patents")
def test_a_loaded_map_carries_its_review_number(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    addresses = ("/map?region=440700", f"/overview?region={DISTRICT}", f"/screen?region={DISTRICT}")
    assert all("示意方格" in client.get(address).text for address in addresses)
    load_square(tmp_path)  # what was remembered of the tiles is not shown again
    for address in addresses:
        page = client.get(address).text
        assert "审图号：" in page, address
        assert "粤S(2021)123号" in page, address
    assert "示意方格" in client.get("/map").text


def test_the_steps_of_a_map() -> None:
    assert breaks([]) == ()
    assert breaks([3.0]) == ()
    assert breaks([1.0, 2.0]) == (1.0,)
    assert len(breaks([float(each) for each in range(1, 101)])) == 4


@pytest.mark.usefixtures("patents")
def test_the_screen_fetches_only_what_changes(client: Client) -> None:
    whole, part = client.get("/screen"), client.get("/screen?part=1")
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert part.text.strip() in whole.text
    assert whole.headers["Cache-Control"] == "no-store"
    assert screen_page(DISTRICT).as_of == DAY


@pytest.mark.usefixtures("patents")
def test_queries_of_the_pages(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    """The first look computes everything; the next ones ask only whether anything changed."""
    addresses = (f"/overview?region={DISTRICT}&day={DAY}", "/map?region=440700", f"/screen?region={DISTRICT}")
    for address, cold, warm in zip(addresses, (420, 40, 170), (100, 60, 60), strict=True):
        with django_assert_max_num_queries(cold):
            client.get(address)
        with django_assert_max_num_queries(warm):
            client.get(address)


@pytest.mark.usefixtures("patents")
@pytest.mark.parametrize(
    ("role", "status"), [(Role.OFFICER, 200), (Role.MEMBER, 403), (Role.DATA_ENGINEER, 403)]
)
def test_the_cockpit_is_the_officers(settings: Settings, role: Role, status: int) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    client = Client()
    person = make_person(role, second_factor=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/officer/cockpit?region={DISTRICT}").status_code == status
    assert Client().get("/officer/cockpit").status_code == 302


@pytest.mark.usefixtures("patents")
def test_an_industry_is_told_by_its_whole_code(client: Client) -> None:
    """1.10 is not 1.1, and neither is the number 1.1."""
    tables = {"1": "E21D20*", "1.1": "H05B45*", "1.10": "F21V29*"}
    lend_industries(
        [RuleRow(code, f"产业{code}", "", (symbols,), ()) for code, symbols in tables.items()], "示意"
    )
    refresh()
    lines = {each.code: each.total for each in industry_list_page(DISTRICT, DAY.isoformat()).industries}
    assert lines["1"] == 1
    assert lines["1.1"] == 0  # lamps have that class second, and count for the first rule that they meet
    assert lines["1.10"] > 10
    for code, total in lines.items():
        assert industry_page(code, DISTRICT, DAY.isoformat()).total == total
        assert client.get(f"/industries/{code}?region={DISTRICT}").status_code == 200
    take_back_industries()
