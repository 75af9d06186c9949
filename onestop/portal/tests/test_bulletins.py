"""The monthly bulletin: counted as by hand, kept as it was, public once published, corrected openly."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.test import Client
from docx import Document
from pypdf import PdfReader
from pytest_django import Settings

from onestop.accounts.factories import make_person
from onestop.accounts.models import User
from onestop.accounts.roles import Role
from onestop.core.errors import UserError
from onestop.core.models import AuditEntry
from onestop.indicators.bulletins import services
from onestop.indicators.bulletins.content import read
from onestop.indicators.bulletins.month import Month, newest_month
from onestop.indicators.kept import compare
from onestop.indicators.models import Bulletin, KeptResult
from onestop.portal.pages.bulletins import bulletin_page
from onestop.portal.reports import bulletin as bulletins
from onestop.portal.tests.conftest import DISTRICT, LAMPS, keep, lamp
from onestop.records.models import EventKind, PatentKind

MONTH = Month(date(2021, 6, 1))
pytestmark = [pytest.mark.usefixtures("patents"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _quick(settings: Settings, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Setting pages takes seconds: only the test that reads them does it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if "pages" not in request.node.name:
        monkeypatch.setattr(bulletins, "pdf", lambda report: b"%PDF-made")


@pytest.fixture
def officer() -> User:
    return make_person(Role.OFFICER, second_factor=True)


def made(month: Month = MONTH) -> Bulletin:
    return bulletins.make(DISTRICT, month)[0]


def signed_in(client: Client, person: User) -> Client:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def granted(year: int, month: int) -> int:
    days = [event.effective_on for each in LAMPS for event in each.events if event.kind == EventKind.GRANT]
    return sum((day.year, day.month) == (year, month) for day in days)


def in_force(day: date) -> int:
    found = 0
    for each in LAMPS:
        ended = [event.effective_on for event in each.events if event.kind == EventKind.FEE_LAPSE]
        is_granted = any(event.kind == EventKind.GRANT and event.effective_on <= day for event in each.events)
        found += each.kind == PatentKind.INVENTION and is_granted and not any(end <= day for end in ended)
    return found + 1  # the anchor


def test_figures_of_the_month_are_those_of_a_plain_loop() -> None:
    content = read(made().content)
    figures = {each.code: each for each in content.figures}
    grants = figures["patents_granted"]
    assert (grants.value, grants.before, grants.year_before) == (granted(2021, 6), 0, granted(2020, 6))
    assert grants.so_far == granted(2021, 6) > 0
    held = figures["valid_inventions"]
    assert (held.value, held.before) == (in_force(date(2021, 6, 30)), in_force(date(2021, 5, 31)))
    assert held.year_before == in_force(date(2020, 6, 30))
    assert content.granted.total == granted(2021, 6) == len(content.granted.rights)
    assert sum(each.inventions + each.others for each in content.granted.holders) == granted(2021, 6)
    came = next(each for each in content.changes if each.code == "valid_inventions")
    assert came.entries - came.exits == (held.value or 0) - (held.before or 0)
    assert all("2021-06-01 授权" in each.reason for each in came.came)


def test_what_it_says_comes_back_from_the_database() -> None:
    kept = made()
    kept.refresh_from_db()
    assert read(kept.content).digest == kept.digest
    assert read(kept.content) == services.compose(DISTRICT, MONTH)


def test_pages_of_the_files_say_what_the_web_page_says(client: Client) -> None:
    found = made()
    page = bulletin_page("2021-06", sees_drafts=True)
    squeeze = re.compile(r"\s+")
    printed = squeeze.sub("", "".join(each.extract_text() for each in PdfReader(BytesIO(found.pdf)).pages))
    written = Document(BytesIO(found.docx)).element.body
    cells = {text for each in written.iter() if each.tag.endswith("}t") and (text := each.text)}
    for figure in (
        figure for group in page.body.groups for figure in group.figures if figure.value is not None
    ):
        assert squeeze.sub("", f"{figure.name}{figure.display}{figure.unit}{figure.before_change}") in printed
        assert {figure.name, figure.display} <= cells
    assert found.digest in printed
    assert "目录" in printed


def test_a_draft_is_for_officers_and_what_is_published_for_all(client: Client, officer: User) -> None:
    found = made()
    address = "/bulletins/2021-06"
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/docx").status_code == 404
    assert "2021-06" not in client.get("/bulletins").content.decode()
    assert client.get("/api/v1/bulletins").json()["lines"] == []
    with pytest.raises(PermissionDenied):
        services.publish(found.pk, make_person(Role.DATA_ENGINEER))
    services.publish(found.pk, officer)
    assert AuditEntry.objects.filter(action="bulletin.published", object_id=str(found.pk)).count() == 1
    assert client.get(address).status_code == 200
    assert client.get(f"{address}/docx").content == found.docx
    assert client.get(f"{address}/pdf?issue=1").content == b"%PDF-made"
    assert client.get(f"{address}/exe").status_code == 404
    assert client.get("/api/v1/bulletins").json()["lines"][0]["digest"] == found.digest
    answer = client.get("/api/v1/bulletins/2021-06").json()
    assert answer["body"]["granted"]["total"] == granted(2021, 6)


def test_the_same_again_is_no_new_issue_and_a_correction_is_one(officer: User) -> None:
    first = made()
    assert bulletins.make(DISTRICT, MONTH) == (first, False)
    services.publish(first.pk, officer)
    new = lamp(99)
    keep([replace(new, events=(replace(new.events[0], effective_on=date(2021, 6, 8)),))], "晚到.xlsx")
    second = made()
    assert (second.issue, second.published_at) == (2, None)
    assert Bulletin.objects.get(pk=first.pk).digest == first.digest
    shown = bulletin_page("2021-06", sees_drafts=True)
    changed = {each.name: (each.then, each.now) for each in shown.earlier[0].revised}
    assert changed["专利授权量"] == (str(granted(2021, 6)), str(granted(2021, 6) + 1))
    assert bulletin_page("2021-06").line.issue == 1, "the public sees what is published"
    old = bulletin_page("2021-06", "1", sees_drafts=True, recompute=True)
    assert {each.name for each in old.recomputed or ()} == set(changed)
    assert old.newest


def test_a_draft_gives_way_to_the_next_draft() -> None:
    made()
    keep([lamp(99)], "晚到.xlsx")
    assert made().issue == 1
    assert Bulletin.objects.count() == 1


def test_figures_are_kept_with_their_records(officer: User) -> None:
    found = made()
    kept = KeptResult.objects.get(bulletin=found, code="patents_granted")
    assert kept.value == len(kept.members) == granted(2021, 6)
    assert compare(kept).revised_by == 0
    assert kept.reason == "2021-06 月报第 1 版"


def test_the_next_month_tells_what_the_published_one_said_otherwise(officer: User) -> None:
    services.publish(made().pk, officer)
    new = lamp(99)
    keep([replace(new, events=(replace(new.events[0], effective_on=date(2021, 6, 8)),))], "晚到.xlsx")
    revised = {each.code: each for each in read(made(MONTH.after(1)).content).revisions}
    assert (revised["patents_granted"].published, revised["patents_granted"].now) == (
        granted(2021, 6),
        granted(2021, 6) + 1,
    )


def test_the_newest_month_is_one_that_the_data_cover() -> None:
    assert newest_month() == Month(date(2024, 6, 1))


@pytest.mark.parametrize(("text", "code"), [("2023", "bulletin.bad_month"), ("2999-01", "bulletin.not_over")])
def test_a_month_that_is_none(text: str, code: str) -> None:
    with pytest.raises(UserError) as error:
        Month.read(text)
    assert error.value.code == code


def test_an_officer_checks_and_publishes_on_the_page(client: Client, officer: User) -> None:
    found = made()
    signed_in(client, officer)
    page = client.get("/bulletins/2021-06?recompute=1")
    assert page.status_code == 200
    assert "每一项都与本版相同" in page.content.decode()
    answer = client.post(f"/officer/bulletins/{found.pk}/publish")
    assert answer.status_code == 302
    caches["process"].clear()
    assert Client().get("/bulletins/2021-06").status_code == 200
    assert client.post("/officer/bulletins/999999/publish", follow=True).status_code == 200


def test_kept_results_say_whether_they_come_out_the_same(client: Client, officer: User) -> None:
    found = made()
    signed_in(client, officer)
    listed = client.get("/officer/kept?code=patents_granted").content.decode()
    assert "2021-06 月报第 1 版" in listed
    kept = KeptResult.objects.get(bulletin=found, code="patents_granted")
    one = client.get(f"/officer/kept/{kept.pk}")
    assert one.context["is_recomputed"]
    assert one.context["is_same"]
    new = lamp(99)
    keep([replace(new, events=(replace(new.events[0], effective_on=date(2021, 6, 8)),))], "晚到.xlsx")
    later = client.get(f"/officer/kept/{kept.pk}")
    assert later.context["is_recomputed"], "from what was kept, the kept value again"
    assert not later.context["is_same"]
    (difference,) = later.context["differences"]
    assert (difference.label, difference.total) == ("现在计入而当时没有的", 1)
    assert "灯具99" in later.content.decode()
    KeptResult.objects.filter(pk=kept.pk).update(definition_version=99)
    assert "口径已不在使用" in client.get(f"/officer/kept/{kept.pk}").content.decode()
    assert client.get("/officer/kept/999999").status_code == 404
    assert Client().get("/officer/kept").status_code == 302


def test_figures_beside_others_for_the_assessment(client: Client) -> None:
    asked = f"region={DISTRICT}&day=2023-12-31"
    answer = client.get(f"/api/v1/comparison?{asked}&code=valid_inventions&code=patents_granted").json()
    assert [each["code"] for each in answer["lines"]] == ["patents_granted", "valid_inventions"]
    line = answer["lines"][1]
    one = client.get(f"/api/v1/indicators/valid_inventions?{asked}").json()
    assert (line["value"], answer["versions"]["valid_inventions"]) == (
        one["figure"]["value"],
        one["figure"]["version"],
    )
    assert line["before"] == one["before"]
    assert answer["data_to"] == "2024-06-30"
    assert len(client.get(f"/api/v1/comparison?{asked}").json()["lines"]) > 40
    assert client.get("/api/v1/comparison?code=nothing").status_code == 404
