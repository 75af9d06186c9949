"""Office XML: what is read, what is refused, and that memory stays flat."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.ingest import sources
from onestop.ingest.services import ingest
from onestop.ingest.sources import open_table, xmlfile
from onestop.ingest.sources.base import RawRow
from onestop.ingest.sources.document import Attached
from onestop.ingest.tests import make
from onestop.records.models import Citation, FullText, Patent, Priority, TextPart

SAMPLES = Path(sources.__file__).parent / "office_xml" / "samples"
BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def rows(folder: Path, content: bytes) -> list[RawRow]:
    path = folder / "a.xml"
    path.write_bytes(content)
    return list(open_table(path, {}).rows())


def refused(folder: Path, content: bytes) -> str:
    with pytest.raises(UserError) as caught:
        rows(folder, content)
    assert caught.value.message
    assert caught.value.hint
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_any_encoding_that_the_file_names(tmp_path: Path, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = make.office_xml(3).replace('encoding="UTF-8"', f'encoding="{declared}"')
    (first, *_others) = rows(tmp_path, text.encode(encoding))
    assert first.cells["名称"] == "一种第1号示范装置"


def test_what_is_skipped_is_counted() -> None:
    first, *_others = open_table(SAMPLES / "made_documents.xml", {}).rows()
    assert (first.cells["权利要求（项）"], first.cells["说明书（段）"]) == ("1", "2")
    (single,) = open_table(SAMPLES / "made_single_undeclared.xml", {}).rows()
    assert single.cells["法律状态记录（条）"] == "1"


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda text: text[: len(text) * 2 // 3], "ingest.broken_xml"),
        (lambda text: text.replace("</business:Abstract>", "</business:Claims>", 1), "ingest.broken_xml"),
        (lambda text: text.replace("UTF-8", "EBCDIC-X", 1), "ingest.broken_xml"),
        (lambda text: text.replace("<base:Paragraphs>", "<q:p/><base:Paragraphs>", 1), "ingest.broken_xml"),
        (lambda text: text.replace("示范", "&nothing;", 1), "ingest.broken_xml"),
        (
            lambda text: text.replace("?>", f'?><!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{BOMB}]>', 1).replace(
                "示范", "&a9;"
            ),
            "ingest.entities",
        ),
        (
            lambda text: text.replace("?>", '?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', 1),
            "ingest.entities",
        ),
    ],
    ids=["cut", "wrong tag", "unknown encoding", "prefix", "unknown entity", "bomb", "other file"],
)
def test_broken_files_are_refused(tmp_path: Path, damage: object, code: str) -> None:
    text = make.office_xml(20)
    assert refused(tmp_path, damage(text).encode()) == code  # type: ignore[operator]


def test_depth_and_length_of_a_record_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head, tail = make.office_xml(1).split("<business:Abstract", 1)
    deep = head + "<x>" * 100_000 + "</x>" * 100_000 + "<business:Abstract" + tail
    assert refused(tmp_path, deep.encode()) == "ingest.broken_xml"
    monkeypatch.setattr(xmlfile, "MAX_RECORD", 1_000_000)
    long = head + "<x>示范</x>" * 100_000 + "<business:Abstract" + tail
    assert refused(tmp_path, long.encode()) == "ingest.record_too_long"


def test_two_bibliographies_in_one_document_are_not_mixed(tmp_path: Path) -> None:
    text = make.office_xml(1)
    one = text[text.index("<business:BibliographicData") : text.index("</business:BibliographicData>") + 29]
    (row,) = rows(tmp_path, text.replace(one, one + one).encode())
    assert row.problem == "several_bibliographies"


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """lxml's own memory is not seen here; its tree would hold Python's proxies of every record."""
    path = tmp_path / "a.xml"
    path.write_text(make.office_xml(5_000), encoding="utf-8")
    table = open_table(path, {})
    tracemalloc.start()
    count = exhaust(table.rows())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5_000
    assert peak < 3_000_000


def exhaust(found: Iterator[RawRow]) -> int:
    return sum(1 for _row in found)


@pytest.mark.django_db(transaction=True)
def test_texts_citations_and_priorities_are_stored() -> None:
    sample = Path(sources.__file__).parent / "office_xml/samples/made_documents.xml"
    ingest(sample)
    claims = FullText.objects.get(document="CN105300001A", part=TextPart.CLAIMS)
    assert claims.paragraphs == ["一种锚索。"]
    assert set(Citation.objects.values_list("citing", "cited")) == {
        ("CN105300001", "CN101000001"),
        ("CN105300001", ""),
    }
    assert Priority.objects.get().claimed == "KR20140100096"
    assert Patent.objects.get(application_number="2015100000010").pct_publication == "WO2016000001"


@pytest.mark.parametrize(
    ("description", "paragraphs"),
    [
        ("<p>一</p><p>二<b>三</b></p>", ["一", "二三"]),
        ("<h><heading>技术领域</heading></h><p>一</p>", ["技术领域", "一"]),
        ("没有分段的<b>说明书</b>", ["没有分段的说明书"]),
        ("<p>  </p>", None),
    ],
)
def test_paragraphs_of_a_description(tmp_path: Path, description: str, paragraphs: list[str] | None) -> None:
    path = tmp_path / "a"
    text = make.office_xml(1).replace(
        "<business:Abstract>",
        f"<business:Description>{description}</business:Description><business:Abstract>",
    )
    path.write_text(text, encoding="utf-8")
    [row] = open_table(path, {}).rows()
    assert isinstance(row.content, Attached)
    assert list(row.content.texts[TextPart.DESCRIPTION]) == (paragraphs or [])
