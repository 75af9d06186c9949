"""Synonyms on the pages: preview, note beside the results, offers where nothing is found, reasons in words."""

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from onestop.portal import pages
from onestop.portal.pages.types_synonyms import SynonymOption, SynonymWord
from onestop.thesaurus import queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patents(patents: None) -> None:
    queries.forget()


def search(query: str) -> pages.SearchPage:
    return pages.search_page(pages.read_search(QueryDict(query)))


def preview(query: str) -> pages.SynonymsPage:
    return pages.synonyms_page(pages.read_search(QueryDict(query)))


def options(word: SynonymWord) -> dict[str, SynonymOption]:
    return {each.text: each for sense in word.senses for each in sense.options}


def asked(href: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(href).query)


def test_a_preview_says_which_words_become_what_and_what_that_brings() -> None:
    page = preview("q=LED")
    assert (page.reach, page.as_typed, page.total, page.problem) == ("both", 0, 42, "")
    (word,) = page.words
    assert (word.typed, word.is_on) == ("LED", True)
    diode = options(word)["发光二极管"]
    assert (diode.count, diode.is_on, diode.label) == (42, True, "")
    assert options(word)["light-emitting diode"].label == "英文"
    assert asked(diode.href) == {"q": ["LED"], "expand": ["both"], "without": ["发光二极管"]}
    assert asked(page.search_href) == {"q": ["LED"], "expand": ["both"]}
    assert asked(page.plain_href) == {"q": ["LED"]}


def test_what_is_switched_off_can_be_switched_on_again() -> None:
    page = preview(f"q=LED&expand=both&without={quote('发光二极管')}&kind=invention")
    assert page.total == 0
    diode = options(page.words[0])["发光二极管"]
    assert not diode.is_on
    assert diode.count == 21
    assert asked(diode.href) == {"q": ["LED"], "expand": ["both"], "kind": ["invention"]}
    off = preview("q=LED&expand=both&without=LED")
    assert not off.words[0].is_on
    assert asked(off.words[0].href) == {"q": ["LED"], "expand": ["both"]}


def test_a_word_of_several_meanings_shows_each() -> None:
    (word,) = preview("q=screw").words
    assert len(word.senses) > 1
    assert all(sense.label for sense in word.senses)


def test_results_say_how_many_are_found_without_synonyms() -> None:
    plain = search(f"q={quote('灯具')}")
    assert plain.total == 42
    assert plain.synonyms
    assert (plain.synonyms.known, plain.synonyms.words, plain.synonyms.as_typed) == (("灯具",), (), None)
    page = search(f"q={quote('灯具 OR 支架')}&expand=both")
    assert page.synonyms
    assert page.synonyms.as_typed == 42
    assert page.total == 42
    assert search("q=%E6%B2%A1%E6%9C%89").synonyms is None
    assert search("q=").synonyms is None


def test_where_nothing_is_found_what_finds_something_is_offered() -> None:
    page = search("q=LED")
    assert page.total == 0
    (offer,) = page.offers
    assert offer.total == 42
    assert search(urlsplit(offer.href).query).total == 42
    assert search(f"q={quote('灯具')}").offers == ()


def test_every_line_says_in_words_why_it_stands_there() -> None:
    line = search("q=LED&expand=synonyms&explain=1").lines[0]
    assert line.why[0] == "摘要里有“发光二极管”，1 处，是“LED”的另一种说法，算一半"
    assert line.why[1] == "只有靠同义词才找得到，排在用您原来的词就能找到的后面"
    assert line.reasons[0].synonyms[0].typed == "LED"
    typed = search(f"q={quote('锚索')}&explain=1&sort=recent").lines[0]
    assert typed.why[0] == "名称里有“锚索”，共 1 处（这里的词算 3 倍）"
    assert any(each.startswith("2016-02-17 公布，按新旧乘以 0.") for each in typed.why)
    assert search(f"q={quote('锚索')}").lines[0].why == ()


def test_pages_and_their_twins(client: Client) -> None:
    for path in (
        "/search/synonyms",
        "/search/synonyms?q=LED",
        "/search?q=LED",
        "/search?q=LED&expand=both&explain=1",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "同义词" in answer.content.decode()
    found: dict[str, Any] = client.get("/api/v1/search/synonyms?q=LED&expand=both").json()
    assert found["total"] == 42
    assert client.get("/api/v1/search?q=LED&expand=both&explain=1").json()["lines"][0]["why"]


def test_a_wrong_query_and_a_wrong_reach_are_explained(client: Client) -> None:
    assert client.get("/search/synonyms?q=(LED").status_code == 400
    answer = client.get("/search?q=LED&expand=everything")
    assert answer.status_code == 400
    assert "everything" in answer.content.decode()
    many = quote("电机 电池 灯 传感器 显示器 机器人 冰箱 计算机 手机 电源 注塑机 齿轮 空调 激光 水龙头")
    page = client.get(f"/search/synonyms?q={many}")
    assert page.status_code == 200
    assert "这条检索式要加" in page.content.decode()


def test_the_choice_is_kept_in_the_form_and_by_the_builder(client: Client) -> None:
    assert 'value="both" selected' in client.get("/search?q=LED&expand=both").content.decode()
    answer = client.get("/search/builder?join=AND&field=&op=all&value=LED&until=&do=search&expand=both")
    assert asked(answer["Location"]) == {"q": ["LED"], "expand": ["both"]}
