"""The workbench: who gets in, what the pages show, what they cost."""

import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from onestop.accounts.access import actions
from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.ingest import heartbeat, quality
from onestop.ingest import inbox as inboxes
from onestop.ingest.inbox import Inbox, one_pass
from onestop.ingest.models import IngestRun, RowReport, RunState
from onestop.ingest.services import ingest
from onestop.ingest.tests import make
from onestop.records.models import Document, Holder, Patent, SourceFile, Trademark
from onestop.records.registers.all import store_registers
from onestop.records.registers.deliveries import DeliveryRecord

pytestmark = pytest.mark.django_db

READ = {
    "/officer/imports": "quarantine.view",
    "/officer/imports/{run}": "quarantine.view",
    "/officer/imports/{run}/files": "quarantine.view",
    "/officer/imports/{run}/rows.csv": "quarantine.view",
    "/officer/supplies": "quarantine.view",
    "/officer/quality": "quality.view",
    "/officer/quality/deliveries": "quality.view",
    "/officer/quality/no_abstract": "quality.view",
    "/officer/quality/rows_rejected": "quality.view",
}
WRITE = {
    "/officer/imports/upload": "ingest.run",
    "/officer/imports/{run}/retry": "quarantine.rerun",
    "/officer/imports/{run}/repaired": "quarantine.rerun",
}


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(inboxes, "SETTLE_SECONDS", 0.0)
    settings.INBOX_DIR = inbox = tmp_path / "inbox"
    settings.DATA_DIR = tmp_path / "data"
    (tmp_path / "data").mkdir()
    return inbox


def browser(role: Role) -> Client:
    client = Client()
    if role != Role.VISITOR:
        person = make_person(role, second_factor=True)
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def run(tmp_path: Path) -> IngestRun:
    bad = [("无号", "", "=甲", "", "", ""), ("错号", "CN202310000001.1", "<b>乙", "", "", "")]
    return ingest(make.csv_file(tmp_path, [*make.rows(3), *bad], "第37周.csv"))


@pytest.mark.parametrize("role", Role)
def test_every_role_at_every_page(role: Role, run: IngestRun) -> None:
    client = browser(role)
    for method, pages in ((client.get, READ), (client.post, WRITE)):
        for address, action in pages.items():
            response = method(address.format(run=run.pk))
            b"".join(getattr(response, "streaming_content", ()))  # read to its end, a file is closed
            if role in actions()[action].roles:
                assert response.status_code in (200, 302), address
                assert "/account/sign-in" not in response.headers.get("Location", ""), address
            elif role == Role.VISITOR:
                assert response.headers["Location"].startswith("/account/sign-in"), address
            else:
                assert response.status_code == 403, address


@pytest.mark.parametrize("role", Role)
def test_the_workbench_shows_what_one_may_and_is_shown_to_nobody_else(role: Role) -> None:
    client = browser(role)
    home = client.get("/number").text
    allowed = [address for address, action in READ.items() if role in actions()[action].roles]
    assert ("工作台" in home) == bool(allowed)
    response = client.get("/officer")
    if not allowed:
        assert response.status_code == (302 if role == Role.VISITOR else 403)
        return
    for address in ("/officer/imports", "/officer/supplies", "/officer/quality"):
        assert (f'href="{address}"' in response.text) == (address in allowed), address


def test_an_empty_platform_says_so_everywhere() -> None:
    client = browser(Role.OFFICER)
    assert "还没有导入过文件" in client.get("/officer/imports").text
    assert "没有这样的导入" in client.get("/officer/imports?q=x").text
    assert "还没有收到过" in client.get("/officer/supplies").text
    assert "还没有统计过" in client.get("/officer/quality").text
    assert "一件也没有" in client.get("/officer/quality/no_title").text
    assert client.get("/officer/imports/1").status_code == 404
    assert client.get("/officer/quality/no_such_measure").status_code == 404


def test_a_run_with_its_rows_reasons_and_cells(run: IngestRun) -> None:
    page = browser(Role.OFFICER).get(f"/officer/imports/{run.pk}").text
    for text in ("第37周.csv", "row.no_number", "第 5 行", "无号", "&lt;b&gt;乙"):
        assert text in page, text
    assert "用现在的程序重试" not in page, "officers read, data engineers load"
    assert "用现在的程序重试" in browser(Role.DATA_ENGINEER).get(f"/officer/imports/{run.pk}").text


