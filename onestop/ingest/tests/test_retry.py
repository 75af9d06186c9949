"""Rejected rows once more: by today's program, or as somebody repaired them."""

import csv
import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.core.errors import UserError
from onestop.core.models import AuditEntry
from onestop.ingest import cleaning, retry, services
from onestop.ingest.findings import rejected
from onestop.ingest.models import IngestRun, RowReport, RunState
from onestop.ingest.queries import open_rejections, write_reports
from onestop.ingest.row import Row
from onestop.ingest.services import Options, ingest
from onestop.ingest.sources.base import Subject
from onestop.ingest.tests import make
from onestop.records.models import Honour, Patent, PatentSource, Transaction

pytestmark = pytest.mark.django_db


@pytest.fixture
def stricter_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Yesterday's program, which could not yet read a title that a later version reads."""
    reader = cleaning.READERS[Subject.PATENT]

    def strict(row: Row, region: str) -> object:
        if "号示范装置" in row.text("title") and row.raw.line % 2:
            raise rejected("row.too_strict", "太严", "等新版本")
        return reader(row, region)

    monkeypatch.setitem(cleaning.READERS, Subject.PATENT, strict)


def first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int = 10) -> IngestRun:
    run = ingest(make.csv_file(tmp_path, [*make.rows(count), ("没有号码", "", "=甲", "", "", "多行\n摘要")]))
    monkeypatch.undo()
    return run


def numbers(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.usefixtures("stricter_once")
def test_todays_program_takes_what_yesterdays_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = first_run(tmp_path, monkeypatch)
    assert (run.created, run.rejected) == (5, 6)
    refused = set(open_rejections(run).values_list("line", flat=True))
    again = retry.retry(run)
    assert (again.state, again.read, again.created, again.rejected) == (RunState.DONE, 6, 5, 1)
    assert (again.file, again.file_name, again.retry_of) == (run.file, run.file_name, run)
    assert Patent.objects.count() == 10
    assert set(PatentSource.objects.values_list("row", flat=True)) >= refused - {12}, (
        "the rows of the file itself"
    )
    assert PatentSource.objects.values("file").distinct().count() == 1
    (still,) = open_rejections(run)
    assert still.cells["专利名称"] == "没有号码"
    assert RowReport.objects.filter(resolved_by=again).count() == 5
    assert AuditEntry.objects.get().after == {"run": again.pk, "resolved": 5}
    third = retry.retry(run)
    assert (third.read, third.rejected) == (1, 1), "only what is still open"


@pytest.mark.usefixtures("stricter_once")
def test_killed_it_goes_on_and_is_never_mixed_up_with_an_import_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(run: IngestRun) -> None:
        raise Killed

    run = first_run(tmp_path, monkeypatch, 40)
    with monkeypatch.context() as patched:
        patched.setattr(services, "BATCH", 10)
        patched.setattr(retry, "finish", die)
        patched.setattr(retry, "resolve", lambda *args: die(run))
        with pytest.raises(Killed):
            retry.retry(run)
    assert open_rejections(run).count() == 21
    other = ingest(tmp_path / "patents.csv")
    assert (other.retry_of, other.read) == (None, 41)
    again = retry.retry(run)
    assert (again.read, again.created + again.unchanged, again.rejected) == (21, 20, 1)
    assert open_rejections(run).count() == 1
    assert IngestRun.objects.count() == 3


def test_the_options_of_the_run_hold_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(make.csv_bytes([("成果", "编号"), ("灯", make.number(1)), ("坏", "x")]))
    mapping = {"title": "成果", "application_number": "编号"}
    run = ingest(path, Options(mapping, "370900"))
    RowReport.objects.filter(run=run).update(cells={"成果": "灯二", "编号": make.number(2)})
    assert retry.retry(run).created == 1
    assert set(Patent.objects.values_list("region", flat=True)) == {"370900"}


def test_what_cannot_be_cleaned_again_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = ingest(make.big_package(tmp_path / "week.zip", 20))
    run = ingest(make.csv_file(tmp_path, [*make.rows(1), ("没有号码", "", "甲", "", "", "")]))
    forgotten = ingest(make.csv_file(tmp_path, [*make.rows(2), ("没有号码", "", "甲", "", "", "")], "b.csv"))
    IngestRun.objects.filter(pk=forgotten.pk).update(options_digest="x")
    failed = IngestRun.objects.create(file_name="x", state=RunState.FAILED)
    again = retry.retry(run)
    clean = ingest(make.csv_file(tmp_path, make.rows(3), "c.csv"))
    for each in (package, forgotten, failed, again, clean):
        each.refresh_from_db()
        with pytest.raises(UserError) as caught:
            retry.retry(each)
        assert caught.value.code == "retry.impossible"
        assert caught.value.hint


def test_rows_with_missing_cells_are_left_alone(tmp_path: Path) -> None:
    run = ingest(make.csv_file(tmp_path, [*make.rows(1), ("没有号码", "", "甲", "", "", "")]))
    RowReport.objects.filter(run=run).update(cells={"专利名称": "没有号码"})
    assert not retry.complete_rejections(run).exists()
    assert retry.why_not(run)


def test_a_repaired_table_settles_its_rows(tmp_path: Path) -> None:
    run = ingest(
        make.csv_file(tmp_path, [*make.rows(2), ("甲", "", "", "", "", ""), ("乙", "CN1", "", "", "", "")])
    )
    stream = io.StringIO()
    write_reports([run], stream)
    rows = numbers(stream.getvalue())
    next(row for row in rows if row["专利名称"] == "甲")["申请号"] = make.number(77)
    path = tmp_path / "repaired.csv"
    path.write_bytes(make.csv_bytes([list(rows[0]), *(list(row.values()) for row in rows)]))
    again = retry.take_repaired(run, path)
    assert (again.created, again.rejected, again.retry_of) == (1, 1, run)
    (still,) = open_rejections(run)
    assert still.cells["专利名称"] == "乙"
    assert Patent.objects.filter(title="甲").exists()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OFFICER, Role.ADMINISTRATOR])
