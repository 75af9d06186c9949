"""What a visitor gets: every page, in both languages, with every wrong input answered."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from onestop.portal.tests.conftest import ANCHOR, DESIGN, RECORDS, keep

ADDRESSES = (
    "/",
    "/search",
    "/search?q=灯具&kind=invention&sort=filed_desc&page=2",
    "/search?q=没有这样的词",
    "/patents/2015108177127",
    "/patents/CN112980035",
    f"/applicants/{quote(ANCHOR.applicants[0])}",
    "/overview",
    "/overview?region=440704&day=2023-12-31",
    "/international-applications",
    "/number",
    "/number?text=201510817712",
    "/about-data",
    "/accessibility",
)
WRONG = (
    ("/search?q=(锚索", 400),
    ("/search?q=IPC=", 400),
    ("/search?sort=beauty", 400),
    ("/search?q=%00", 400),
    ("/search?%00=x", 400),
    ("/applicants/%00", 400),
    ("/search?filed_year=soon", 400),
    ("/search?filed_year=99999999999999999999", 400),
    ("/search/export?format=pdf", 400),
    ("/overview?day=2023-02-30", 400),
    ("/overview?day=2999-01-01", 400),
    ("/overview?region=999999", 404),
    ("/overview?csv=beauty", 404),
    ("/international-applications?since=yesterday", 400),
    ("/international-applications?region=x", 404),
    ("/applicants/无名氏", 404),
    ("/patents/201510817712.1", 404),
    ("/patents/%00", 400),
    ("/nowhere", 404),
)

pytestmark = pytest.mark.django_db


EVERY = (*ADDRESSES, *(address for address, _ in WRONG))


@pytest.mark.parametrize(("prefix", "language"), [("", "zh-Hans"), ("/en", "en")])
@pytest.mark.usefixtures("patents")
def test_every_page_answers_in_its_language(client: Client, prefix: str, language: str) -> None:
    for address in ADDRESSES:
        response = client.get(prefix + address)
        assert response.status_code == 200, address
        assert f'<html lang="{language}"' in response.text, address


@pytest.mark.usefixtures("patents")
def test_every_wrong_input_gets_a_page_that_says_what_to_do(client: Client) -> None:
    for address, status in WRONG:
        response = client.get(address)
        assert response.status_code == status, address
        assert "<h1>" in response.text, address
        assert 'role="search"' in response.text, address


@pytest.mark.usefixtures("patents")
def test_no_page_needs_inline_scripts_or_styles(client: Client) -> None:
    """They would not run: the Content-Security-Policy forbids them."""
    for address in EVERY:
        response = client.get(address)
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert "script-src" not in response.headers["Content-Security-Policy"]
        assert not re.search(r"<style|\son\w+=|javascript:", response.text), address
        assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", response.text)), address


def test_demonstration_is_marked_on_every_page(client: Client) -> None:
    keep(RECORDS, is_demonstration=True)
    for address in EVERY:
        response = client.get(address)
        assert "演示数据：" in response.text, address


@pytest.mark.usefixtures("patents")
def test_real_data_are_never_called_a_demonstration(client: Client) -> None:
    for address in EVERY:
        page = client.get(address).text
        assert "演示数据：" not in page, address
        assert "虚构" not in page, address


def test_mixed_data_mark_the_invented_records(client: Client) -> None:
    keep(RECORDS[:1])
    keep(RECORDS[1:], "演示.csv", is_demonstration=True)
    assert "本站含有演示数据" in client.get("/").text
    assert "badge-demo" not in client.get("/search?q=锚索&kind=invention").text
    assert "badge-demo" in client.get("/search?q=抛光膜").text


@pytest.mark.usefixtures("patents")
def test_queries_do_not_grow_with_the_data(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    limits = {
        "/": 60,  # once: later ones ask only what changed
        "/search?q=灯具": 3,
        "/patents/2015108177127": 30,
        "/applicants/照明1厂": 3,
        "/overview?region=440704": 420,
        "/about-data": 24,
    }
    for address, queries in limits.items():
        with django_assert_max_num_queries(queries):
            client.get(address)


@pytest.mark.usefixtures("patents")
def test_any_format_of_a_number_leads_to_the_one_address(client: Client) -> None:
    for text in ("CN201510817712.7", "ZL 2015 1 0817712 7", "201510817712", "CN105334567B", "cn105334567a"):
        response = client.get(f"/patents/{text}")
        assert (response.status_code, response.headers["Location"]) == (301, "/patents/2015108177127"), text


@pytest.mark.usefixtures("patents")
def test_a_patent_known_by_its_publication_has_a_page(client: Client) -> None:
    assert client.get("/patents/CN112980035B").headers["Location"] == "/patents/CN112980035"
    assert "抛光膜" in client.get("/patents/CN112980035").text


@pytest.mark.usefixtures("patents")
def test_an_unknown_number_is_explained(client: Client) -> None:
    page = client.get("/patents/201510817712.1").text
    assert "201510817712.7" in page
    assert 'value="201510817712.1"' in page


@pytest.mark.usefixtures("patents")
def test_a_syntax_error_shows_its_place_and_a_repair(client: Client) -> None:
    page = client.get("/search", {"q": "(锚索"}).text
    assert "第 1 列" in page
    assert "/search?q=%28%E9%94%9A%E7%B4%A2%29" in page


def test_what_is_typed_is_never_markup(client: Client) -> None:
    for address in (
        "/search?q=%3Cb%3Ex",
        "/number?text=%3Cb%3Ex",
        "/patents/%3Cb%3Ex",
        "/applicants/%3Cb%3Ex",
    ):
        assert "<b>x" not in client.get(address).text


@pytest.mark.usefixtures("patents")
def test_the_other_language_shows_the_same_page(client: Client) -> None:
    assert (
        'href="/en/search?q=%E7%81%AF&amp;kind=design"' in client.get("/search?q=%E7%81%AF&kind=design").text
    )
    assert 'href="/patents/2015108177127"' in client.get("/en/patents/2015108177127").text


def test_a_page_that_does_not_exist_offers_the_front_page_in_the_other_language(client: Client) -> None:
    assert 'href="/en/"' in client.get("/nowhere").text


def test_large_type_is_kept_and_given_up(client: Client) -> None:
    assert 'data-text="large"' not in client.get("/number").text
    response = client.post("/display", {"text": "large", "next": "/number?text=1"})
    assert (response.status_code, response.headers["Location"]) == (302, "/number?text=1")
    assert 'data-text="large"' in client.get("/number").text
    client.post("/display", {"text": "normal", "next": "/"})
    assert 'data-text="large"' not in client.get("/number").text


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_choice_of_type_size_leads_to_no_other_site(client: Client, there: str) -> None:
    assert client.post("/display", {"text": "large", "next": there}).headers["Location"] == "/"


@pytest.mark.parametrize("address", ["/", "/search", "/overview"])
def test_pages_are_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_a_visitor_gets_no_cookie_unasked(client: Client) -> None:
    assert not client.get("/").cookies


@pytest.mark.usefixtures("patents")
def test_a_chart_is_a_file_too(client: Client) -> None:
    response = client.get("/overview?region=440703&csv=applicant")
    assert response.headers["Content-Disposition"] == 'attachment; filename="applicant.csv"'
    assert response.content.startswith("\ufeff申请人（专利权人）,件\r\n".encode())
    assert f"'{DESIGN.applicants[0]},1" in response.text


def test_our_own_fault_has_a_page_that_needs_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr("onestop.portal.pages.number_page", lambda text: fail())
    client.raise_request_exception = False
    response = client.get("/number")
    assert response.status_code == 500
    assert "服务出错" in response.text


def test_an_empty_platform_says_so(client: Client) -> None:
    assert "还没有数据" in client.get("/").text
    assert "这个范围里没有专利" in client.get("/overview").text
    assert "还没有导入任何文件" in client.get("/about-data").text
