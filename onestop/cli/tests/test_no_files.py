"""The worker that takes no files still does what follows from the records."""

from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.cache import caches
from django.db import transaction

from onestop.cli import inbox
from onestop.cli.bulletin import Timetable
from onestop.cli.main import cli
from onestop.indicators.models import Assessment, HighValueReason
from onestop.records.models import EventKind, PatentKind, SourceFile
from onestop.records.services import store
from onestop.records.types import EventRecord, PatentRecord
from onestop.records.values.application_number import check_digit

OLD = "200510000001"


def invention() -> PatentRecord:
    return PatentRecord(
        kind=PatentKind.INVENTION,
        title="灯",
        application_number=OLD + check_digit(OLD),
        filed_on=date(2005, 3, 1),
        region="440704",
        events=(EventRecord(EventKind.GRANT, date(2008, 1, 2)),),
        legal_data_to=date(2024, 6, 30),
    )


@pytest.mark.django_db(transaction=True)
def test_inventions_are_assessed_without_an_inbox() -> None:
    caches["process"].clear()
    file = SourceFile.objects.create(digest="0" * 64, name="a.xlsx", size=1)
    with transaction.atomic():
        store([(2, invention())], file)
    assert not Assessment.objects.exists()
    assert inbox._look(None, Timetable()) == ""
    assert Assessment.objects.count() == 1
    assert not HighValueReason.objects.filter(category="industry").exists()


@pytest.mark.parametrize(
    ("options", "expected"),
    [((), ("inbox", "--watch")), (("--no-inbox",), ("inbox", "--watch", "--no-files"))],
)
def test_the_worker_keeps_it_beside_itself(
    options: tuple[str, ...], expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, ...]] = []

    class Seen:
        def __init__(self, module: str, *arguments: str) -> None:
            started.append(arguments)

        def is_running(self) -> bool:
            return True

    def work(should_stop: Any) -> None:
        should_stop()

    monkeypatch.setattr(inbox, "Child", Seen)
    monkeypatch.setattr(inbox, "end_all", lambda children, within: None)
    monkeypatch.setattr("onestop.cli.similar.Refresher.look_after", lambda self: None)
    monkeypatch.setattr("onestop.search.services.work", work)
    assert CliRunner().invoke(cli, ["worker", *options]).exit_code == 0
    assert started == [expected]
