"""A weekly file of which a part is broken: only that part is lost, and it is said where it stood."""

from collections.abc import Callable
from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.ingest.models import RowOutcome, RowReport, RunState
from onestop.ingest.services import ingest
from onestop.ingest.sources import open_table, xmlfile, xmlpieces
from onestop.records.models import Document

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE exch:exchange-documents SYSTEM "docdb-entities.dtd">\n'
    '<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange">\n'
)
END = "</exch:exchange-documents>\n"


def document(number: int) -> str:
    return (
        f'<exch:exchange-document country="EP" doc-number="99{number:05d}" kind="A1" date-publ="20230607">'
        '<exch:bibliographic-data><exch:publication-reference data-format="docdb"><document-id><country>EP'
        f"</country><doc-number>99{number:05d}</doc-number><kind>A1</kind></document-id>"
        f'</exch:publication-reference><exch:invention-title lang="en">MADE UP &SACUTE; {number}'
        "</exch:invention-title></exch:bibliographic-data></exch:exchange-document>\n"
    )


def weekly(*documents: str) -> str:
    return HEAD + "".join(documents) + END


EVERY = [document(number) for number in range(6)]


def read(folder: Path, text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Numbers of the documents, and (line, code) of what is refused."""
    path = folder / "weekly.xml"
    path.write_text(text, encoding="utf-8")
    table = open_table(path, {})
    assert table.inspect is not None
    rows = list(table.rows())
    assert table.inspect() == len(rows)
    numbers = [row.cells["公开（公告）号"] for row in rows if not row.refusal]
    return numbers, [(row.line, row.refusal.code) for row in rows if row.refusal]


def numbers(*wanted: int) -> list[str]:
    return [f"EP 99{number:05d} A1" for number in wanted]


DAMAGES: dict[str, Callable[[str], str]] = {
    "a tag that nobody closed": lambda one: one.replace("</document-id>", ""),
    "an attribute without its quote": lambda one: one.replace('kind="A1"', 'kind="A1', 1),
    "a byte of no character": lambda one: one.replace("MADE", "MA\x01DE"),
    "a bare ampersand": lambda one: one.replace("MADE UP", "MADE & UP"),
    "no end": lambda one: one.replace("</exch:exchange-document>", ""),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("place", range(6))
def test_only_the_broken_document_is_lost(tmp_path: Path, damage: str, place: int) -> None:
    documents = [*EVERY]
    documents[place] = DAMAGES[damage](documents[place])
    found, lost = read(tmp_path, weekly(*documents))
    assert [code for _line, code in lost] == ["ingest.broken_xml"]
    assert found == numbers(*(each for each in range(6) if each != place))


def test_words_behind_a_broken_document_are_told_apart(tmp_path: Path) -> None:
    broken = EVERY[1].replace("</document-id>", "")
    found, lost = read(tmp_path, weekly(EVERY[0], broken, EVERY[2] + "words", *EVERY[3:]))
    assert found == numbers(0, 2, 3, 4, 5)
    assert [line for line, _code in lost] == [2, 4]


def test_a_file_that_ends_early_says_so(tmp_path: Path) -> None:
    whole = weekly(*EVERY)
    assert read(tmp_path, whole) == (numbers(*range(6)), [])
    cut = whole[: whole.index('doc-number="9900004"') + 60]
    assert read(tmp_path, cut) == (numbers(0, 1, 2, 3), [(5, "ingest.broken_xml")])
    between = whole[: whole.index('<exch:exchange-document country="EP" doc-number="9900004"')]
    assert read(tmp_path, between) == (numbers(0, 1, 2, 3), [(5, "ingest.broken_xml")])


def test_a_document_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmlfile, "MAX_RECORD", 200_000)
    monkeypatch.setattr(xmlpieces, "MAX_RECORD", 200_000)
    long = EVERY[2].replace("MADE UP", "x" * 700_000)
    found, lost = read(tmp_path, weekly(*EVERY[:2], long, *EVERY[3:]))
    assert (found, lost) == (numbers(0, 1, 3, 4, 5), [(3, "ingest.record_too_long")])


@pytest.mark.parametrize("pad", range(65_536 - 160, 65_536 + 10, 17))
def test_wherever_a_start_tag_falls_among_the_pieces_that_are_read(tmp_path: Path, pad: int) -> None:
    broken = EVERY[0].replace("</document-id>", "").replace("MADE UP", "x" * pad)
    assert read(tmp_path, weekly(broken, *EVERY[1:])) == (
        numbers(1, 2, 3, 4, 5),
        [(1, "ingest.broken_xml")],
    )


def test_a_file_broken_throughout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weekly.xml"
    path.write_text(weekly(*(each.replace("</document-id>", "") for each in EVERY)), encoding="utf-8")
    table = open_table(path, {})
    assert table.inspect is not None
    with pytest.raises(UserError) as caught:
        table.inspect()
    assert caught.value.code == "ingest.broken_xml"


@pytest.mark.django_db
def test_the_rest_is_imported_and_the_place_is_said(tmp_path: Path) -> None:
    path = tmp_path / "weekly.xml"
    damaged = EVERY[2].replace("</document-id>", "")
    text = weekly(*EVERY[:2], damaged, *EVERY[3:])
    path.write_text(text, encoding="utf-8")
    run = ingest(path)
    assert (run.state, run.read, run.created, run.rejected) == (RunState.DONE, 6, 5, 1)
    assert Document.objects.count() == 5
    report = RowReport.objects.get(outcome=RowOutcome.REJECTED)
    assert (report.line, report.code) == (3, "ingest.broken_xml")
    assert str(text.index(damaged) + 1) in report.cells[""]
