"""Marks found by a picture that is sent: the page, the pre-check, the twin; limits, and pictures in lists."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from onestop.portal.tests.test_trademark_pages import trademarks as trademarks  # the fixture
from onestop.records.mark_images import store
from onestop.records.marks.pictures import MAX_BYTES
from onestop.records.marks.tests.made_pictures import as_file, made

pytestmark = pytest.mark.django_db
BY_PICTURE = "/trademarks/by-picture"


def sent(data: bytes, name: str = "mark.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/png")


@pytest.fixture
def _marks(trademarks: None) -> None:
    store("CN", "9000001", as_file(made(1)), "9000001.png")
    store("US", "76000001", as_file(made(2)), "lamp.png")


def test_without_pictures_it_says_so(client: Client) -> None:
    answer = client.get(BY_PICTURE)
    assert answer.status_code == 200
    assert "还没有装入商标图样" in answer.content.decode()


@pytest.mark.usefixtures("_marks")
class TestSearch:
    def test_the_likest_first_with_its_score_and_picture(self, client: Client) -> None:
        answer = client.post(BY_PICTURE, {"picture": sent(as_file(made(1).rotate(180)))})
        page = answer.context["page"]
        first = page.results.candidates[0]
        assert (first.line.number, first.degree, first.other_classes) == ("9000001", "high", (11,))
        assert first.how == ("旋转 180°",)
        assert first.line.picture_href in answer.content.decode()
        assert "不是法律意见" in answer.content.decode()
        assert "Set-Cookie" not in answer.headers

    def test_only_the_wanted_classes(self, client: Client) -> None:
        def numbers(classes: str) -> list[tuple[str, int]]:
            page = client.post(BY_PICTURE, {"picture": sent(as_file(made(1))), "classes": classes}).context[
                "page"
            ]
            return [(each.line.number, each.line.nice_class) for each in page.results.candidates]

        assert ("9000001", 11) in numbers("11")
        assert numbers("45") == []

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (as_file(made(1))[:900], "已损坏"),
            (b"<svg/>", "不是能识别的图片"),
            (as_file(Image.new("RGB", (9, 9))), "一片空白"),
        ],
    )
    def test_refused_with_a_reason(self, client: Client, data: bytes, said: str) -> None:
        answer = client.post(BY_PICTURE, {"picture": sent(data)})
        assert answer.status_code == 400
        assert said in answer.content.decode()

    def test_nothing_sent(self, client: Client) -> None:
        assert "没有选择图片" in client.post(BY_PICTURE, {}).content.decode()

    def test_too_large_is_refused_by_the_head_of_the_request(self, client: Client) -> None:
        answer = client.post(BY_PICTURE, {"picture": sent(b"x" * (MAX_BYTES + 100_000))})
        assert answer.status_code == 400
        assert "超过 8 MB" in answer.content.decode()

    def test_wrong_classes(self, client: Client) -> None:
        answer = client.post(BY_PICTURE, {"picture": sent(as_file(made(1))), "classes": "99"})
        assert answer.status_code == 400

    def test_the_pre_check_takes_words_and_a_picture(self, client: Client) -> None:
        given = {"mark": "江海灯塔", "classes": "9", "picture": sent(as_file(made(1)))}
        page = client.post("/trademarks/check", given).context["page"]
        assert page.is_asked
        assert page.pictures.candidates[0].line.number == "9000001"
        only = client.post("/trademarks/check", {"picture": sent(as_file(made(1)))}).context["page"]
        assert (only.is_asked, bool(only.pictures.candidates)) == (False, True)

    def test_its_twin(self, client: Client) -> None:
        answer = client.post("/api/v1/trademarks/by-picture", {"picture": sent(as_file(made(2)))})
        found = json.loads(answer.content)["results"]["candidates"]
        assert (found[0]["line"]["number"], found[0]["score"]) == ("76000001", 100)
        wrong = client.post("/api/v1/trademarks/by-picture", {"picture": sent(b"x")})
        assert json.loads(wrong.content)["code"] == "picture.unknown"


@pytest.mark.usefixtures("_marks")
class TestPictures:
    def test_on_the_page_of_the_mark_and_in_the_list(self, client: Client) -> None:
        href = client.get("/trademarks/CN/9000001").context["page"].picture_href
        assert href
        lines = client.get("/trademarks?q=江海灯塔").context["page"].lines
        assert {each.picture_href for each in lines} == {href}
        answer = client.get(href)
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert Image.open(BytesIO(answer.content)).format == "WEBP"

    @pytest.mark.parametrize("name", ["0" * 64, "x", "..%2f..%2fsecret_key"])
    def test_no_such_picture(self, client: Client, name: str) -> None:
        assert client.get(f"/trademarks/pictures/{name}.webp").status_code == 404
