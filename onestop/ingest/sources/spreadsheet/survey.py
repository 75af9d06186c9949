"""What is inside an xlsx, found out before it is opened for reading.

An xlsx is a zip of XML, and the reader builds every sheet in memory as one full rectangle. So a file of five
kilobytes can ask for gigabytes: by unpacking to that much, or by one cell in the last row and column. The survey
streams through the parts with bounds. On the way it finds what the reader does not tell: formulas without a
computed value, cells that hold an error.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from django.utils.translation import gettext as _

from onestop.core.errors import UserError

MAX_PARTS = 5_000
MAX_UNPACKED = 1 << 30
MAX_RATIO = 100
"""Unpacked to packed; real workbooks reach 30. Looked at only where the file unpacks to more than RATIO_FROM."""
RATIO_FROM = 50_000_000
MAX_CELLS = 20_000_000
"""Of the rectangle from A1 to the last row and column that hold something."""
MAX_SPECIAL = 100_000
_CHUNK = 1 << 20
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


# What the standard library raises over damaged files; LookupError also for an encoding that does not exist.
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_XML_ERRORS = (expat.ExpatError, ElementTree.ParseError, LookupError, ValueError)


@dataclass
class SheetSurvey:
    """`special`: (row, column), from 0, of cells that the reader shows as empty -> what stands there."""

    special: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0


def survey(path: Path) -> dict[str, SheetSurvey]:
    """Sheet name -> what was found. Raises UserError for anything that should not be opened."""
    with _readable(path), zipfile.ZipFile(path) as archive:
        _check_size(archive)
        return {name: _survey_sheet(archive, name, part) for name, part in _sheet_parts(archive)}


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (*_ZIP_ERRORS, *_XML_ERRORS) as error:
        raise broken_workbook(str(error)) from error


def broken_workbook(reason: str) -> UserError:
    return UserError(
        "ingest.broken_workbook",
        _("工作簿不完整或已损坏，无法打开。（%(reason)s）") % {"reason": reason},
        _("文件可能没有下载完。请重新下载，或用表格软件打开后另存为 xlsx 再导入。"),
    )


def _check_size(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or len({part.filename for part in parts}) < len(parts):
        raise broken_workbook(_("部件过多或重名"))
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed):
        raise UserError(
            "ingest.zip_bomb",
            _("工作簿解压后有 %(size)s MB，是压缩时的 %(ratio)s 倍，已拒绝打开。")
            % {"size": f"{unpacked // 1_000_000:,}", "ratio": unpacked // max(packed, 1)},
            _("上限为 %(limit)s MB。真实的大表请拆成几个文件，或另存为 CSV（CSV 没有大小限制）。")
            % {"limit": f"{MAX_UNPACKED // 1_000_000:,}"},
        )


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(sheet name, part of the archive) in the order of the tabs (ECMA-376 part 1, 18.2.19 and part 2, 9.3)."""
    if "xl/workbook.xml" not in archive.namelist():
        raise not_a_workbook()
    relations = ElementTree.fromstring(_small(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314 bounded, no DTD
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    workbook = ElementTree.fromstring(_small(archive, "xl/workbook.xml"))  # noqa: S314
    found = []
    for sheet in workbook.iterfind(".//{*}sheets/{*}sheet"):
        relation = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        part = posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/")
        found.append((sheet.get("name", ""), part))
    return found


def _small(archive: zipfile.ZipFile, part: str) -> bytes:
    data = archive.read(part) if archive.getinfo(part).file_size < 10_000_000 else b""
    if not data or b"<!DOCTYPE" in data:
        raise broken_workbook(part)
    return data


def not_a_workbook() -> UserError:
    return UserError(
        "ingest.not_a_workbook",
        _("这是一个 zip 压缩包，但不是 xlsx 工作簿（里面没有 xl/workbook.xml）。"),
        _("如果是打包下载的文件，请先解压；xlsb、ods、wps 格式请用表格软件另存为 xlsx。"),
    )


def _survey_sheet(archive: zipfile.ZipFile, name: str, part: str) -> SheetSurvey:
    if part not in archive.namelist():
        raise broken_workbook(part)
    with archive.open(part) as stream:
        found = _SheetReader(name).read(stream)
    if (found.last_row + 1) * (found.last_column + 1) > MAX_CELLS:
        raise UserError(
            "ingest.sheet_too_large",
            _("工作表“%(name)s”一直用到第 %(row)s 行、第 %(column)s 列，打开它要占用过多内存。")
            % {"name": name, "row": found.last_row + 1, "column": found.last_column + 1},
            _("请删除数据之外的行列（多半是误填的单元格），或另存为 CSV 后导入。"),
        )
    return found


class _SheetReader:
    """Walks through the XML of one sheet. Only where cells are and whether they have values; the values not."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found = SheetSurvey()
        self.row = self.column = -1
        self.type = ""
        self.text: dict[str, str] = {}
        self.open = ""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype

    def read(self, stream: IO[bytes]) -> SheetSurvey:
        while chunk := stream.read(_CHUNK):
            self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)
        return self.found

    def _doctype(self, *_ignored: object) -> None:
        raise broken_workbook("DOCTYPE")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif tag in ("v", "f", "is"):
            self._take_place()
            if tag == "f" or self.type == "e" or "f" in self.text:
                self._collect(tag)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = _column_index(place[1]) if place else self.column + 1
        if place:
            self.row = int(place[2]) - 1
        self.type = attributes.get("t", "")
        self.text = {}

    def _take_place(self) -> None:
        self.found.last_row = max(self.found.last_row, self.row)
        self.found.last_column = max(self.found.last_column, self.column)

    def _collect(self, tag: str) -> None:
        self.open = tag
        self.text[tag] = ""
        self.parser.CharacterDataHandler = self._characters

    def _characters(self, data: str) -> None:
        if len(self.text[self.open]) < 10_000:
            self.text[self.open] += data

    def _end(self, tag: str) -> None:
        if self.open and tag.rpartition(":")[2] == self.open:
            self.open = ""
            self.parser.CharacterDataHandler = None
        elif self.text and tag.rpartition(":")[2] == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        value = self.text.get("v", "")
        if self.type == "e":
            self._special(value)
        elif (
            "f" in self.text and not value and self.type != "str"
        ):  # "str": computed, and the result is empty
            self._special("=" + self.text["f"])

    def _special(self, text: str) -> None:
        self.found.special[self.row, self.column] = text
        if len(self.found.special) > MAX_SPECIAL:
            raise UserError(
                "ingest.formulas_not_computed",
                _("工作表“%(name)s”有超过 %(limit)s 个单元格是没有结果的公式或错误值。")
                % {"name": self.name, "limit": f"{MAX_SPECIAL:,}"},
                _("请用表格软件打开并重新计算，把公式粘贴为值，保存后再导入。"),
            )


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
