import zipfile
from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.ingest import sources
from onestop.ingest.cleaning import clean
from onestop.ingest.packages.folder import as_file, belongs_together
from onestop.ingest.packages.package import open_file
from onestop.ingest.services import ingest
from onestop.ingest.sources import open_table
from onestop.ingest.tests import make
from onestop.records.models import Document

SAMPLE = Path(sources.__file__).parent / "taiwan_graph/samples/made_graph.zip"
FIRST = "TW:00000001-0000-4000-8000-000000000001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with zipfile.ZipFile(SAMPLE) as archive:
        archive.extractall(tmp_path / "graph")
    return tmp_path / "graph"


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        open_file(path, {})
    return caught.value.code


@pytest.mark.django_db(transaction=True)
def test_a_folder_is_the_same_file_each_time(folder: Path) -> None:
    assert belongs_together(folder)
    with as_file(folder) as packed:
        first = ingest(packed)
    with as_file(folder) as packed:
        again = ingest(packed)
    assert (first.read, first.created, first.rejected) == (7, 2, 5)
    assert again.unchanged == 2
    assert first.file == again.file
    document = Document.objects.get(key=FIRST)
    assert document.office == "TW"
    assert document.titles == {"zh": "示範錨桿裝置"}


def test_a_zip_of_the_folder_around_it(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, Path("tw") / file.relative_to(folder))
    table = open_file(path, {})
    numbers = [cleaned.record.number for row in table.rows() if (cleaned := clean(row, table, "")).record]
    assert numbers[0] == FIRST


@pytest.mark.parametrize("name", ["node/patent.csv", "node/keyword.csv", "relationship/ipc_patent.csv"])
def test_one_file_alone_does_not_say_what_belongs_together(folder: Path, name: str) -> None:
    assert refusal(folder / name) == "ingest.graph_part"


def test_a_graph_that_lacks_a_file(folder: Path) -> None:
    (folder / "relationship/ipc_patent.csv").unlink()
    with as_file(folder) as packed:
        assert refusal(packed) == "ingest.graph_incomplete"


def test_other_folders_do_not_belong_together(tmp_path: Path) -> None:
    assert not belongs_together(tmp_path)
    make.csv_file(tmp_path, make.rows(1))
    assert not belongs_together(tmp_path)


def test_more_names_than_any_patent_has(folder: Path) -> None:
    uuid = FIRST.removeprefix("TW:")
    with (folder / "relationship/inventor_patent.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{uuid},甲{index}\n" for index in range(1_001))
    with as_file(folder) as packed:
        first = next(open_table(packed, {}).rows())
    assert first.refusal
    assert first.refusal.code == "graph.too_many"
