"""Every twin answers what its page says, and every failure has one shape."""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from django.core.cache import caches
from django.core.serializers.json import DjangoJSONEncoder
from django.http import QueryDict
from django.test import Client
from pytest_django import Settings

from onestop.accounts import tokens
from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.api.api import api
from onestop.api.parameters import SearchParameters
from onestop.portal import pages
from onestop.portal.pages.documents import documents_page
from onestop.portal.pages.industry import industry_list_page
from onestop.portal.pages.place import place_list_page, place_page
from onestop.portal.pages.registers import register_page
from onestop.portal.pages.screen import screen_page
from onestop.portal.pages.trademarks import trademarks_page
from onestop.records.document_search import DocumentSearch
from onestop.records.search import MAX_PAGE_SIZE, PatentSearch
from onestop.records.trademark_search import TrademarkSearch

TWINS: dict[str, Callable[[], pages.Page]] = {
    "": pages.home_page,
    "search?q=锚索&kind=invention": lambda: _search_page("q=锚索&kind=invention"),
    "search?applicant=乙大学&filed_year=2015&sort=filed_asc&size=1": lambda: _search_page(
        "applicant=乙大学&filed_year=2015&sort=filed_asc&size=1"
    ),
    "search?q=%231 OR 灯&set=1:锚索&view=table&column=title&families=1": lambda: _search_page(
        "q=%231 OR 灯&set=1:锚索&view=table&column=title&families=1"
    ),
    "search/builder?q=TI=锚索 NOT PA=大学": lambda: pages.builder_page(QueryDict("q=TI=锚索 NOT PA=大学")),
    "compare?number=2015108177127&number=CN112980035B": lambda: pages.compare_page(
        ["2015108177127", "CN112980035B"]
    ),
    "patents/2015108177127": lambda: pages.patent_page("2015108177127"),
    "patents/2015108177127?day=2020-01-01": lambda: pages.patent_page("2015108177127", "2020-01-01"),
    "patents/CN112980035B": lambda: pages.patent_page("CN112980035B"),
    "patents/2015108177127?family=extended&levels=2": lambda: pages.patent_page(
        "2015108177127", family="extended", levels="2"
    ),
    "documents/EP9990001A1": lambda: pages.document_page("EP9990001A1"),
    "applicants/甲矿业（江海）有限公司": lambda: pages.applicant_page("甲矿业（江海）有限公司"),
    "registers/transactions?kind=pledge": lambda: register_page("transactions", kind="pledge"),
    "holders/9001": lambda: pages.holder_page(9001),
    "overview": pages.overview_page,
    "overview?region=440704&day=2023-12-31": lambda: pages.overview_page("440704", "2023-12-31"),
    "map?region=440700&day=2023-12-31": lambda: pages.map_page("440700", day="2023-12-31"),
    "screen?region=440704": lambda: screen_page("440704"),
    "places?day=2023-12-31": lambda: place_list_page("2023-12-31"),
    "places/440704004?day=2023-12-31": lambda: place_page("440704004", "2023-12-31"),
    "industries?region=440704": lambda: industry_list_page("440704"),
    "international-applications?since=2023-01-01&until=2023-12-31": lambda: pages.international_page(
        "", "2023-01-01", "2023-12-31"
    ),
    "number?text=ZL 2015 1 0817712 7": lambda: pages.number_page("ZL 2015 1 0817712 7"),
    "data": pages.data_page,
    "documents": lambda: documents_page(DocumentSearch()),
    "trademarks": lambda: trademarks_page(TrademarkSearch()),
    "trademarks/CN/9000001": lambda: pages.trademark_page("CN", "9000001"),
}


def _search_page(query: str) -> pages.Page:
    return pages.search_page(pages.read_search(QueryDict(query)))


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(f"/api/v1/{path}", headers=headers)


