"""Documents of other offices, from the file to the tables."""

import tracemalloc
from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.ingest.cleaning import Cleaned, clean
from onestop.ingest.models import RowReport
from onestop.ingest.preflight import inspect
from onestop.ingest.services import ingest
from onestop.ingest.sources import docdb_statistics, epo_docdb, epo_ops, open_table, uspto_xml, xmlfile
from onestop.ingest.sources.base import RawRow
from onestop.records.models import Document, DocumentEvent, EventKind, FullText, LegalEvent, Patent
from onestop.records.registers.records import DocumentRecord

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45.dtd" [ ]>\n'


def samples(source: object) -> Path:
    return Path(str(source.__file__)).parent / "samples"  # type: ignore[attr-defined]


def grant(number: int, title: str = "Cable") -> str:
    return (
        f'{HEAD}<us-patent-grant lang="EN"><us-bibliographic-data-grant><publication-reference><document-id>'
        f"<country>US</country><doc-number>{number:08d}</doc-number><kind>B2</kind><date>20150106</date>"
        f"</document-id></publication-reference><invention-title>{title}</invention-title>"
        "</us-bibliographic-data-grant></us-patent-grant>\n"
    )


def exchange(content: str, attributes: str = 'country="EP" doc-number="9900011" kind="A1"') -> str:
    return f"<exch:exchange-document {attributes}>{content}</exch:exchange-document>"


def rows(folder: Path, content: str | bytes) -> list[RawRow]:
    path = folder / "a.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(open_table(path, {}).rows())


def cleaned(folder: Path, content: str) -> Cleaned:
    (row,) = rows(folder, content)
    return clean(row, open_table(folder / "a.xml", {}), "")


def refused(folder: Path, content: str) -> str:
    with pytest.raises(UserError) as caught:
        rows(folder, content)
    return caught.value.code


@pytest.mark.parametrize("length", [*range(xmlfile._CHUNK - 400, xmlfile._CHUNK - 340, 7), 10, 200_000])
def test_documents_one_after_the_other(tmp_path: Path, length: int) -> None:
    """Wherever a declaration falls among the pieces that are read."""
    found = rows(tmp_path, "".join(grant(number, "x" * length) for number in range(9990001, 9990004)))
    assert [row.line for row in found] == [1, 2, 3]
    assert [row.cells["公开（公告）号"] for row in found] == [
        f"US 0{number} B2" for number in range(9990001, 9990004)
    ]
    assert {len(row.cells["名称"]) for row in found} == {length}


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda text: text.replace("</us-patent-grant>", "", 1), "ingest.broken_xml"),
        (lambda text: text[:-40], "ingest.broken_xml"),
        (lambda text: text + '<?xml version="1.0"?>', "ingest.broken_xml"),
        (lambda text: text.replace("[ ]", '[<!ENTITY a "b">]'), "ingest.entities"),
    ],
    ids=["in the middle", "at the end", "nothing behind a declaration", "entities"],
)
def test_one_broken_document_breaks_the_file(tmp_path: Path, damage: object, code: str) -> None:
    assert refused(tmp_path, damage(grant(9990001) + grant(9990002))) == code  # type: ignore[operator]


def test_sequence_listings_are_passed_over_however_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xmlfile, "MAX_RECORD", 200_000)
    listing = f"{HEAD}<sequence-cwu>{'<s>acgt</s>' * 50_000}</sequence-cwu>\n"
    assert len(rows(tmp_path, grant(9990001) + listing + grant(9990002))) == 2
    assert refused(tmp_path, grant(9990001, "x" * 300_000)) == "ingest.record_too_long"


def test_memory_does_not_grow_with_a_weekly_file(tmp_path: Path) -> None:
    path = tmp_path / "weekly.xml"
    path.write_text("".join(grant(number, "x" * 1000) for number in range(9990001, 9992001)))
    table = open_table(path, {})
    tracemalloc.start()
    count = sum(1 for _row in table.rows())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2_000
    assert peak < 3_000_000


def test_a_single_document_without_declarations(tmp_path: Path) -> None:
    number = "<exch:bibliographic-data><exch:invention-title lang='en'>&SACUTE; &UNHEARDOF;</exch:invention-title></exch:bibliographic-data>"
    record = cleaned(tmp_path, exchange(number)).record
    assert isinstance(record, DocumentRecord)
    assert (record.number, record.titles) == ("EP9900011A1", (("en", "Ś &UNHEARDOF;"),))
    bare = exchange(number).replace("exch:", "").replace("&SACUTE; ", "")
    assert cleaned(tmp_path, bare).record.number == "EP9900011A1"


def test_a_deletion_is_reported_and_deletes_nothing(tmp_path: Path, db: None) -> None:
    path = tmp_path / "a.xml"
    path.write_text(exchange("<exch:bibliographic-data/>"))
    ingest(path)
    path.write_text(exchange("", 'country="EP" doc-number="9900011" kind="A1" status="D"'))
    run = ingest(path)
    assert (run.read, run.rejected) == (1, 1)
    report = RowReport.objects.get(run=run)
    assert (report.code, report.cells["公开（公告）号"]) == ("document.deleted", "EP 9900011 A1")
    assert Document.objects.get().key == "EP9900011A1"


