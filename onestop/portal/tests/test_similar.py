"""Pages of similar patents and of the class adviser: without a model, by number, by text, with marks."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onestop.matching.services import fit
from onestop.matching.tests.made import FIELDS, made_text
from onestop.portal.pages.similar import similar_section
from onestop.portal.tests.conftest import keep
from onestop.records.models import Patent, PatentKind
from onestop.records.types import PatentRecord, PublicationRecord

pytestmark = pytest.mark.django_db
TEXT = "巷道支护用的锚索，带托盘和注浆孔"
SYMBOLS = list(FIELDS)


def number(key: int) -> str:
    return f"CN2{key:08}"


def record(key: int) -> PatentRecord:
    text = made_text(key, SYMBOLS[key % 3])
    publications = (PublicationRecord(f"{number(key)}U", date(2020, 1, 1)),)
    return PatentRecord(
        PatentKind.UTILITY_MODEL,
        text.title,
        publications=publications,
        abstract=text.abstract,
        applicants=(f"示范{key}厂",),
        ipc=text.symbols,
    )


class TestWithoutModel:
    @pytest.mark.parametrize("path", ["/similar", "/classes", "/similar?number=CN200000003U"])
    def test_says_so(self, client: Client, path: str) -> None:
        keep([record(3)])
        page = client.get(path)
        assert "还没有计算相似模型" in page.content.decode()

    def test_the_page_of_a_patent_says_so(self, client: Client) -> None:
        keep([record(3)])
        answer = client.get(f"/patents/{number(3)}")
        assert answer.status_code == 200
        assert "还没有计算相似模型" in answer.content.decode()

    def test_it_costs_no_query(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(0):
            assert similar_section(number(3)).missing


class TestWithModel:
    @pytest.fixture(autouse=True)
    def _fitted(self) -> None:
        keep([record(key) for key in range(60)])
        fit()

    def test_page_of_a_patent(self, client: Client) -> None:
        page = client.get(f"/patents/{number(3)}").context["page"]
        assert {int(each.number[2:]) % 3 for each in page.similar.lines} == {int(number(3)[2:]) % 3}
        first = page.similar.lines[0]
        assert first.shared_words
        assert [each.symbol for each in first.shared_classes] == ["E21D20/02"]
        assert first.shared_classes[0].is_own
        assert page.similar.href == f"/similar?number={number(3)}"
        assert "同属分类" in client.get(f"/patents/{number(3)}").content.decode()

    def test_by_text(self, client: Client) -> None:
        answer = client.post("/similar", {"text": TEXT})
        page = answer.context["page"]
        assert answer.status_code == 200
        assert {int(each.number[3:]) % 3 for each in page.lines} == {0}
        assert "锚索" in page.words
        assert not page.lines[0].shared_classes[0].is_own
        assert "Set-Cookie" not in answer.headers

    def test_more_and_less_like_this(self, client: Client) -> None:
        """A text between two fields moves to the one that is liked; what was marked is not listed again."""
        asked = {"text": "锚索和散热器"}
        plain = client.post("/similar", asked).context["page"]
        lamp = next(each.number for each in plain.lines if int(each.number[3:]) % 3 == 1)
        anchor = next(each.number for each in plain.lines if int(each.number[3:]) % 3 == 0)
        moved = client.post("/similar", asked | {"like": lamp, "dislike": anchor}).context["page"]
        numbers = [each.number for each in moved.lines]
        assert {lamp, anchor}.isdisjoint(numbers)
        assert {int(each[3:]) % 3 for each in numbers[:8]} == {1}
        assert [each.number for each in (*moved.liked, *moved.disliked)] == [lamp, anchor]
        forgotten = client.post("/similar", asked | {"like": lamp, "forget": lamp}).context["page"]
        assert not forgotten.liked

    def test_a_number_keeps_its_state_in_the_address(self, client: Client) -> None:
        page = client.get("/similar", {"number": number(3), "dislike": number(6)}).context["page"]
        assert page.patent.title == record(3).title
        assert number(6) not in {each.number for each in page.lines}

    def test_english(self, client: Client) -> None:
        assert "Similar patents" in client.post("/en/similar", {"text": TEXT}).content.decode()

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"number": "2015108177127"}, "similar.unknown_number"),
            ({"text": "锚索", "like": "2015108177127"}, "similar.unknown_number"),
            ({"text": "锚索" * 25_001}, "similar.long_text"),
            ({"text": "锚索", "like": [number(key) for key in range(21)]}, "similar.many_marks"),
        ],
    )
    def test_errors_stand_in_the_form(self, client: Client, given: dict[str, str], code: str) -> None:
        answer = client.post("/similar", given)
        assert answer.status_code == 400
        assert answer.context["page"].error.code == code
        assert answer.context["page"].error.message in answer.content.decode()

    def test_classes(self, client: Client) -> None:
        page = client.post("/classes", {"text": TEXT}).context["page"]
        assert page.subclasses[0].symbol == "E21D"
        assert page.subclasses[0].percent > 50
        assert page.subclasses[0].href == "/search?q=IPC%3DE21D"
        assert page.subclasses[0].examples
        assert page.groups[0].symbol.startswith("E21D20/")

    def test_classes_of_nothing(self, client: Client) -> None:
        assert client.get("/classes").status_code == 200
        assert (
            client.post("/classes", {"text": "qqqq"}).context["page"].error.code == "similar.no_known_words"
        )

    def test_twins(self, client: Client) -> None:
        wanted: dict[str, str | int] = {"number": number(3), "limit": 4}
        by_number = client.get("/api/v1/similar", wanted).json()
        assert len(by_number["lines"]) == 4
        asked = {"text": TEXT, "limit": 4}
        by_text = client.post("/api/v1/similar", asked, content_type="application/json").json()
        assert by_text["model"]["documents"] == 60
        advice = client.post("/api/v1/classes", {"text": TEXT}, content_type="application/json").json()
        assert advice["subclasses"][0]["symbol"] == "E21D"
        wrong = client.post("/api/v1/similar", {"text": "锚索", "limit": 0}, content_type="application/json")
        assert wrong.status_code == 422

    def test_a_patent_that_went_is_not_listed(self, client: Client) -> None:
        """The model comes to know it with the next refresh."""
        first = similar_section(number(3)).lines[0].number
        Patent.objects.filter(publications__serial=first).delete()
        assert first not in {each.number for each in similar_section(number(3)).lines}

    def test_queries(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_max_num_queries(24):
            similar_section(number(3))
