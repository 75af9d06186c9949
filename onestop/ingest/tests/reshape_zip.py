"""Zips that stay zips: workbooks with other cells or other XML inside, packages of changed files."""

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from onestop.ingest.tests import damage, make
from onestop.ingest.tests.reshape import Changed, Form
from onestop.ingest.tests.reshape_table import Rows, changed_rows, parts_of
from onestop.ingest.tests.reshape_xml import XmlForm


class WorkbookForm:
    """The sheet's cells as a workbook of ours, with nothing but texts in it."""

    def __init__(self, name: str, rows: Rows, data: int) -> None:
        self.name, self.rows, self.count = name, rows, data
        self.first = max(len(rows) - data, 0)

    def changed(self, rng: random.Random) -> Changed:
        rows, more, touched = changed_rows(self.rows, self.first, rng)
        return Changed(_workbook(self.name, rows), more, touched)

    def parts(self) -> "list[WorkbookForm]":
        return [
            WorkbookForm(self.name, part, len(part) - self.first) for part in parts_of(self.rows, self.first)
        ]

    def unchanged(self) -> bytes:
        return _workbook(self.name, self.rows)


class PartsForm:
    """One of the files inside changed, as its own form has it or byte by byte, left out, or there twice."""

    count = 0

    def __init__(self, content: bytes, form_of: Callable[[str, bytes], Form | None]) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.files: dict[str, bytes] = {name: archive.read(name) for name in archive.namelist()}
        self.forms = {name: form_of(name, part) for name, part in self.files.items()}

    def changed(self, rng: random.Random) -> Changed:
        parts: dict[str, bytes | str] = dict(self.files)
        name = rng.choice(list(parts))
        form = self.forms[name]
        match rng.randrange(10):
            case 0:
                del parts[name]
            case 1:
                parts[rng.choice(list(parts))] = self.files[name]
            case 2 | 3:
                parts[name] = damage.damaged(self.files[name], list(self.files.values()), rng)
            case _ if form:
                parts[name] = form.changed(rng).content
        return Changed(make.zipped(parts))

    def parts(self) -> list[Form]:
        return []

    def unchanged(self) -> bytes:
        parts: dict[str, bytes | str] = dict(self.files)
        return make.zipped(parts)


class PackageForm:
    """A package of two files, each changed or damaged, sometimes in a zip of their own or beside accompanying texts."""

    count = 0

    def __init__(self, forms: Sequence[tuple[str, Form]]) -> None:
        self.forms = forms

    def changed(self, rng: random.Random) -> Changed:
        parts: dict[str, bytes | str] = {}
        for index, (name, form) in enumerate(rng.sample(list(self.forms), 2)):
            content = form.changed(rng).content
            parts[f"{index}{name}"] = (
                damage.damaged(content, [content], rng) if rng.random() < 0.3 else content
            )
        if rng.random() < 0.3:
            parts = {"inner.zip": make.zipped(parts)}
        if rng.random() < 0.2:
            parts["readme.txt"] = "made"
        return Changed(make.zipped(parts))

    def parts(self) -> list[Form]:
        return []

    def unchanged(self) -> bytes:
        return make.zipped(
            {f"{index}{name}": form.unchanged() for index, (name, form) in enumerate(self.forms)}
        )


def xml_part(name: str, content: bytes) -> Form | None:
    return XmlForm(content) if name.endswith((".xml", ".rels")) else None


_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _relations(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def _workbook(name: str, rows: Rows) -> bytes:
    sheets = f'<sheet name="{escape(name)}" sheetId="1" r:id="rId1"/>'
    return make.zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(map(_row, rows))}</sheetData></worksheet>'
            ),
        }
    )


def _row(row: list[str]) -> str:
    cells = (f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' for cell in row)
    return f"<row>{''.join(cells)}</row>"