def test_a_file_without_a_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a><!-- <exchange-document > --></a>")
    with pytest.raises(UserError) as caught:
        inspect(open_table(path, {}))
    assert caught.value.code == "ingest.no_rows"


def test_what_the_source_does_not_have_is_no_document(tmp_path: Path) -> None:
    answer = (
        '<world-patent-data xmlns="http://ops.epo.org"><exchange-documents><exchange-document country="EP" \
doc-number="9900019" kind="A1" status="not found"/></exchange-documents></world-patent-data>'
    )
    found = cleaned(tmp_path, answer)
    assert (found.record, found.findings[0].code) == (None, "document.not_found")


def citing(content: str) -> str:
    return exchange(
        "<exch:bibliographic-data><exch:references-cited><exch:citation>"
        f"{content}</exch:citation></exch:references-cited></exch:bibliographic-data>"
    )


def test_a_long_citation_is_cut_and_said(tmp_path: Path) -> None:
    found = cleaned(tmp_path, citing(f"<nplcit><text>{'long ' * 400}</text></nplcit>"))
    assert [each.code for each in found.findings] == ["citation.too_long"]
    assert len(found.record.citations[0].text) == 1000


def test_a_citation_known_only_by_an_attribute(tmp_path: Path) -> None:
    found = cleaned(tmp_path, citing('<patcit dnum="DE814968C"/>'))
    assert [each.cited for each in found.record.citations] == ["DE814968"]


def test_wrong_values_cost_themselves(tmp_path: Path) -> None:
    found = cleaned(
        tmp_path,
        exchange(
            "<exch:bibliographic-data><exch:parties><exch:applicants><exch:applicant><exch:applicant-name>"
            "<name>;</name></exch:applicant-name></exch:applicant></exch:applicants></exch:parties>"
            '<exch:application-reference data-format="docdb"><document-id><country>CN</country>'
            "<doc-number>2021109900010</doc-number></document-id></exch:application-reference>"
            "</exch:bibliographic-data>"
        ),
    )
    assert found.record.number == "EP9900011A1"
    assert {each.code for each in found.findings} == {"name.empty", "application_number.check_digit"}


def test_events_of_a_chinese_patent_become_its_own(db: None) -> None:
    """The table of events knows two of the three; the third stays with the document."""
    path = samples(epo_ops) / "made_family.xml"
    run = ingest(path)
    assert (run.read, run.created, run.updated, run.rejected) == (5, 3, 1, 1)
    patent = Patent.objects.get()
    assert patent.application_number == "2021109900015"
    assert set(LegalEvent.objects.values_list("kind", flat=True)) == {EventKind.GRANT, EventKind.FEE_LAPSE}
    assert DocumentEvent.objects.filter(serial="CN199900001").count() == 3
    again = ingest(path)
    assert (again.created, again.updated, again.unchanged, again.rejected) == (0, 0, 4, 1)


def test_samples_are_stored_once(db: None) -> None:
    paths = [*samples(epo_docdb).glob("*.xml"), *samples(uspto_xml).glob("*.xml")]
    for path in paths:
        ingest(path)
    before = (Document.objects.count(), FullText.objects.count())
    for path in paths:
        assert ingest(path).unchanged == Document.objects.filter(key__in=_keys(path)).count()
    assert (Document.objects.count(), FullText.objects.count()) == before == (5, 3)


def _keys(path: Path) -> list[str]:
    table = open_table(path, {})
    found = (clean(row, table, "").record for row in table.rows())
    return [record.key for record in found if record]


STATISTICS = (samples(docdb_statistics) / "made_statistics.csv").read_bytes().decode()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: text.rindex("A,43")],
        lambda text: text.replace(",9\r", ",8\r"),
        lambda text: text + text.splitlines()[-1],
        lambda text: text.replace("A,43,EP", '"' + "A" * 200_000),
    ],
    ids=["cut", "another count", "a line more", "a quote without end"],
)
def test_statistics_that_do_not_add_up_are_refused(tmp_path: Path, damage: object) -> None:
    assert refused(tmp_path, damage(STATISTICS)) == "ingest.statistics_incomplete"  # type: ignore[operator]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("A,43,CN,B,", "A,43,CN,BBB,", "delivery.no_office"),
        ("A,43,CN,B,", "a,43,CN,B,", "delivery.no_count"),
        ("DOCDB-209901", "-" * 40, ""),
        ("1003162", "?", "document_number.format"),
        ("\rA,43,EP", ",1\rA,43,EP", "row.too_many_cells"),
    ],
)
def test_a_wrong_line_of_statistics(tmp_path: Path, before: str, after: str, code: str) -> None:
    row = rows(tmp_path, STATISTICS.replace(before, after).replace("20239902", "20230602"))[1]
    found = clean(row, open_table(tmp_path / "a.xml", {}), "")
    assert [each.code for each in found.findings] == ([code] if code else [])