@pytest.mark.parametrize("path", TWINS)
def test_twin_says_what_the_page_says(client: Client, path: str) -> None:
    answered = get(client, path).json()
    expected = json.loads(json.dumps(asdict(TWINS[path]()), cls=DjangoJSONEncoder))
    assert answered.pop("took_ms", 0) >= 0
    expected.pop("took_ms", None)
    assert answered == expected
    assert answered["title"]


def test_search_finds_and_marks(client: Client) -> None:
    found = get(client, "search?q=錨索").json()
    assert found["total"] == 1
    assert {"text": "锚索", "is_match": True} in found["lines"][0]["title"]


def test_chinese_is_sent_as_it_is(client: Client) -> None:
    assert "恒阻延长".encode() in get(client, "search?q=锚索").content


def test_every_parameter_of_the_page_is_described() -> None:
    shown = {"q", "set", "sort", "page", "size", "view", "column", "families", "cursor", "charts", "explain"}
    synonyms = {"expand", "without"}
    assert set(SearchParameters.model_fields) == {*shown, *synonyms, *PatentSearch().facets}


WRONG = {
    "registers/secrets": (404, "register.not_found"),
    "search?q=%00": (400, "api.bad_request"),
    "registers/honours?kind=x": (400, "register.bad_kind"),
    "search?q=(锚索": (400, "search.syntax"),
    "search?sort=upwards": (400, "search.unknown_sort"),
    "search?filed_year=soon": (400, "search.unknown_filter"),
    "search?cursor=*": (400, "search.cursor_needs_order"),
    "search?cursor=filed_asc.1&sort=filed_desc": (400, "search.wrong_cursor"),
    "search?cursor=record.x&sort=record": (400, "search.wrong_cursor"),
    "search?set=x": (400, "search.wrong_set"),
    "compare?number=2015108177127": (400, "compare.count"),
    f"search?size={MAX_PAGE_SIZE + 1}": (422, "api.wrong_parameter"),
    "search?size=0": (422, "api.wrong_parameter"),
    "search?page=first": (422, "api.wrong_parameter"),
    "search?q=" + "a" * 4_001: (422, "api.wrong_parameter"),
    "international-applications": (422, "api.wrong_parameter"),
    "overview?day=yesterday": (400, "portal.bad_day"),
    "map?code=beauty": (400, "portal.unknown_indicator"),
    "screen?theme=pink": (400, "portal.unknown_theme"),
    "industries/99": (404, "portal.no_industry"),
    "places/1": (404, "portal.no_street"),
    "overview?region=99": (404, "reference.unknown_region"),
    "patents/2015108177127?day=1900-01-01": (400, "portal.day_out_of_range"),
    "patents/2015108177128": (404, "patent.not_found"),
    "applicants/无": (404, "applicant.not_found"),
    "nothing": (404, "api.not_found"),
    "search/": (404, "api.not_found"),
}


@pytest.mark.parametrize("path", WRONG)
def test_failures_have_one_shape(client: Client, path: str) -> None:
    response = get(client, path)
    found = response.json()
    assert (response.status_code, found["code"]) == WRONG[path]
    assert set(found) == {"code", "message", "hint"}
    assert all(found.values())


def test_message_names_the_parameter_and_the_limit(client: Client) -> None:
    message = get(client, "search?size=500").json()["message"]
    assert "size" in message
    assert "100" in message


def test_other_methods_are_answered_in_the_same_shape(client: Client) -> None:
    response = client.post("/api/v1/search")
    assert (response.status_code, response.json()["code"]) == (405, "api.method_not_allowed")
    assert response.headers["Allow"] == "GET"


def test_unexpected_failure_is_logged_and_tells_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("the password is 12345")

    monkeypatch.setattr(pages, "data_page", fail)
    response = get(client, "data")
    assert (response.status_code, response.json()["code"]) == (500, "api.internal")
    assert "12345" not in response.content.decode()
    (record,) = (each for each in caplog.records if each.name.startswith("onestop.api"))
    assert record.levelno == logging.ERROR
    assert record.exc_info


