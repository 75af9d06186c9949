"""From stored records to found records through an alias of the cluster: outbox, rebuild beside the live index, healing."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from pytest_django import Settings

from onestop.cli.doctor import State, _cluster
from onestop.records.models import Patent
from onestop.records.search import PatentSearch, search_patents
from onestop.records.tests.test_search import RECORDS, _store
from onestop.search import cluster, index, services
from onestop.search.errors import SearchUnavailable
from onestop.search.generations import aliases
from onestop.search.models import IndexJob
from tests.cluster.server import Cluster

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def live(node: Cluster, settings: Settings) -> Iterator[None]:
    settings.SEARCH_URL = f"{node.url}/?shards=2&timeout=60"
    caches["process"].clear()
    yield
    at = cluster.address(settings.SEARCH_URL)
    cluster.client(at).indices.delete(index="onestop-*", request_timeout=60)
    index._known(settings.SEARCH_URL).clear()


def _numbers(text: str = "") -> list[str]:
    return sorted(hit.number for hit in search_patents(PatentSearch(text)).hits)


def test_records_reach_the_cluster_through_the_outbox() -> None:
    _store(*RECORDS)
    assert _numbers() == []
    assert services.catch_up()
    assert services.waiting() == 0
    assert len(_numbers()) == len(RECORDS)
    assert _numbers("申请人=甲矿业") == ["2015108177127"]
    assert services.compare("patent")[0].total == 0


def test_an_import_feeds_the_cluster_itself() -> None:
    with services.feeding("patent") as is_feeding:
        assert is_feeding
    services.catch_up()


def test_a_rebuild_swaps_the_alias_and_leaves_one_index() -> None:
    _store(*RECORDS)
    services.catch_up()
    before = aliases.current("patent")
    assert services.rebuild("patent") == len(RECORDS)
    after = aliases.current("patent")
    assert before != after
    assert aliases._indexes("patent") == [f"onestop-patent-{after}"]
    assert len(_numbers()) == len(RECORDS)
    assert index.fits("patent")
    assert not index.is_outdated("patent")
    assert index.size("patent") > 0


def test_reconcile_heals_what_went_past_the_outbox() -> None:
    _store(*RECORDS)
    services.catch_up()
    Patent.objects.filter(title="台灯").update(title="壁灯", version=2)
    Patent.objects.filter(title="抛光膜").delete()
    IndexJob.objects.all().delete()
    difference = services.reconcile("patent")
    assert (difference.missing, difference.stale, difference.surplus) == (0, 1, 1)
    services.catch_up()
    assert services.compare("patent")[0].total == 0
    assert len(_numbers("壁灯")) == 1


def test_an_index_that_somebody_removed_is_made_anew(settings: Settings) -> None:
    _store(*RECORDS)
    services.catch_up()
    at = cluster.address(settings.SEARCH_URL)
    cluster.client(at).indices.delete(index="onestop-patent-*", request_timeout=60)
    with pytest.raises(SearchUnavailable):
        _numbers()
    Patent.objects.filter(title="台灯").update(title="壁灯", version=2)
    services.enqueue("patent", list(Patent.objects.values_list("pk", flat=True)))
    assert not services.catch_up()
    services.work(lambda: index.fits("patent") and not services.waiting(), pause=0.01)
    assert len(_numbers("壁灯")) == 1
    assert services.compare("patent")[0].total == 0


def test_the_doctor_reads_the_health_of_the_cluster() -> None:
    state, message, _hint = _cluster()
    assert state == State.OK
    assert "green" in message
