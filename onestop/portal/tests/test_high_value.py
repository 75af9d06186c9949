"""Reasons on the page of an invention, and what officers decide about them; the stranger 赵 gets nowhere."""

from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client

from onestop.accounts.access import actions
from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.core.models import AuditEntry
from onestop.indicators.high_value.assess import refresh
from onestop.indicators.models import HighValueDecision
from onestop.indicators.queries import all_figures
from onestop.records.models import EventKind, PatentKind, SourceFile
from onestop.records.services import store
from onestop.records.types import EventRecord, PatentRecord
from onestop.reference.industry_source import RuleRow
from onestop.reference.services import lend_industries, take_back_industries

pytestmark = pytest.mark.django_db
NUMBER = "2015108177127"
DAY = date(2024, 12, 31)


@pytest.fixture(autouse=True)
def _invention() -> None:
    caches["process"].clear()
    events = (EventRecord(EventKind.GRANT, date(2017, 5, 4)),)
    record = PatentRecord(
        PatentKind.INVENTION,
        "一种锚索",
        NUMBER,
        filed_on=date(2015, 12, 4),
        events=events,
        ipc=("G06V10/82",),
        legal_data_to=date(2026, 1, 1),
    )
    store([(1, record)], SourceFile.objects.create(digest="d", name="d", size=1))
    lend_industries([RuleRow("1.6", "人工智能", "", ("G06K9*",), ())], "示意")
    refresh()


def browser(role: Role) -> Client:
    client = Client()
    if role != Role.VISITOR:
        client.force_login(make_person(role, second_factor=True))
    return client


def figures() -> tuple[object, object]:
    found = {each.code: each.value for each in all_figures("", DAY)}
    return found["high_value_inventions"], found["high_value_reviewed"]


def decided(client: Client, verb: str, reason: str = "已核对题录") -> int:
    form = {"verb": verb, "category": "industry", "reason": reason}
    return client.post(f"/officer/high-value/{NUMBER}", form).status_code


def test_the_page_gives_the_evidence_as_a_hint() -> None:
    page = browser(Role.VISITOR).get(f"/patents/{NUMBER}").text
    assert all(text in page for text in ("人工智能", "G06V10/82", "G06K9/00", "提示", "演示规则"))
    twin = browser(Role.VISITOR).get(f"/api/v1/patents/{NUMBER}").json()
    assert [each["category"] for each in twin["high_value"]][:1] == ["industry"]


@pytest.mark.parametrize("role", list(Role))
def test_who_may(role: Role) -> None:
    is_allowed = role in actions()["high_value.decide"].roles
    client = browser(role)
    assert (f"/officer/high-value/{NUMBER}" in client.get(f"/patents/{NUMBER}").text) is is_allowed
    assert decided(client, "reject") == (302 if is_allowed or role == Role.VISITOR else 403)
    assert HighValueDecision.objects.exists() is is_allowed


def test_both_figures_are_shown() -> None:
    wang = browser(Role.OFFICER)
    assert figures() == (1, 1)
    decided(wang, "reject")
    assert figures() == (1, 0)
    decided(wang, "confirm", "复核后认可")
    assert figures() == (1, 1)
    decided(wang, "withdraw")
    assert not HighValueDecision.objects.exists()
    assert AuditEntry.objects.filter(action__startswith="high_value").count() == 3


def test_a_decision_needs_a_reason_and_a_category() -> None:
    wang = browser(Role.OFFICER)
    decided(wang, "confirm", " ")
    form = {"verb": "confirm", "category": "beauty", "reason": "好看"}
    assert "beauty" in wang.post(f"/officer/high-value/{NUMBER}", form, follow=True).text
    assert not HighValueDecision.objects.exists()


def test_rules_that_go_take_their_reasons_with_them() -> None:
    take_back_industries()
    assert refresh() == 1
    assert figures() == (0, 0)
    assert refresh() == 0