def test_who_may_not(tmp_path: Path, role: Role) -> None:
    run = ingest(make.csv_file(tmp_path, [*make.rows(1), ("没有号码", "", "甲", "", "", "")]))
    with pytest.raises(PermissionDenied):
        retry.retry(run, make_person(role))
    with pytest.raises(PermissionDenied):
        retry.take_repaired(run, tmp_path / "patents.csv", make_person(role))
    assert IngestRun.objects.count() == 1


PLEDGES = """2023年专利质押登记名单（单位：万元）,,,,
登记号,出质人,质权人,专利号,质押金额
Y2023980000001,甲公司,江门银行,201510817712X,300
,,江门银行,甲,200
"""
HONOURS = """2023年广东省专精特新企业名单,,
企业名称,证书编号,有效期起
甲公司,GR1,2023-12-01
,GR2,2023-12-01
"""


@pytest.mark.parametrize(
    ("text", "column", "cell"), [(PLEDGES, "登记号", "Y2"), (HONOURS, "企业名称", "乙公司")]
)
@pytest.mark.parametrize("by_page", [True, False])
def test_a_list_known_by_its_title_can_be_repaired(
    tmp_path: Path, text: str, column: str, cell: str, by_page: bool
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text.replace("201510817712X", "2015108177127"), encoding="utf-8")
    run = ingest(path)
    assert (run.created, run.rejected) == (1, 1)
    stream = io.StringIO()
    write_reports([run], stream, only_open=True)
    title, header, *rows = csv.reader(io.StringIO(stream.getvalue().partition("\n")[2]))
    assert (title, len(rows)) == ([run.options["title"].split("\n")[0]], 1)
    rows[0][header.index(column)] = cell
    path = tmp_path / "rejected.csv"
    path.write_bytes(make.csv_bytes([title, header, *rows]))
    again = retry.take_repaired(run, path) if by_page else ingest(path)
    assert (again.created, again.rejected) == (1, 0)
    assert open_rejections(run).exists() != by_page
    amounts = [each.amount for each in Transaction.objects.order_by("pk")]
    assert amounts == ([3_000_000, 2_000_000] if text == PLEDGES else [])
    assert {each.level for each in Honour.objects.all()} <= {"provincial"}


def test_a_list_is_retried_under_its_title(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HONOURS, encoding="utf-8")
    run = ingest(path)
    RowReport.objects.filter(run=run).update(cells={"企业名称": "乙公司", "证书编号": "GR2", "有效期起": ""})
    RowReport.objects.filter(run=run).exclude(outcome="rejected").delete()
    assert retry.retry(run).created == 1