def test_rows_by_reason_and_page_by_page(run: IngestRun) -> None:
    RowReport.objects.bulk_create(
        RowReport(run=run, line=line, outcome="noted", code="row.made", message="示例", cells={})
        for line in range(100, 145)
    )
    client = browser(Role.OFFICER)
    address, seen = f"/officer/imports/{run.pk}?code=row.made", []
    while address:
        response = client.get(address)
        seen += [each.line for each in response.context["found"].rows]
        following = response.context["next_href"]
        address = f"/officer/imports/{run.pk}{following}" if following else ""
    assert seen == list(range(100, 145))
    only_open = client.get(f"/officer/imports/{run.pk}?open=1").context["found"].rows
    assert [each.line for each in only_open] == [5, 6]


def test_the_table_of_rows_is_safe_in_a_spreadsheet(run: IngestRun) -> None:
    response = browser(Role.OFFICER).get(f"/officer/imports/{run.pk}/rows.csv?open=1")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["line"] for row in rows] == ["5", "6"]
    assert rows[0]["申请人"] == "'=甲"
    assert f"rejected-{run.pk}.csv" in response.headers["Content-Disposition"]


def test_a_package_shows_its_files(tmp_path: Path) -> None:
    run = ingest(make.big_package(tmp_path / "week.zip", 200))
    client = browser(Role.OFFICER)
    assert "包内文件" in client.get(f"/officer/imports/{run.pk}").text
    response = client.get(f"/officer/imports/{run.pk}/files")
    first = run.members.order_by("first_line").first()
    assert first
    assert first.path in response.text
    assert client.get(f"/officer/imports/{run.pk}/files?q=nothing-like-it").context["found"].rows == ()
    errors = client.get(f"/officer/imports/{run.pk}/files?errors=1").context["found"].rows
    assert all(not each.rows for each in errors)


def test_a_failed_run_says_why(tmp_path: Path) -> None:
    IngestRun.objects.create(
        file_name="坏.xlsx", state=RunState.FAILED, error={"code": "x.y", "message": "坏了", "hint": "重下"}
    )
    page = browser(Role.OFFICER).get(f"/officer/imports/{IngestRun.objects.get().pk}").text
    assert "坏了" in page
    assert "重下" in page


