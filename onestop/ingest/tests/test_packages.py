"""Packages: every file has its place, a broken one costs only itself, a bomb is refused."""

import hashlib
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from onestop.core.errors import UserError
from onestop.ingest import services
from onestop.ingest.models import IngestRun, PackageMember, RunState
from onestop.ingest.packages import archive, package
from onestop.ingest.packages.archive import is_package
from onestop.ingest.packages.package import open_file
from onestop.ingest.preflight import inspect
from onestop.ingest.queries import members_of
from onestop.ingest.reading import batches
from onestop.ingest.services import ingest
from onestop.ingest.sources import open_table
from onestop.ingest.tests import make
from onestop.records.models import Patent, SourceFile

pytestmark = pytest.mark.django_db

GOOD = make.office_xml(3)
CUT = make.office_xml(4, first=50)[:2500]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "BATCH", 4)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Documents, events, a table, zips in zips, a broken file, a picture, a schema."""
    inner = make.zipped({"b/c.xml": make.office_xml(2, first=10), "deep.zip": make.zipped({"d.xml": CUT})})
    return make.package(
        tmp_path / "week.zip",
        {
            "a.xml": GOOD,
            "b.zip": inner,
            "cut.xml": CUT,
            "fig.tif": b"II*\0" + bytes(500),
            "schema.xsd": "<schema/>",
            "status.xml": make.legal_status_xml(4),
            "table.csv": make.csv_bytes([make.HEADER, *make.rows(2, first=20)]),
        },
    )


def test_every_file_has_its_place(mixed: Path) -> None:
    run = ingest(mixed)
    found = [
        (m.path, m.source, m.first_line, m.rows, m.error.get("code", "")) for m in run.members.order_by("pk")
    ]
    assert found == [
        ("a.xml", "office_xml", 1, 3, ""),
        ("b.zip/b/c.xml", "office_xml", 4, 2, ""),
        ("b.zip/deep.zip/d.xml", "", 6, 0, "ingest.broken_xml"),
        ("cut.xml", "", 7, 0, "ingest.broken_xml"),
        ("fig.tif", "", 8, 0, "ingest.unknown_file"),
        ("schema.xsd", "", 9, 0, "ingest.unknown_file"),
        ("status.xml", "legal_status", 10, 4, ""),
        ("table.csv", "spreadsheet", 14, 2, ""),
    ]
    assert run.members.get(path="a.xml").digest == hashlib.sha256(GOOD.encode()).hexdigest()
    assert members_of(run) == {"all": 8, "used": 4, "refused": 2, "other": 2}
    assert (run.source, run.state, SourceFile.objects.count()) == ("package", RunState.DONE, 1)
    assert (run.read, run.created, run.updated, run.rejected, run.blank) == (13, 8, 3, 2, 2)


def test_reading_goes_on_after_any_line_without_opening_what_lies_before(
    mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = open_file(mixed, {})
    inspect(table)
    rows = list(table.rows())
    assert table.rows_after
    for position in range(len(rows) + 1):
        assert [each.line for each in table.rows_after(position)] == [row.line for row in rows[position:]]
    opener = Mock(side_effect=open_table)
    monkeypatch.setattr(package, "open_table", opener)
    (batch,) = batches(table, "", 100, position=13)
    assert (batch.done, batch.line, len(batch.cleaned)) == (15, 15, 2)
    assert opener.call_count == 1, "the table alone"


def test_a_file_without_a_name_is_a_file(tmp_path: Path) -> None:
    """Found by fuzzing: the standard library asks for the last character of the name."""
    path = tmp_path / "week.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xml", GOOD)
        with archive.open(zipfile.ZipInfo(""), "w") as stream:
            stream.write(GOOD.encode())
    run = ingest(path)
    assert (run.read, run.created, run.unchanged) == (6, 3, 3)
    assert [each.path for each in run.members.order_by("pk")] == ["a.xml", ""]


def test_a_broken_file_is_reported_by_name_and_the_rest_comes_in(mixed: Path) -> None:
    run = ingest(mixed)
    reports = run.reports.filter(outcome="rejected").order_by("line")
    assert [(each.line, each.code, each.cells["包内文件"]) for each in reports] == [
        (6, "ingest.broken_xml", "b.zip/deep.zip/d.xml"),
        (7, "ingest.broken_xml", "cut.xml"),
    ]
    assert all(each.advice for each in reports)
    assert not Patent.objects.filter(application_number=make.number(50)[2:].replace(".", "")).exists()


def test_a_wrong_record_names_its_file_and_its_place_there(tmp_path: Path) -> None:
    wrong = make.office_xml(3).replace(make.number(2)[2:], "202310000002.1")
    run = ingest(make.package(tmp_path / "a.zip", {"one.xml": make.office_xml(1, first=9), "two.xml": wrong}))
    report = run.reports.get()
    assert (report.line, report.cells["包内文件"], report.cells["包内序号"]) == (3, "two.xml", "2")
    assert report.cells["申请号"] == "CN202310000002.1"


def test_the_second_time_changes_nothing(mixed: Path) -> None:
    ingest(mixed)
    versions = list(Patent.objects.values_list("version", "updated_at"))
    again = ingest(mixed)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 11)
    assert list(Patent.objects.values_list("version", "updated_at")) == versions


def test_a_stopped_run_goes_on_inside_a_file(mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = services._count
    calls: list[None] = []

    def stopping(*arguments: object) -> None:
        count(*arguments)  # type: ignore[arg-type]
        calls.append(None)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(services, "_count", stopping)
    with pytest.raises(KeyboardInterrupt):
        ingest(mixed)
    assert IngestRun.objects.get().position == 4, "inside b.zip/b/c.xml"
    monkeypatch.setattr(services, "_count", count)
    run = ingest(mixed)
    assert (run.read, run.created, run.updated, run.rejected, run.blank) == (13, 8, 3, 2, 2)
    assert run.members.count() == PackageMember.objects.count() == 8


def test_names_in_gb18030(tmp_path: Path) -> None:
    path = make.package(tmp_path / "a.zip", {"XX.xml": GOOD})
    path.write_bytes(path.read_bytes().replace(b"XX.xml", "发".encode("gb18030") + b".xml"))
    assert ingest(path).members.get().path == "发.xml"


def test_what_a_zip_says_of_paths_is_only_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    ingest(make.package(folder / "a.zip", {"../../evil.xml": GOOD, "/abs.xml": make.office_xml(1, first=9)}))
    assert not list(tmp_path.rglob("*.xml"))


def bomb_by_ratio(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out,
        out.open("a.xml", "w") as part,
    ):
        for _each in range(60):
            part.write(b" " * 1_000_000)


def bomb_in_a_zip(path: Path) -> None:
    bomb_by_ratio(path)
    make.package(path, {"good.xml": GOOD, "inner.zip": path.read_bytes()})


def bomb_by_depth(path: Path) -> None:
    content = make.zipped({"a.xml": GOOD})
    for _each in range(6):
        content = make.zipped({"a.zip": content})
    path.write_bytes(content)


def bomb_by_number(path: Path) -> None:
    make.package(path, {f"{n}.xml": "" for n in range(300)})


def nothing_of_use(path: Path) -> None:
    make.package(path, {"a.txt": "读我", "b.xml": CUT})


def nothing_at_all(path: Path) -> None:
    make.package(path, {})
    path.write_bytes(make.zipped({"folder/": ""}))


def cut_off(path: Path) -> None:
    make.package(path, {"a.xml": random.Random(1).randbytes(5000)})
    path.write_bytes(path.read_bytes()[:4000])


BAD: list[tuple[Callable[[Path], None], str, str]] = [
    (bomb_by_ratio, "ingest.zip_bomb", "解压后超过"),
    (bomb_in_a_zip, "ingest.zip_bomb", "解压后超过"),
    (bomb_by_depth, "ingest.zip_bomb", "4 层"),
    (bomb_by_number, "ingest.zip_bomb", "文件超过"),
    (nothing_of_use, "ingest.empty_package", "2 个文件"),
    (nothing_at_all, "ingest.empty_package", "0 个文件"),
    (cut_off, "ingest.broken_package", "重新下载"),
]


@pytest.mark.parametrize(("write", "code", "says"), BAD, ids=lambda each: getattr(each, "__name__", None))
def test_refused_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None], code: str, says: str
) -> None:
    monkeypatch.setattr(archive, "RATIO_FROM", 20_000_000)
    monkeypatch.setattr(archive, "MAX_FILES", 200)
    path = tmp_path / "a.zip"
    write(path)
    with pytest.raises(UserError) as caught:
        ingest(path)
    assert (caught.value.code, says in caught.value.message + caught.value.hint) == (code, True)
    assert caught.value.hint
    assert not SourceFile.objects.exists()
    assert not Patent.objects.exists()


def damaged(content: bytes) -> bytes:
    """A wrong byte in the middle of the first file's packed content."""
    return content[:300] + bytes([content[300] ^ 0xFF]) + content[301:]


def test_a_file_that_fails_its_check_sum_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(damaged(make.zipped({"a.xml": GOOD, "b.xml": make.office_xml(2, first=10)})))
    run = ingest(path)
    assert (run.created, run.rejected) == (2, 1)
    assert run.reports.get().code == "ingest.broken_package"
    assert run.members.get(path="a.xml").digest == ""


def test_office_documents_are_no_packages(tmp_path: Path) -> None:
    assert not is_package(make.xlsx_file(tmp_path, [make.HEADER]))
    assert is_package(make.package(tmp_path / "a.dat", {"a.xml": GOOD}))
