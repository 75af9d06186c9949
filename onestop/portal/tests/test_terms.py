"""The officers' pages of the dictionary."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.thesaurus import queries
from onestop.thesaurus.models import TermGroup

pytestmark = pytest.mark.django_db
GIVEN = {
    "zh": "灯杯\n灯碗",
    "en": "lamp cup",
    "abbr": "",
    "tw": "",
    "hk": "",
    "industry": "lighting",
    "note": "",
}


@pytest.fixture(autouse=True)
def _look_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "LOOK_AGAIN_SECONDS", 0)
    queries.forget()


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(make_person(Role.OFFICER, second_factor=True))
    return client


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_groups_are_found_by_word_industry_and_state(officer: Client) -> None:
    assert "磷酸铁锂" in text(officer, "/officer/terms?q=LFP")
    assert "没有这样的词组" in text(officer, "/officer/terms?q=LFP&industry=food")
    assert "没有这样的词组" in text(officer, "/officer/terms?state=own")
    first, second = text(officer, "/officer/terms"), text(officer, "/officer/terms?page=2")
    assert "磷酸铁锂" in first + second
    assert first != second
    assert text(officer, "/officer/terms?page=99999")
    assert text(officer, "/officer/terms?page=x")


def test_a_group_is_added_changed_switched_off_and_restored(officer: Client) -> None:
    answer = officer.post("/officer/terms/new", {**GIVEN, "do": "save"})
    assert answer["Location"] == "/officer/terms/own-lamp-cup"
    page = text(officer, "/officer/terms/own-lamp-cup")
    assert "灯杯\n灯碗" in page
    assert "新增同义词组" in page
    officer.post("/officer/terms/own-lamp-cup", {**GIVEN, "zh": "灯杯\n灯盘", "do": "save"})
    assert "<del>灯杯、灯碗</del> → " in text(officer, "/officer/terms/own-lamp-cup")
    officer.post("/officer/terms/own-lamp-cup", {"do": "off"})
    assert "已停用" in text(officer, "/officer/terms/own-lamp-cup")
    assert "灯盘" in text(officer, "/officer/terms?state=off")
    officer.post("/officer/terms/own-lamp-cup", {"do": "on"})
    assert TermGroup.objects.get().is_on
    officer.post("/officer/terms/lamp-bead", {**GIVEN, "do": "save"})
    assert TermGroup.objects.count() == 2
    officer.post("/officer/terms/lamp-bead", {"do": "restore"})
    assert TermGroup.objects.count() == 1
    assert "恢复随软件提供的同义词组" in text(officer, "/officer/terms/lamp-bead")


def test_a_mistake_is_shown_with_what_was_typed(officer: Client) -> None:
    answer = officer.post("/officer/terms/new", {**GIVEN, "en": "灯杯英文", "do": "save"})
    assert answer.status_code == 400
    assert "灯杯英文" in answer.content.decode()
    assert "不是英文词" in answer.content.decode()
    assert not TermGroup.objects.exists()
    assert officer.post("/officer/terms/new", {**GIVEN, "do": "delete"}).status_code == 404
    assert officer.get("/officer/terms/nothing").status_code == 404


def test_a_word_of_several_groups_is_told(officer: Client) -> None:
    officer.post("/officer/terms/new", {**GIVEN, "zh": "灯珠\n珠子", "do": "save"})
    assert "/officer/terms/lamp-bead" in text(officer, "/officer/terms/own-lamp-cup")


def test_the_table_goes_out_and_in(officer: Client) -> None:
    table = officer.get("/officer/terms.csv")
    assert table["Content-Type"].startswith("text/csv")
    changed = (
        table.content.decode("utf-8-sig").replace("灯珠; LED灯珠", "灯珠; 发光珠")
        + ",nowhere,甲乙;丙丁,,,,,,\r\n"
    )
    file = SimpleUploadedFile("synonyms.csv", changed.encode())
    page = officer.post("/officer/terms/import", {"file": file}, follow=True).content.decode()
    assert "新增 0 组，修改 1 组" in page
    assert "nowhere" in page
    assert "发光珠" in text(officer, "/officer/terms/lamp-bead")
    assert "请先选择文件" in officer.post("/officer/terms/import", follow=True).content.decode()


@pytest.mark.parametrize("path", ["/officer/terms", "/officer/terms/new", "/officer/terms.csv"])
def test_others_are_refused(client: Client, path: str) -> None:
    assert client.get(path).status_code == 302
    client.force_login(make_person(Role.MEMBER))
    assert client.get(path).status_code == 403
    assert client.post("/officer/terms/new", {**GIVEN, "do": "save"}).status_code == 403
    assert not TermGroup.objects.exists()


def test_the_workbench_leads_there(officer: Client) -> None:
    assert 'href="/officer/terms"' in text(officer, "/officer")
