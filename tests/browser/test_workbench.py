"""A data engineer's and an officer's morning in a real browser: imports, packages, quality."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from playwright.sync_api import Browser, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.core import clock
from onestop.ingest import quality, sources
from onestop.ingest.models import IngestRun, QualitySnapshot, RunState
from onestop.ingest.services import ingest
from onestop.ingest.tests import make
from onestop.records.models import SourceFile
from onestop.search.services import catch_up
from tests.browser.look import Visitor
from tests.browser.test_people import sign_in_with_code

STATISTICS = Path(sources.__file__).parent / "docdb_statistics/samples/made_statistics.csv"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[(390, False), (1440, False), (1440, True)], ids=["390", "1440", "1440-dark"])
def visitor(
    request: pytest.FixtureRequest,
    browser: Browser,
    live_server: LiveServer,
    settings: Settings,
    tmp_path: Path,
) -> Iterator[Visitor]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.INBOX_DIR = tmp_path / "inbox"
    settings.DATA_DIR = tmp_path
    width, is_dark = request.param
    cache.clear()
    caches["process"].clear()
    visitor = Visitor(browser, live_server.url, width, is_dark=is_dark)
    yield visitor
    visitor.page.context.close()
    cache.clear()
    caches["process"].clear()


def test_nothing_there_yet(visitor: Visitor) -> None:
    sign_in_with_code(visitor, make_person(Role.OFFICER, second_factor=True, display_name="王芳"))
    visitor.page.click(".site-nav a:has-text('工作台')")
    visitor.look("workbench")
    for path, name in (
        ("imports", "imports-none"),
        ("supplies", "supplies-none"),
        ("quality", "quality-none"),
    ):
        visitor.go(f"/officer/{path}")
        visitor.look(name)


def test_a_morning_with_data(visitor: Visitor, tmp_path: Path) -> None:
    run = _load(tmp_path)
    page = visitor.page
    sign_in_with_code(visitor, make_person(Role.DATA_ENGINEER, second_factor=True, display_name="周明"))
    visitor.go("/officer/imports")
    page.click("summary:has-text('上传数据文件')")
    visitor.look("imports")
    page.set_input_files("[name=file]", files={"name": "第39周.csv", "mimeType": "text/csv", "buffer": b"x"})
    page.click("button:has-text('上传')")
    expect(page.locator(".messages")).to_contain_text("已放进收件文件夹")
    visitor.go(f"/officer/imports/{run.pk}")
    page.click("summary:has-text('原来的单元格') >> nth=0")
    visitor.look("import")
    page.click("button:has-text('重试')")
    expect(page.locator(".messages")).to_contain_text("仍未导入 3 行")
    visitor.look("import-retried")
    visitor.go(f"/officer/imports/{IngestRun.objects.get(source='package').pk}/files")
    visitor.look("import-files")
    visitor.go("/officer/supplies")
    visitor.look("supplies")
    visitor.go("/officer/quality")
    visitor.look("quality")
    page.click("a:has-text('没有地址')")
    visitor.look("quality-measure")
    visitor.go("/officer/quality/rows_rejected")
    visitor.look("quality-rows")
    visitor.go("/officer/quality/deliveries")
    visitor.look("deliveries")
    visitor.go("/about-data")
    visitor.look("about-data")


def _load(folder: Path) -> IngestRun:
    bad = [
        ("没有号码的一种很长很长的名称" * 6, "", "=甲", "", "", ""),
        ("错号", "CN202310000001.1", "乙", "", "", ""),
    ]
    run = ingest(make.csv_file(folder, [*make.rows(30), *bad, bad[0]], "江海区2026年第37周专利著录项目.csv"))
    ingest(make.big_package(folder / "CN-PA-20260902.zip", 200))
    ingest(STATISTICS)
    IngestRun.objects.create(
        file_name="坏.xlsx",
        state=RunState.FAILED,
        error={"code": "ingest.broken_workbook", "message": "工作簿打不开。", "hint": "请重新导出。"},
    )
    today = clock.today()
    for weeks in (2, 3, 6, 7, 9):
        day = today - timedelta(weeks=weeks)
        file = SourceFile.objects.create(digest=f"{weeks}" * 64, name=f"{day}", size=1)
        name = f"CN-PA-{day:%Y%m%d}.zip"
        IngestRun.objects.create(file=file, file_name=name, source="office_xml", state=RunState.DONE)
    _remember(today)
    catch_up()
    return run


def _remember(today: date) -> None:
    """A trend of some weeks."""
    quality.take_snapshot()
    QualitySnapshot.objects.bulk_create(
        QualitySnapshot(
            day=today - timedelta(days=away),
            measure="no_address",
            count=away * 3,
            total=300,
            taken_at=clock.now(),
        )
        for away in range(1, 40)
    )