@pytest.mark.parametrize(("asked", "language", "prefix"), [("en-GB", "en", "/en/"), ("", "zh-hans", "/")])
def test_language_is_that_of_the_header(client: Client, asked: str, language: str, prefix: str) -> None:
    response = get(client, "search?q=锚索", accept_language=asked)
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]
    assert response.json()["lines"][0]["href"] == f"{prefix}patents/2015108177127"


def test_errors_in_pages_stay_pages(client: Client) -> None:
    response = client.get("/nothing")
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")


def test_no_other_site_may_read(client: Client) -> None:
    response = get(client, "search", origin="https://elsewhere.example")
    assert not [name for name in response.headers if name.lower().startswith("access-control-")]


def test_search_takes_its_lines_from_the_index(client: Client, django_assert_max_num_queries: Any) -> None:
    get(client, "search?q=锚索")  # remembers what all pages share
    with django_assert_max_num_queries(1):  # titles of classes
        assert get(client, "search?q=锚索").json()["total"] == 1


def test_openapi_document_is_served_and_complete(client: Client) -> None:
    document = get(client, "openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert document["info"]["description"]
    # Held to their pages by the tests of those.
    others = {"similar", "classes", "indicators", "comparison", "bulletins"}
    assert {path.removeprefix("/api/v1/").split("?")[0].split("/")[0] for path in document["paths"]} == {
        *(path.split("?")[0].split("/")[0] for path in TWINS),
        *others,
    }
    every = [each for path in document["paths"].values() for each in path.values()]
    assert all("summary" in operation for operation in every)
    answers = document["components"]["schemas"]["ResultLine"]["properties"]
    assert answers["filed_on"]["description"] == "ISO date or empty."


def test_openapi_document_is_the_same_in_every_language(client: Client) -> None:
    assert get(client, "openapi.json", accept_language="en").content == get(client, "openapi.json").content
    assert json.loads(json.dumps(api.get_openapi_schema()))["paths"]


@pytest.mark.parametrize("sort", ["record", "filed_desc", "granted_asc"])
def test_a_walk_reaches_every_hit_once(client: Client, sort: str) -> None:
    cursor, walked = "*", []
    while cursor:
        found = get(client, f"search?sort={sort}&size=1&cursor={cursor}").json()
        walked += [line["number"] for line in found["lines"]]
        cursor = found["next_cursor"]
    assert len(walked) == len(set(walked)) == found["total"]


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = get(client, "search?q=锚索")
    again = get(client, "search?q=锚索", **{"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = get(client, "search?q=锚索", **{"if-none-match": first.headers["ETag"], "accept-language": "en"})
    assert other.status_code == 200
    assert "Accept-Language" in first.headers["Vary"]


def test_too_many_requests_are_told_when_to_come_again(client: Client, settings: Settings) -> None:
    caches["process"].clear()
    settings.API_PER_MINUTE, settings.API_TOKEN_PER_MINUTE = 2, 3
    assert [get(client, "number?text=1").status_code for _ in range(2)] == [200, 200]
    refused = get(client, "number?text=1")
    assert (refused.status_code, refused.json()["code"]) == (429, "api.too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    key = tokens.make_token(make_person(Role.MEMBER), "统计程序").key
    assert [get(client, "data", authorization=f"Bearer {key}").status_code for _ in range(4)] == [200] * 3 + [
        429
    ]
    assert client.get("/number").status_code == 200


def test_a_token_that_is_not_one_is_refused(client: Client) -> None:
    made = tokens.make_token(owner := make_person(Role.MEMBER), "x")
    assert get(client, "data", authorization=f"Bearer {made.key}").status_code == 200
    tokens.revoke_token(owner, made.token.pk)
    for header in (f"Bearer {made.key}", "Bearer x", "Basic eDp5"):
        refused = get(client, "data", authorization=header)
        assert (refused.status_code, refused.json()["code"]) == (401, "api.wrong_token"), header
        assert refused.headers["WWW-Authenticate"] == "Bearer"
