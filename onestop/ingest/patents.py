"""From a row to a record of a Chinese patent."""

import re
from datetime import date

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.documents import Documents, documents_of
from onestop.ingest.findings import of_error, rejected
from onestop.ingest.models import RowOutcome
from onestop.ingest.numbers import application_number_of, unidentified
from onestop.ingest.relations import relations_of, texts_of
from onestop.ingest.row import Row
from onestop.records.models import Patent, PatentKind
from onestop.records.types import PatentRecord
from onestop.records.values import cpc, ipc, locarno
from onestop.reference.addresses import region_of_address

MAX_TITLE = Patent._meta.get_field("title").max_length or 0
MAX_ADDRESS = Patent._meta.get_field("address").max_length or 0
_SPACE = re.compile(r"\s+")
_GOOGLE_INVENTORS = "inventor/author"
"""Where Google Patents parts them by commas, in names of any script."""
_WITHHELD = re.compile("请求不公[布开]|不公[布告开](?:姓名|发明人)|不予公[布开]")
_AGENCY_CODE = re.compile(r"\s*[0-9]{5}$")
_ABSTRACT_OPENING = re.compile("本|一种|该|公开|提供|涉及|揭示")


def patent(row: Row, region: str) -> PatentRecord:
    """`region` is for records without an address."""
    number = application_number_of(row)
    documents = documents_of(row, number)
    errors = ([("application_number", number)] if isinstance(number, UserError) else []) + [*documents.errors]
    number = "" if isinstance(number, UserError) else number
    if documents.kind is None:
        raise unidentified(row, [error for _field, error in errors])
    row.findings += [of_error(RowOutcome.DROPPED, error, *row.column(field)) for field, error in errors]
    _compare_kind(row, documents.kind)
    return _assembled(row, number, documents, documents.kind, region)


def _assembled(row: Row, number: str, documents: Documents, kind: PatentKind, region: str) -> PatentRecord:
    address = row.value("address", _address, "")
    symbols = classes_of(row, kind)
    filed_on = row.day("filed_on")
    relations = relations_of(row)
    _note_case_state(row)
    _compare_days(row, filed_on, documents)
    return PatentRecord(
        kind=kind,
        title=_title(row),
        application_number=number,
        abstract=row.text("abstract"),
        filed_on=filed_on,
        publications=documents.publications,
        applicants=row.names("applicants"),
        patentees=row.names("patentees"),
        inventors=inventors_of(row),
        agencies=_agencies(row),
        agents=row.names("agents"),
        ipc=() if kind == PatentKind.DESIGN else symbols,
        locarno=symbols if kind == PatentKind.DESIGN else (),
        address=address,
        region=_region(row, address) if address else region,
        events=documents.events,
        legal_data_to=_legal_data_to(row),
        cpc=cpc_of(row),
        pct_application=relations.pct_application,
        pct_publication=relations.pct_publication,
        national_phase_on=relations.national_phase_on,
        priorities=relations.priorities,
        citations=relations.citations,
        texts=texts_of(row, documents.publications),
    )


_NOT_ALIVE = re.compile("失效|终止|届满|放弃|无效|撤回|驳回|避免重复")


def _legal_data_to(row: Row) -> date | None:
    """The day up to which the source's legal status holds. A right that has ended, nobody knows when, has none."""
    day = row.day("legal_data_to")
    if day is None or not _NOT_ALIVE.search(row.text("legal_status")):
        return day
    message = _("法律状态写的是“%(status)s”，但来源没有说明从哪天起。") % {
        "status": row.text("legal_status")[:20]
    }
    advice = _("载入这件专利的法律状态公告后才能得知；在此之前状态为未知。")
    row.add(RowOutcome.NOTED, "status.ended_without_day", message, advice, *row.column("legal_status"))
    return None


def _title(row: Row) -> str:
    title = _SPACE.sub(" ", row.text("title"))
    if not title:
        raise rejected(
            "row.no_title", _("这一行没有名称。"), _("请补上专利名称后重新导入。"), *row.column("title")
        )
    if len(title) > MAX_TITLE:
        raise rejected(
            "row.title_too_long",
            _("名称长达 %(count)s 个字符，最多 %(limit)s 个。") % {"count": len(title), "limit": MAX_TITLE},
            _("多半是把摘要或其他内容放进了名称列，请核对。"),
            *row.column("title"),
        )
    return title


