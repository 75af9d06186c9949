"""One folder for each kind of file. To add one: a folder with reader.py, README.md and samples, and a line here."""

from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.sources.base import HEAD_SIZE, Table
from onestop.ingest.sources.docdb_statistics.reader import SOURCE as DOCDB_STATISTICS
from onestop.ingest.sources.epo_docdb.reader import SOURCE as EPO_DOCDB
from onestop.ingest.sources.epo_ops.reader import SOURCE as EPO_OPS
from onestop.ingest.sources.gazette_html.reader import SOURCE as GAZETTE_HTML
from onestop.ingest.sources.gazette_json.reader import SOURCE as GAZETTE_JSON
from onestop.ingest.sources.labelled_texts.reader import SOURCE as LABELLED_TEXTS
from onestop.ingest.sources.legal_status.reader import SOURCE as LEGAL_STATUS
from onestop.ingest.sources.lens_json.reader import SOURCE as LENS_JSON
from onestop.ingest.sources.name_list.reader import SOURCE as NAME_LIST
from onestop.ingest.sources.office_xml.reader import SOURCE as OFFICE_XML
from onestop.ingest.sources.query_service.reader import SOURCE as QUERY_SERVICE
from onestop.ingest.sources.spreadsheet.reader import SOURCE as SPREADSHEET
from onestop.ingest.sources.taiwan_graph.reader import SOURCE as TAIWAN_GRAPH
from onestop.ingest.sources.trademark_register.reader import SOURCE as TRADEMARK_REGISTER
from onestop.ingest.sources.trademark_st66.reader import SOURCE as TRADEMARK_ST66
from onestop.ingest.sources.trademark_st96.reader import SOURCE as TRADEMARK_ST96
from onestop.ingest.sources.unknown import what_it_is
from onestop.ingest.sources.uspto_xml.reader import SOURCE as USPTO_XML

SOURCES = (
    OFFICE_XML,
    LEGAL_STATUS,
    EPO_DOCDB,
    EPO_OPS,
    USPTO_XML,
    DOCDB_STATISTICS,
    TRADEMARK_ST66,
    TRADEMARK_ST96,
    GAZETTE_HTML,
    QUERY_SERVICE,
    GAZETTE_JSON,
    LENS_JSON,
    TRADEMARK_REGISTER,
    LABELLED_TEXTS,
    TAIWAN_GRAPH,
    NAME_LIST,
    SPREADSHEET,
)


def open_table(path: Path, mapping: Mapping[str, str]) -> Table:
    """Recognise the file by its content, whatever its name says. Raises UserError where no source does."""
    head = _head(path)
    if not head:
        raise UserError("ingest.empty_file", _("文件是空的（0 字节）。"), _("请重新导出或重新下载。"))
    source = next((each for each in SOURCES if each.recognises(head)), None)
    if source is None or source is SPREADSHEET:
        _refuse_unknown(path, head, source is None)
    assert source
    return source.open(path, mapping)


def _refuse_unknown(path: Path, head: bytes, is_unknown: bool) -> None:
    """What starts like no table, or is known to be something else, is named with all that was looked for."""
    kind = what_it_is(path, head)
    if kind or is_unknown:
        raise UserError(
            "ingest.unknown_file",
            _("认不出这是什么文件（%(kind)s）。") % {"kind": kind or _("开头是 %s") % head[:8].hex(" ")},
            _("可以导入的是：%(kinds)s。") % {"kinds": "；".join(str(each.looks_for) for each in SOURCES)},
        )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD_SIZE)
    except OSError as error:
        raise UserError(
            "ingest.unreadable",
            _("打不开文件：%(reason)s。") % {"reason": error.strerror},
            _("请检查路径，并确认当前用户有读取权限。"),
        ) from error
