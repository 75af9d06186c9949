"""Who held a patent on a day, as its page looks back."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from onestop.portal import pages
from onestop.portal.tests.conftest import ANCHOR, keep
from onestop.records.models import EventKind
from onestop.records.types import EventRecord, OwnersRecord

pytestmark = pytest.mark.django_db

BEFORE = OwnersRecord(ANCHOR.patentees or ANCHOR.applicants, "广东省江门市江海区虚构路1号", "440704")
AFTER = OwnersRecord(("虚构乙电子有限公司",), "广东省广州市天河区虚构路2号", "440106")
TRANSFER = EventRecord(EventKind.TRANSFER, date(2019, 5, 6), date(2019, 5, 24), before=BEFORE, after=AFTER)


def test_the_owner_of_a_day_as_known_then_and_now(client: Client) -> None:
    keep([replace(ANCHOR, events=(*ANCHOR.events, TRANSFER))])
    back = pages.patent_page(ANCHOR.application_number, day="2019-05-10").look_back
    assert back
    assert back.owners_known_then
    assert back.owners
    assert (back.owners_known_then.names, back.owners.names) == (BEFORE.names, AFTER.names)
    assert back.owners.region_label.endswith("天河区")
    content = client.get(f"/patents/{ANCHOR.application_number}?day=2019-05-10").content.decode()
    assert content.count(AFTER.names[0]) > 1
    assert "江海区" in content


def test_without_a_transfer_nothing_is_said(client: Client) -> None:
    keep([ANCHOR])
    back = pages.patent_page(ANCHOR.application_number, day="2019-05-10").look_back
    assert back
    assert (back.owners_known_then, back.owners) == (None, None)
    assert (
        "权利人：" not in client.get(f"/patents/{ANCHOR.application_number}?day=2019-05-10").content.decode()
    )
