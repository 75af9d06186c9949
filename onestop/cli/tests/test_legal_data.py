"""The operator says up to which day every legal announcement is loaded."""

from datetime import date

import pytest
from click.testing import CliRunner
from django.db import transaction

from onestop.cli.legal_data import legal_data
from onestop.records.models import EventKind, Patent, PatentKind, SourceFile
from onestop.records.services import store
from onestop.records.status import LegalStatus, status_on
from onestop.records.types import EventRecord, PatentRecord
from onestop.search.models import IndexJob

pytestmark = pytest.mark.django_db


def _store(*records: PatentRecord) -> None:
    file = SourceFile.objects.create(digest="l", name="l", size=0)
    with transaction.atomic():
        store(list(enumerate(records, 1)), file)


def test_a_granted_patent_without_an_end_is_in_force_up_to_that_day() -> None:
    grant = (EventRecord(EventKind.GRANT, date(2018, 1, 1)),)
    _store(
        PatentRecord(
            PatentKind.INVENTION,
            "甲",
            "2015108177127",
            filed_on=date(2015, 11, 23),
            region="440704",
            events=grant,
        ),
        PatentRecord(
            PatentKind.INVENTION,
            "乙",
            "2015100000010",
            filed_on=date(2015, 11, 23),
            region="370900",
            events=grant,
        ),
        PatentRecord(
            PatentKind.INVENTION, "丙", "2015100000029", filed_on=date(2015, 11, 23), region="440704"
        ),
    )
    told = Patent.objects.get(title="甲")
    assert status_on(told, date(2024, 5, 7)).status == LegalStatus.UNKNOWN
    result = CliRunner().invoke(legal_data, ["2024-05-07", "--region", "440700", "--json"])
    assert result.exit_code == 0, result.output
    assert '"patents": 1' in result.output
    assert status_on(Patent.objects.get(title="甲"), date(2024, 5, 7)).status == LegalStatus.IN_FORCE
    assert Patent.objects.get(title="甲").version == told.version + 1
    assert {each.legal_data_to for each in Patent.objects.exclude(title="甲")} == {None}
    again = CliRunner().invoke(legal_data, ["2023-05-07", "--json"])
    assert '"patents": 1' in again.output, "only the one that was not told of"
    assert Patent.objects.get(title="甲").legal_data_to == date(2024, 5, 7)
    assert not IndexJob.objects.filter(key=told.pk).exists()


@pytest.mark.parametrize("arguments", [["2999-01-01"], ["2024-05-07", "--region", "99"], ["gestern"]])
def test_what_can_not_be_is_refused(arguments: list[str]) -> None:
    assert CliRunner().invoke(legal_data, arguments).exit_code != 0