def test_a_repaired_table_comes_back(run: IngestRun) -> None:
    client = browser(Role.DATA_ENGINEER)
    download = client.get(f"/officer/imports/{run.pk}/rows.csv")
    rows = list(csv.reader(io.StringIO(b"".join(download.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    place = rows[0].index("申请号")
    rows[1][place] = make.number(50)
    file = SimpleUploadedFile("../../改正.csv", make.csv_bytes(rows))
    response = client.post(f"/officer/imports/{run.pk}/repaired", {"file": file}, follow=True)
    assert "解决 1 行，仍未导入 2 行" in response.text, "the row with two reports stood in the table twice"
    assert Patent.objects.filter(title="无号").exists()
    assert "由第" in client.get(f"/officer/imports/{run.pk}").text
    again = IngestRun.objects.get(retry_of=run)
    assert again.file_name.endswith("改正.csv")


def test_retrying_by_the_button(run: IngestRun) -> None:
    response = browser(Role.DATA_ENGINEER).post(f"/officer/imports/{run.pk}/retry", follow=True)
    assert "重试 2 行：解决 0 行" in response.text
    assert f"重试第 {run.pk} 次导入" in response.text


def test_what_is_uploaded_waits_in_the_inbox(folder: Path) -> None:
    client = browser(Role.DATA_ENGINEER)
    file = SimpleUploadedFile("周.csv", make.csv_bytes([make.HEADER, *make.rows(2)]))
    response = client.post("/officer/imports/upload", {"file": file}, follow=True)
    assert "周.csv 已放进收件文件夹" in response.text
    (outcome,) = one_pass(Inbox(folder))
    assert outcome.run
    assert outcome.run.created == 2
    assert "请先选择文件" in client.post("/officer/imports/upload", follow=True).text


def test_too_much_is_refused_before_it_is_stored(settings: Settings, folder: Path) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    file = SimpleUploadedFile("周.csv", b"x" * 1_000)
    client = browser(Role.DATA_ENGINEER)
    assert client.post("/officer/imports/upload", {"file": file}).status_code == 400
    assert not folder.exists()


def test_the_calendar_in_words_and_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from onestop.core import clock

    monkeypatch.setattr(clock, "today", lambda: date(2026, 9, 30))
    for digest, day in (("a", "0902"), ("b", "0916"), ("c", "0923")):
        source = SourceFile.objects.create(digest=digest * 64, name=day, size=1)
        IngestRun.objects.create(file=source, file_name=f"CN-PA-2026{day}.zip", state=RunState.DONE)
    page = browser(Role.OFFICER).get("/officer/supplies").text
    assert "缺 1 期" in page
    assert "2026 年第 37 周：未收到，还剩 9 天" in page
    assert "week-missing" in page
    assert "还没有收到过，不计缺" in page


def test_a_list_of_supplies_that_makes_no_sense_is_explained(settings: Settings) -> None:
    (settings.DATA_DIR / "supplies.yaml").write_text("supplies: 3")
    page = browser(Role.OFFICER).get("/officer/supplies")
    assert page.status_code == 200
    assert "清单" in page.text
    assert Client().get("/about-data").status_code == 200


def test_quality_counts_lists_and_trend(run: IngestRun) -> None:
    Patent.objects.update(abstract="")
    quality.take_snapshot()
    client = browser(Role.OFFICER)
    page = client.get("/officer/quality").text
    assert "没有摘要" in page
    listed = client.get("/officer/quality/no_abstract")
    number = Patent.objects.values_list("application_number", flat=True).first()
    assert f'href="/patents/{number}"' in listed.text
    assert "3 中有 3，占 100.0%" in listed.text
    assert client.get("/officer/quality/no_abstract?csv=no_abstract").text.splitlines()[0] == "\ufeff日期,件"
    rows = client.get("/officer/quality/rows_rejected").text
    assert f"/officer/imports/{run.pk}?code=row.no_number#rows" in rows


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_measure_opens_by_source_and_as_a_table(
    is_kept: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(quality, "KEYS_KEPT", 1_000 if is_kept else 1)
    ingest(make.csv_file(tmp_path, make.rows(3)))
    ingest(make.package(tmp_path / "a.zip", {"a.csv": make.csv_bytes([make.HEADER, *make.rows(2, 50)])}))
    Patent.objects.update(abstract="", title="=1+1")
    quality.take_snapshot()
    client = browser(Role.OFFICER)
    page = client.get("/officer/quality/no_abstract")
    assert [(each.label, each.count) for each in page.context["sources"]] == [
        ("表格（检索系统的导出、各部门的清单）", 3),
        ("数据包（压缩文件）", 2),
    ]
    part = client.get("/officer/quality/no_abstract?source=package")
    assert len(part.context["records"]) == 2
    assert len(client.get("/officer/quality/no_abstract?source=nonsense").context["records"]) == 5
    lines = client.get("/officer/quality/no_abstract?source=package&csv=list").text.splitlines()
    assert lines[0] == "\ufeff号码或名称,题名,说明,页面"
    assert len(lines) == 3
    assert ",'=1+1," in lines[1]
    assert "http://testserver/patents/2023" in lines[1]


def test_rows_open_by_reason(run: IngestRun) -> None:
    quality.take_snapshot()
    client = browser(Role.OFFICER)
    reasons = client.get("/officer/quality/rows_rejected").context["reasons"]
    assert {each.label for each in reasons} >= {"row.no_number"}
    for each in reasons:
        shown = client.get(f"/officer/quality/rows_rejected{each.href}")
        assert len(shown.context["found"].rows) == each.count
        lines = client.get(f"/officer/quality/rows_rejected{each.href}&csv=list").text.splitlines()
        assert len(lines) == each.count + 1
    assert client.get("/officer/quality/rows_rejected?code=nonsense").status_code == 200


def test_every_measure_opens(run: IngestRun) -> None:
    Trademark.objects.create(key="CN:1:9", number="1", nice_class=9, mark="甲")
    Document.objects.create(key="EP1A1", office="EP", serial="EP1")
    Holder.objects.create(name="甲厂", kind="company")
    Patent.objects.update(title="", abstract="", filed_on=None, address="")
    quality.take_snapshot()
    client = browser(Role.OFFICER)
    listed = {
        code: len(client.get(f"/officer/quality/{code}").context.get("records", ()))
        for code in quality.measures()
    }
    assert {code for code, number in listed.items() if number} >= {
        "no_title",
        "trademark_no_goods",
        "document_no_title",
        "holder_no_uscc",
    }
    page = client.get("/officer/quality/trademark_no_goods").text
    assert 'href="/trademarks/CN/1"' in page


@pytest.mark.parametrize("is_kept", [True, False])
def test_the_list_behind_a_measure_is_whole(
    is_kept: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(quality, "KEYS_KEPT", 1_000 if is_kept else 10)
    ingest(make.csv_file(tmp_path, make.rows(120)))
    Patent.objects.update(abstract="")
    quality.take_snapshot()
    client = browser(Role.OFFICER)
    address, seen = "", 0
    while True:
        response = client.get(f"/officer/quality/no_abstract{address}")
        seen += len(response.context["records"])
        address = response.context["next_href"]
        if not address:
            break
    assert seen == 120


def test_deliveries_are_compared_with_the_holdings(run: IngestRun) -> None:
    client = browser(Role.DATA_ENGINEER)
    assert "还没有交付统计" in client.get("/officer/quality/deliveries").text
    file = SourceFile.objects.create(digest="d" * 64, name="statistics.csv", size=1)
    store_registers(
        [
            (1, DeliveryRecord("MADE-1", "A", "EP", "B1", 12)),
            (2, DeliveryRecord("MADE-2", "A", "EP", "A1", 7)),
        ],
        file,
    )
    assert "交付核对" in client.get("/officer/quality").text
    newest = client.get("/officer/quality/deliveries").text
    assert "交付 7 篇，至少缺 7 篇" in newest
    assert "-7" in newest
    assert "交付 12 篇，至少缺 12 篇" in client.get("/officer/quality/deliveries?delivery=MADE-1").text


def test_queries_do_not_grow(
    run: IngestRun, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ingest(make.csv_file(tmp_path, [*make.rows(60, 10), *(("坏", "x", "", "", "", "") for _ in range(60))]))
    quality.take_snapshot()
    client = browser(Role.DATA_ENGINEER)
    client.get("/officer")
    limits = {
        "/officer": 6,
        "/officer/imports": 7,
        f"/officer/imports/{run.pk}": 14,
        f"/officer/imports/{run.pk}/files": 9,
        "/officer/supplies": 7,
        "/officer/quality": 8,
        "/officer/quality/deliveries": 8,
        "/officer/quality/no_address": 13,
        "/officer/quality/rows_rejected": 11,
    }
    for address, most in limits.items():
        with django_assert_max_num_queries(most):
            client.get(address)


def test_an_upload_says_that_nobody_watches(folder: Path) -> None:
    client = browser(Role.DATA_ENGINEER)

    def send() -> str:
        file = SimpleUploadedFile("a.csv", b"x")
        return client.post("/officer/imports/upload", {"file": file}, follow=True).text

    assert "没有进程看着收件文件夹" in send()
    heartbeat.beat(2.0)
    assert "没有进程看着" not in send()
    heartbeat.end()


def test_the_character_nul_is_refused_before_a_database_sees_it(run: IngestRun) -> None:
    client = browser(Role.OFFICER)
    assert client.get("/officer/imports?q=%00").status_code == 400
    holder = Holder.objects.create(name="甲厂", kind="company")
    assert client.post(f"/officer/holders/{holder.pk}/merge", {"other": "甲\0"}).status_code == 400
    form = "application/x-www-form-urlencoded"
    sent = client.post(f"/officer/holders/{holder.pk}/merge", "other=%00", content_type=form)
    assert sent.status_code == 400
