"""The hits of a search as a file, in the order shown: for people, for spreadsheets, for programs.

A file holds all hits or is refused: one that silently ends after some of them would be counted as complete.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.exports.base import Export
from onestop.portal.exports.citations import bibtex, ris
from onestop.portal.exports.programs import data
from onestop.portal.exports.reports import report
from onestop.portal.exports.tables import table, workbook
from onestop.portal.pages import read_search
from onestop.records.search import first_keys

# The patent office gives out its bulk data on the condition that they are not passed on, whole or in part (its
# data service agreement): search results may be, bulk may not. Ten thousand is a district's year several times
# over and far from the whole of a city.
MAX_HITS = 10_000


def export(request: HttpRequest) -> HttpResponseBase:
    """The view. Raises UserError for an unknown format, a query that cannot be understood, too many hits."""
    respond = _FORMATS.get(request.GET.get("format", ""))
    if respond is None:
        raise UserError(
            "export.unknown_format", _("没有这种导出格式"), _("可用的格式：%s") % "、".join(_FORMATS)
        )
    return respond(_prepare(request))


def _prepare(request: HttpRequest) -> Export:
    search = read_search(request.GET)
    total, keys = first_keys(search, MAX_HITS)
    if total > MAX_HITS:
        raise UserError(
            "export.too_many",
            _("检索到 %(total)d 条，一次最多导出 %(most)d 条") % {"total": total, "most": MAX_HITS},
            _(
                "国家知识产权局的数据可以展示检索结果，不可以整批转给他人，所以有这个上限；请按申请年、专利类型或地区筛选后分次导出"
            ),
        )
    return Export(search, keys, request.build_absolute_uri, translation.get_language())


_FORMATS: dict[str, Callable[[Export], HttpResponseBase]] = {
    "xlsx": workbook,
    "csv": table,
    "docx": report,
    "ris": ris,
    "bib": bibtex,
    "json": data,
}
