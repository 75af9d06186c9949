"""Statistics that the EPO sends along with a DOCDB file: documents per office and kind, with first and last number."""

import csv
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core.errors import UserError
from onestop.ingest.sources.base import RawRow, Source, Subject, Table
from onestop.ingest.sources.textfile import lines

COLUMNS = {
    "delivery": ("Delivery",),
    "status": ("Status",),
    "office": ("CC",),
    "kind_code": ("KC",),
    "first_number": ("FirstPN",),
    "last_number": ("LastPN",),
    "first_published_on": ("FirstPubDate",),
    "last_published_on": ("LastPubDate",),
    "documents": ("NrOfPN",),
}
_NAMES = (
    "Delivery",
    "Status",
    "NrOfPNStatus",
    "CC",
    "KC",
    "FirstPN",
    "LastPN",
    "FirstPubDate",
    "LastPubDate",
    "NrOfPN",
)
IGNORED = ("NrOfPNStatus",)
"""The sum of all lines, which is compared with them."""
_ENCODING = "utf-8"
_START = re.compile(
    rb"\A[A-Z]{4}[0-9]{3},[0-9]{6},[\w-]{1,40},[0-9]{1,12},[0-9]{1,9}\s{1,4}Status,NrOfPNStatus,CC,KC,FirstPN"
)


def _recognises(head: bytes) -> bool:
    return bool(_START.match(head))


def _open(path: Path, mapping: Mapping[str, str]) -> Table:
    """Values stand where the format says: there is nothing to map."""
    return Table("docdb_statistics", COLUMNS, _NAMES, partial(_rows, path), IGNORED, subject=Subject.DELIVERY)


def _rows(path: Path) -> Iterator[RawRow]:
    """Raises UserError at the end of a file that has other lines than its head says."""
    try:
        reader = csv.reader(lines(path, _ENCODING))
        _kind, _week, delivery, documents, expected = next(reader)
        header = next(reader)
        number = told = 0
        for values in filter(None, reader):
            number += 1
            cells = {"Delivery": delivery, **dict(zip(header, values, strict=False))}
            told += int(cells["NrOfPN"]) if cells.get("NrOfPN", "").isdecimal() else 0
            yield RawRow(number, cells, "too_many_cells" if len(values) > len(header) else "")
    except csv.Error as error:
        raise _incomplete(str(error)) from error
    if (number, told) != (int(expected), int(documents)):
        raise _incomplete(f"{number} ≠ {expected}, {told} ≠ {documents}")


def _incomplete(reason: str) -> UserError:
    return UserError(
        "ingest.statistics_incomplete",
        _("统计文件的各行与开头所说的行数或总数不符（%s）。") % reason[:100],
        _("文件可能没有传完。请重新下载。"),
    )


SOURCE = Source(
    "docdb_statistics",
    gettext_lazy("欧洲专利局随 DOCDB 数据发送的统计 CSV（Status,NrOfPNStatus,CC,KC…）"),
    _recognises,
    _open,
)
