"""Status, annual fees and both days of each event on the page of a patent and in its JSON twin."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from onestop.core import clock
from onestop.portal import pages
from onestop.portal.pages.types import FeeNote, PatentPage
from onestop.portal.tests.conftest import ANCHOR, keep
from onestop.records.models import EventKind, LegalEvent
from onestop.records.types import EventRecord

pytestmark = pytest.mark.django_db
NUMBER = "2015108177127"
GRANT = ANCHOR.events[0]
LAPSE = EventRecord(EventKind.FEE_LAPSE, date(2020, 11, 23), date(2021, 7, 16))


def _page(monkeypatch: pytest.MonkeyPatch, today: str, *events: EventRecord, day: str = "") -> PatentPage:
    keep([replace(ANCHOR, events=(GRANT, *events))])
    monkeypatch.setattr(clock, "today", lambda: date.fromisoformat(today))
    return pages.patent_page(NUMBER, day)


def _said(fee: FeeNote) -> tuple[int, int | None, str, str, str]:
    return fee.patent_year, fee.yuan, str(fee.pay_until), str(fee.grace_until), str(fee.lapses_on)


def test_the_next_fee(monkeypatch: pytest.MonkeyPatch) -> None:
    (fee,) = _page(monkeypatch, "2024-06-01").fees
    # 2024-11-23 is a Saturday, so is nothing else: grace ends on 2025-05-23, a Friday
    assert _said(fee) == (10, 4000, "2024-11-25", "2025-05-23", "2024-11-23")
    assert [step.yuan for step in fee.steps] == [0, 200, 400, 600, 800, 1000]
    assert [each.yuan for each in fee.reductions] == [600, 1200]
    assert "实施细则(2023)第一百一十五条" in fee.cites
    assert not fee.calendar_note


def test_a_fee_that_may_still_be_unpaid_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    fees = _page(monkeypatch, "2024-12-01").fees
    assert [(fee.patent_year, fee.is_in_grace) for fee in fees] == [(10, True), (11, False)]


def test_holidays_not_yet_published_are_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    (fee,) = _page(monkeypatch, "2026-11-23").fees
    assert str(fee.due_on) == "2026-11-23"
    assert "2027" in fee.calendar_note


def test_no_fee_of_a_right_that_ended(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    page = _page(monkeypatch, "2024-06-01", LAPSE)
    assert page.fees == ()
    assert (page.status.code, page.status.reason) == ("ended", "fee_lapsed")
    assert "年费</h2>" not in client.get(f"/patents/{NUMBER}").text


def test_a_day_then_and_now(monkeypatch: pytest.MonkeyPatch) -> None:
    back = _page(monkeypatch, "2024-06-01", LAPSE, day="2021-03-01").look_back
    assert back
    assert (back.as_known_then.code, back.with_hindsight.code) == ("in_force", "ended")
    assert back.as_known_then.as_of == date(2021, 3, 1)


@pytest.mark.parametrize("day", ["2021-02-30", "1900-01-01", "2999-01-01"])
def test_a_wrong_day_is_answered(client: Client, day: str) -> None:
    keep([ANCHOR])
    assert client.get(f"/patents/{NUMBER}", {"day": day}).status_code == 400


def test_every_event_is_shown_with_both_days(client: Client) -> None:
    pledge = EventRecord(
        EventKind.PLEDGE, date(2022, 3, 1), reference="Y2022980000001", note="质权人：示范银行"
    )
    keep([replace(ANCHOR, events=(GRANT, LAPSE, pledge))])
    LegalEvent.objects.update(recorded_on=date(2023, 5, 6))
    page = client.get(f"/patents/{NUMBER}", {"day": "2021-03-01"}).text
    for said in ("2020-11-23", "公告日 2021-07-16", "入库日 2023-05-06", "登记号 Y2022980000001", "示范银行"):
        assert said in page
    assert page.index("按当时所知") < page.index("按今天所知")


def test_the_fee_card_names_day_amount_and_article(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    keep([ANCHOR])
    monkeypatch.setattr(clock, "today", lambda: date(2024, 6, 1))
    page = client.get(f"/patents/{NUMBER}").text
    for said in ("第 10 年度", "4,000 元", "2024-11-25", "2025-05-23", "第一百一十五条", "不掌握缴费情况"):
        assert said in page