def inventors_of(row: Row) -> tuple[str, ...]:
    """Who asked not to be named (Guidelines for Examination, part I, ch. 1, 4.1.2) leaves a text in place of a name."""
    found = row.names("inventors")
    if row.column("inventors") == (_GOOGLE_INVENTORS,):
        found = tuple(name for each in found for name in each.split(", "))
    named = tuple(name for name in found if not _WITHHELD.search(name))
    if named != found:
        message = _("发明人请求不公布姓名，没有登记。")
        row.add(RowOutcome.NOTED, "inventor.withheld", message, "", *row.column("inventors"))
    return named


def _note_case_state(row: Row) -> None:
    """Words of one day without the day since when they hold: no event, and so no status, follows from them."""
    if state := row.text("case_state"):
        message = _("案件状态“%(state)s”只记录在此，没有据此推定法律状态。") % {"state": state[:100]}
        row.add(RowOutcome.NOTED, "status.text_only", message, "", *row.column("case_state"))


def _agencies(row: Row) -> tuple[str, ...]:
    """The gazette prints an agency's register number right behind its name."""
    found = row.names("agencies")
    without_code = tuple(_AGENCY_CODE.sub("", name) or name for name in found)
    if without_code != found:
        message = _("已去除代理机构名称后的机构代码。")
        row.add(RowOutcome.REPAIRED, "agency.code_removed", message, "", *row.column("agencies"))
    return without_code


def classes_of(row: Row, kind: PatentKind) -> tuple[str, ...]:
    """The main class first. Designs have Locarno classes, whatever their column is called."""
    fields = ("main_class", "classes", "locarno")
    columns = [name for field in fields for name in row.column(field)]
    text = ";".join(filter(None, map(row.text, fields)))
    parse_many = locarno.parse_many if kind == PatentKind.DESIGN else ipc.parse_many
    symbols, notes = parse_many(text)
    if notes:
        outcome = RowOutcome.REPAIRED if symbols else RowOutcome.DROPPED
        row.add(outcome, "classes.not_a_symbol", "；".join(notes), _("请与原文献核对分类号。"), *columns)
    return symbols


def cpc_of(row: Row) -> tuple[str, ...]:
    symbols, notes = cpc.parse_many(row.text("cpc"))
    if notes:
        outcome = RowOutcome.REPAIRED if symbols else RowOutcome.DROPPED
        advice = _("请与原文献核对分类号。")
        row.add(outcome, "cpc.not_a_symbol", "；".join(notes)[:1000], advice, *row.column("cpc"))
    return symbols


def _address(text: str) -> str:
    if len(text) > MAX_ADDRESS:
        raise UserError(
            "address.too_long",
            _("地址长达 %(count)s 个字符，最多 %(limit)s 个。") % {"count": len(text), "limit": MAX_ADDRESS},
            _("多半是其他列的内容，请核对。"),
        )
    return text


def _region(row: Row, address: str) -> str:
    code = region_of_address(address)
    if not code:
        message = _("从地址看不出属于哪个行政区划。")
        row.add(
            RowOutcome.NOTED,
            "address.no_region",
            message,
            _("不影响检索，但不计入任何地区。"),
            *row.column("address"),
        )
    return code


_KIND_WORDS = (
    (PatentKind.UTILITY_MODEL, "实用新型"),
    (PatentKind.DESIGN, "外观"),
    (PatentKind.INVENTION, "发明"),
)


def _compare_kind(row: Row, kind: PatentKind) -> None:
    """The number decides; a column that says otherwise hints at a shifted row."""
    said = next((each for each, word in _KIND_WORDS if word in row.text("kind")), kind)
    if said != kind:
        message = _("专利类型列写的是“%(said)s”，号码表示的是%(kind)s。") % {
            "said": row.text("kind")[:20],
            "kind": PatentKind(kind).label,
        }
        row.add(
            RowOutcome.NOTED,
            "kind.disagrees",
            message,
            _("已按号码处理，请核对是否错行。"),
            *row.column("kind"),
        )


def _compare_days(row: Row, filed_on: date | None, documents: Documents) -> None:
    """No document is older than its application; which of the two days is wrong can't be told."""
    first = min((each.effective_on for each in documents.events), default=None)
    if filed_on and first and first < filed_on:
        message = _("申请日 %(filed)s 晚于公布或授权的日子 %(first)s。") % {"filed": filed_on, "first": first}
        row.add(
            RowOutcome.NOTED, "date.out_of_order", message, _("请与原文献核对。"), *row.column("filed_on")
        )


def doubt_abstract(row: Row) -> None:
    abstract = row.text("abstract")
    if abstract and not _ABSTRACT_OPENING.match(abstract):
        message = _("摘要看来缺少开头。")
        advice = _("来源只保留了后半段；从其他来源导入同一专利时会补全。")
        row.add(RowOutcome.NOTED, "abstract.start_missing", message, advice, *row.column("abstract"))
