"""A search cluster that does not answer: pages say so, other pages go on, and nothing that is written is lost."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from onestop.cli.main import cli
from onestop.core.errors import UserError
from onestop.records.fields import PATENT
from onestop.records.search import PatentSearch, search_patents
from onestop.records.tests.test_search import RECORDS, _store
from onestop.search import cluster, index, services
from onestop.search.engine import Engine
from onestop.search.engines.opensearch import OpenSearchEngine
from onestop.search.errors import SearchUnavailable

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def away(settings: Settings) -> Iterator[None]:
    """Nobody listens on port 1."""
    settings.SEARCH_URL = "http://127.0.0.1:1,127.0.0.1:1/?timeout=2"
    caches["process"].clear()
    yield
    caches["process"].clear()


def test_a_search_says_that_it_cannot_answer() -> None:
    with pytest.raises(SearchUnavailable) as caught:
        search_patents(PatentSearch("锚索"))
    assert caught.value.code == "search.unavailable"


def test_changes_wait_in_the_outbox() -> None:
    _store(*RECORDS)
    assert not services.catch_up()
    assert services.waiting() == 3


def test_an_import_goes_on_without_the_index(settings: Settings) -> None:
    with services.feeding("patent") as is_feeding:
        assert not is_feeding
        _store(*RECORDS)
    assert services.waiting() == 3
    settings.SEARCH_URL = ""
    assert services.catch_up()
    assert services.waiting() == 0
    assert search_patents(PatentSearch("锚索")).total == 1


def test_an_import_goes_on_when_the_cluster_is_lost_meanwhile(settings: Settings) -> None:
    settings.SEARCH_URL = ""
    feed = services.Feed("patent")
    feed.engine = _lost_engine()
    feed.take([1, 2], dict.fromkeys((1, 2), lambda: feed.engine.prepare({}, {})))
    feed.commit()
    assert feed.jobs == []


def test_the_worker_waits_and_goes_on(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    _store(*RECORDS)
    monkeypatch.setattr(services, "AWAY_SECONDS", 0.01)
    looks: list[bool] = []

    def comes_back() -> bool:
        looks.append(True)
        if len(looks) == 3:
            settings.SEARCH_URL = ""
        return len(looks) > 3 and not services.waiting()

    services.work(comes_back, pause=0.01)
    assert search_patents(PatentSearch("锚索")).total == 1
    index.engine("patent").close()


def test_pages_say_it_and_others_go_on(client: Client) -> None:
    _store(*RECORDS)
    answer = client.get("/search", {"q": "锚索"})
    assert answer.status_code == 503
    assert "检索暂停" in answer.content.decode()
    assert client.get("/").status_code == 200
    assert client.get("/overview").status_code == 503
    assert client.get("/patents/2015108177127").status_code == 200
    told = client.get("/api/v1/search", {"q": "锚索"})
    assert (told.status_code, told.json()["code"]) == (503, "search.unavailable")


def test_the_doctor_fails() -> None:
    result = CliRunner().invoke(cli, ["doctor", "--json"])
    checks = {each["id"]: each["state"] for each in json.loads(result.stdout)["checks"]}
    assert (result.exit_code, checks["cluster"]) == (1, "fail")


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("localhost:9200", "http(s)://"),
        ("http://127.0.0.1:9200/?shard=3", "shard"),
        ("http://127.0.0.1:9200/?shards=many", "shards"),
        ("http://127.0.0.1:9200/path", "http(s)://"),
    ],
)
def test_a_wrong_address_names_what_is_wrong(url: str, part: str) -> None:
    with pytest.raises(UserError) as caught:
        cluster.address(url)
    assert part in caught.value.message
    assert caught.value.code == "search.address"


def test_an_address_says_it_all() -> None:
    at = cluster.address(
        "https://li:p%40ss@a:9200,b:9201/?shards=3&replicas=2&refresh=5s&prefix=jm-&timeout=4"
    )
    assert at.hosts == ("https://a:9200", "https://b:9201")
    assert (at.user, at.password, at.prefix) == ("li", "p@ss", "jm-")
    assert (at.shards, at.replicas, at.refresh, at.timeout) == (3, 2, "5s", 4.0)


def _lost_engine() -> Engine:
    return OpenSearchEngine(PATENT, "lost", cluster.address("http://127.0.0.1:1/?timeout=2"))
