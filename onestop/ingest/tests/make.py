"""Files for the tests, made on the spot."""

import csv
import io
import random
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from onestop.records.values.application_number import check_digit

HEADER = ("专利名称", "申请号", "申请人", "申请日", "主分类号", "摘要")


def number(serial: int, year: int = 2023, type_digit: int = 1) -> str:
    """A valid application number: CN202310000001.1"""
    body = f"{year}{type_digit}{serial:07d}"
    return f"CN{body}.{check_digit(body)}"


def rows(count: int, first: int = 1) -> list[Sequence[str]]:
    return [
        (
            f"一种第{index}号示范装置",
            number(index),
            f"示范{index % 7}有限公司",
            "2023-01-03",
            "E21D20/02",
            "本发明",
        )
        for index in range(first, first + count)
    ]


def csv_bytes(content: Iterable[Sequence[object]], encoding: str = "utf-8") -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(content)
    return stream.getvalue().encode(encoding)


def csv_file(folder: Path, content: Iterable[Sequence[object]], name: str = "patents.csv") -> Path:
    path = folder / name
    path.write_bytes(csv_bytes([HEADER, *content]))
    return path


def xlsx_file(folder: Path, content: Iterable[Sequence[object]], name: str = "patents.xlsx") -> Path:
    book = Workbook()
    for row in content:
        book.worksheets[0].append(row)
    book.save(folder / name)
    return folder / name


def office_document(index: int) -> str:
    return f"""<business:PatentDocumentAndRelated><business:BibliographicData>
<business:PublicationReference><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>\
<base:DocNumber>1{20000000 + index}</base:DocNumber><base:Kind>A</base:Kind><base:Date>20230607</base:Date>\
</base:DocumentID></business:PublicationReference>
<business:ApplicationReference><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>\
<base:DocNumber>{number(index)[2:]}</base:DocNumber><base:Date>20230103</base:Date></base:DocumentID>\
</business:ApplicationReference>
<business:ClassificationIPCRDetails><business:ClassificationIPCR><base:Text>E21D20/02</base:Text>\
</business:ClassificationIPCR></business:ClassificationIPCRDetails>
<business:InventionTitle>一种第{index}号示范装置</business:InventionTitle>
<business:PartiesDetails><business:ApplicantDetails><business:Applicant><base:AddressBook>\
<base:Name>示范{index % 7}有限公司</base:Name></base:AddressBook></business:Applicant>\
</business:ApplicantDetails></business:PartiesDetails></business:BibliographicData>
<business:Abstract><base:Paragraphs>本发明</base:Paragraphs></business:Abstract>
</business:PatentDocumentAndRelated>
"""


OFFICE_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<business:PatentDocuments xmlns:business="http://www.sipo.gov.cn/XMLSchema/business" \
xmlns:base="http://www.sipo.gov.cn/XMLSchema/base">
"""
OFFICE_TAIL = "</business:PatentDocuments>\n"


def office_xml(count: int, first: int = 1) -> str:
    documents = (office_document(index) for index in range(first, first + count))
    return OFFICE_HEAD + "".join(documents) + OFFICE_TAIL


def legal_event(index: int, code: str = "SE01") -> str:
    return (
        "<business:PRSRecord><business:ApplicationReference><base:DocumentID>"
        f"<base:DocNumber>{number(index)[2:]}</base:DocNumber></base:DocumentID></business:ApplicationReference>"
        f"<business:PRSCode>{code}</business:PRSCode><business:PRSPublicationDate><base:Date>20230705</base:Date>"
        "</business:PRSPublicationDate></business:PRSRecord>\n"
    )


def legal_status_xml(count: int, first: int = 1) -> str:
    return OFFICE_HEAD + "".join(map(legal_event, range(first, first + count))) + OFFICE_TAIL


def zipped(content: Mapping[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in content.items():
            archive.writestr(name, each)
    return stream.getvalue()


def package(path: Path, content: Mapping[str, bytes | str]) -> Path:
    path.write_bytes(zipped(content))
    return path


def big_package(path: Path, records: int, seed: int = 1, *, with_tables: bool = False) -> Path:
    """Files of one to 40 documents or events, in zips of some files, with broken files and wrong records among them.

    `with_tables`: CSV files too.
    """
    rng = random.Random(seed)
    content: dict[str, bytes | str] = {}
    first, part = 1, 0
    while first <= records:
        inner: dict[str, bytes | str] = {}
        for index in range(rng.randrange(1, 6)):
            count = min(rng.choice((1, 1, 5, 40)), records + 1 - first)
            if count:
                inner[f"{index}.xml"] = _some(first, count, rng)
            if count and with_tables and rng.randrange(4) == 0:
                inner[f"{index}.csv"] = csv_bytes([HEADER, *rows(count, max(first - rng.randrange(60), 1))])
            first += count
        inner["fig.tif"] = b"II*\0"
        content[f"part{part}.zip"] = zipped(inner)
        part += 1
    return package(path, content)


def _some(first: int, count: int, rng: random.Random) -> str:
    match rng.randrange(12):
        case 0:
            return office_xml(count, first)[:-30]
        case 1:
            return office_xml(count, first).replace(number(first)[2:], "202310000001.1")
        case 2 | 3:
            return legal_status_xml(count, max(first - rng.randrange(100), 1))
        case 4:
            return office_xml(count, max(first - rng.randrange(100), 1)).replace("装置", "装置（更正）")
        case _:
            return office_xml(count, first)
