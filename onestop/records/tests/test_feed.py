"""Documents that go into the index as their records are stored: the same as those read back, and never lost."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction

from onestop.records.models import Patent, SourceFile
from onestop.records.search import PatentSearch, search_patents
from onestop.records.services import remove, store_statements
from onestop.records.statement import statement_of
from onestop.records.tests.test_search import RECORDS
from onestop.search import index, services

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    index.engine("patent").close()


def _store() -> None:
    file, _created = SourceFile.objects.get_or_create(digest="f" * 64, defaults={"name": "a", "size": 1})
    with transaction.atomic():
        store_statements([(row, statement_of(each)) for row, each in enumerate(RECORDS)], file)


def _found() -> list[Any]:
    return sorted(search_patents(PatentSearch(facets=())).hits, key=lambda hit: hit.key)


def test_what_is_fed_is_what_would_be_read_back() -> None:
    with services.feeding("patent") as is_feeding:
        assert is_feeding
        _store()
        assert services.waiting() == 3, "the jobs stay until the index is on disk"
    assert services.waiting() == 0
    fed = _found()
    assert len(fed) == 3
    assert services.compare("patent")[0].total == 0
    services.rebuild("patent")
    assert _found() == fed


def test_the_index_is_committed_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "COMMIT_EVERY", 2)
    with services.feeding("patent"):
        _store()
        assert services.waiting() == 0
        assert len(_found()) == 3


def test_a_crash_before_the_commit_leaves_the_jobs() -> None:
    with suppress(OSError), services.feeding("patent"):
        _store()
        raise OSError
    assert not _found()
    assert services.waiting() == 3
    services.catch_up()
    assert len(_found()) == 3
    assert services.compare("patent")[0].total == 0


def test_a_transaction_that_is_undone_feeds_nothing() -> None:
    with services.feeding("patent"):
        with suppress(OSError), transaction.atomic():
            _store()
            raise OSError
        _store()
    assert len(_found()) == 3
    assert services.compare("patent")[0].total == 0


def test_documents_of_a_database_that_was_restored_are_replaced() -> None:
    """Its keys are given again, to other patents."""
    with services.feeding("patent"):
        _store()
    last = Patent.objects.order_by("pk").values_list("pk", flat=True)[2]
    engine = index.engine("patent")
    engine.add([(last + 1, 7, engine.prepare({}, {"title": "old"}))])
    engine.commit()
    engine.close()
    remove(list(Patent.objects.values_list("pk", flat=True)))
    with services.feeding("patent"):
        _store()
    services.catch_up()
    assert services.compare("patent")[0].total == 0


def test_where_another_process_writes_the_index_the_jobs_wait_for_it() -> None:
    with index.writing(wait=False), services.feeding("patent") as is_feeding:
        assert not is_feeding
        _store()
    assert services.waiting() == 3
