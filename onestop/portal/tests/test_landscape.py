"""The map of topics of a search: choosing, table, CSV, twin, and why there is none."""

import csv
import json
from io import StringIO
from itertools import pairwise

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onestop.matching.services import fit
from onestop.portal.pages import landscape as pages
from onestop.portal.pages import read_search
from onestop.portal.pages.landscape_picture import HEIGHT, WIDTH, density, names_apart
from onestop.portal.pages.types_landscape import LandscapePage
from onestop.portal.tests.conftest import keep
from onestop.portal.tests.test_similar import number, record

pytestmark = pytest.mark.django_db


def page(query: str = "", topic: str = "", size: str = "") -> LandscapePage:
    return pages.landscape_page(read_search(QueryDict(query)), topic, size)


class TestWithoutMap:
    def test_no_model(self, client: Client) -> None:
        keep([record(key) for key in range(20)])
        answer = client.get("/search/landscape")
        assert answer.status_code == 200
        assert "还没有计算相似模型" in answer.content.decode()

    def test_too_few(self, client: Client) -> None:
        keep([record(key) for key in range(5)])
        found = page()
        assert found.missing
        assert found.picture is None
        assert found.search_href in client.get("/search/landscape").content.decode()

    def test_wrong_query(self, client: Client) -> None:
        answer = client.get("/search/landscape?q=(")
        assert answer.status_code == 400
        assert "检索式有误" in answer.content.decode()
        assert client.get("/api/v1/search/landscape?q=(").status_code == 400

    def test_the_model_has_not_taken_them_in(self) -> None:
        keep([record(key) for key in range(30)])
        fit()
        keep([record(key) for key in range(100, 130)], name="later")
        assert "还没有收入" in page("q=" + " ".join(number(key) for key in range(100, 130))).missing


class TestWithMap:
    @pytest.fixture(autouse=True)
    def _fitted(self) -> None:
        keep([record(key) for key in range(60)])
        fit()

    def test_each_point_opens_its_patent_and_counts_in_its_topic(self) -> None:
        found = page(size="4")
        assert found.picture
        points = found.picture.points
        assert {each.number for each in points} == {number(key) for key in range(60)}
        assert all(each.href == f"/patents/{each.number}" for each in points)
        assert all(0 <= each.x <= WIDTH and 0 <= each.y <= HEIGHT for each in points)
        for topic in found.topics:
            assert topic.count == sum(each.topic == topic.number for each in points)
        assert sum(each.count for each in found.topics) == found.drawn == found.total == 60

    def test_a_chosen_topic_lists_its_patents_and_narrows_the_search(self, client: Client) -> None:
        first = page(size="4").topics[0]
        answer = client.get(first.href)
        chosen = answer.context["page"]
        assert chosen.chosen.number == 1
        assert chosen.chosen.href == page(size="4").sizes[2].href  # chosen again: none is
        members = {each.number for each in chosen.picture.points if each.topic == 1}
        assert {each.number for each in chosen.lines} <= members
        narrowed = client.get(chosen.chosen_href + "&size=100").context["page"]
        assert {each.number for each in narrowed.lines} == members

    def test_the_filters_of_the_search_hold(self) -> None:
        found = page("applicant=示范3厂")
        assert found.total == 1
        assert found.missing

    def test_an_even_sample_of_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pages, "MAX_POINTS", 25)
        found = page()
        assert (found.total, found.read, found.drawn) == (60, 60, 20)
        monkeypatch.setattr(pages, "MAX_READ", 40)
        found = page()
        assert (found.total, found.read, found.drawn) == (60, 40, 20)

    def test_csv_of_topics_and_of_patents(self, client: Client) -> None:
        found = page()
        rows = _rows(client, found.topics_csv_href)
        assert [row[1] for row in rows[1:]] == [each.label for each in found.topics]
        rows = _rows(client, found.patents_csv_href)
        assert len(rows) == 61
        assert {row[0] for row in rows[1:]} == {number(key) for key in range(60)}

    def test_its_twin(self, client: Client) -> None:
        answer = client.get("/api/v1/search/landscape?topics=4&topic=2")
        found = json.loads(answer.content)
        assert [each["label"] for each in found["topics"]] == [each.label for each in page(size="4").topics]
        assert found["chosen"]["number"] == 2

    def test_linked_from_the_search(self, client: Client) -> None:
        assert "/search/landscape?q=" in client.get("/search?q=装置&kind=utility_model").content.decode()

    @pytest.mark.parametrize("query", ["topic=99", "topic=x", "topics=99", "topics=x", "csv=x"])
    def test_nonsense_is_as_if_not_said(self, client: Client, query: str) -> None:
        answer = client.get(f"/search/landscape?{query}")
        assert answer.status_code == 200
        assert answer.context["page"].chosen is None

    def test_queries(self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        client.get("/search/landscape")
        with django_assert_max_num_queries(8):
            client.get("/search/landscape?topic=1")


def _rows(client: Client, href: str) -> list[list[str]]:
    text = client.get(href).content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def test_names_lie_apart_and_inside() -> None:
    names = ["锚索·支护·巷道"] * 9
    places = names_apart([(WIDTH, HEIGHT)] * 9, names)
    heights = sorted(y for _x, y in places)
    assert all(later - earlier >= 30 for earlier, later in pairwise(heights))
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)


def test_density_is_where_the_points_are() -> None:
    levels = density([(100, 100)] * 20 + [(800, 500)])
    assert [each.step for each in levels] == [1, 2, 3, 4]
    assert all(each.path for each in levels)
    assert density([]) == ()
