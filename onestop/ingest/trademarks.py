"""From a row to a record of a trademark in one class."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PureWindowsPath
from typing import Any

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.ingest import goods
from onestop.ingest.findings import of_error, rejected
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.records.models import MarkKind, MarkUse, Trademark, TrademarkEvent
from onestop.records.registers.records import GoodsItem, TrademarkEventRecord, TrademarkRecord
from onestop.records.values import dates, nice, trademark_number
from onestop.reference.addresses import region_of_address

CHINA = "CN"
_SPACE = re.compile(r"\s+")
_OFFICE = re.compile("[A-Z]{2}")
_HAS_CJK = re.compile("[\u4e00-\u9fff]")
_PERIOD = re.compile(r"\s*(?:至|到|~|～|—+|–|--|\s-\s|\bto\b)\s*")
_ISSUE = re.compile(r"第?\s*([0-9]{1,6})\s*期?")
_STEPS = re.compile(r"[;；|｜\r\n]+")
_DAY = re.compile(
    r"[12][0-9]{3}\s*[-./年]\s*[0-9]{1,2}\s*[-./月]\s*[0-9]{1,2}\s*日?|(?<![0-9])[12][0-9]{7}(?![0-9])"
)
_YES = ("是", "1", "true", "yes", "y")
_KIND_WORDS = (
    (MarkKind.COMBINED, ("图文", "组合商标", "combined", "文字及图", "文字图形")),
    (MarkKind.THREE_DIMENSIONAL, ("立体", "三维", "3-d", "3d", "three")),
    (MarkKind.COLOUR, ("颜色", "colour", "color")),
    (MarkKind.SOUND, ("声音", "sound")),
    (MarkKind.MOTION, ("动态", "motion")),
    (MarkKind.FIGURATIVE, ("图形", "figurative", "design", "图像")),
    (MarkKind.WORD, ("文字", "word", "typeset", "字母", "数字", "standard character")),
)
_USE_WORDS = (
    (MarkUse.COLLECTIVE, ("集体", "collective")),
    (MarkUse.CERTIFICATION, ("证明", "certification")),
    (MarkUse.ORDINARY, ("一般", "普通", "trademark", "trade mark", "service mark", "商品商标", "服务商标", "individual", "特殊")),
)  # fmt: skip


def trademark(row: Row, region: str) -> TrademarkRecord:
    """`region` is for records without an address."""
    office = _office(row)
    nice_class = _nice_class(row)
    address = _limited(row, "address")
    term_from, term_to = _term(row)
    record = TrademarkRecord(
        number=_number(row, office),
        nice_class=nice_class,
        office=office,
        registration_number=row.value("registration_number", trademark_number.clean_foreign, ""),
        mark=_limited(row, "mark"),
        mark_kind=_kind(row),
        mark_use=_use(row),
        applicants=_applicants(row),
        applicant_foreign=_limited(row, "applicant_foreign"),
        address=address,
        region=_region(row, address, office, region),
        agent=_limited(row, "agent"),
        goods=_goods(row, nice_class),
        filed_on=_day(row, "filed_on"),
        preliminary_on=_day(row, "preliminary_on"),
        preliminary_issue=row.value("preliminary_issue", _issue, ""),
        registered_on=_day(row, "registered_on"),
        registration_issue=row.value("registration_issue", _issue, ""),
        term_from=term_from,
        term_to=term_to,
        status_text=_limited(row, "status_text"),
        status_as_of=_day(row, "status_as_of"),
        picture_file=_file_name(row),
        events=_events(row),
    )
    return _in_order(row, record)


def _office(row: Row) -> str:
    text = row.text("office").upper()
    if text and not _OFFICE.fullmatch(text):
        message = _("“%(text)s”不是两个字母的局代码。") % {"text": text[:20]}
        raise rejected("trademark.office", message, _("中国商标请留空或写 CN。"), *row.column("office"))
    return text or CHINA


def _number(row: Row, office: str) -> str:
    clean = trademark_number.clean if office == CHINA else trademark_number.clean_foreign
    try:
        return clean(row.text("number"))
    except UserError as error:
        raise rejected(error.code, error.message, error.hint, *row.column("number")) from error


def _nice_class(row: Row) -> int:
    """One row, one class: number and class together are the key."""
    found, notes = nice.parse_many(row.text("nice_class"))
    if len(found) == 1 and not notes:
        return found[0]
    message = (
        _("一行里有几个国际分类（%s），不知商品各属于哪一类。") % row.text("nice_class")[:40]
        if len(found) > 1
        else "；".join(notes) or _("这一行没有国际分类。")
    )
    raise rejected(
        "trademark.nice_class", message, _("同一号码的每个类别请各占一行。"), *row.column("nice_class")
    )


def _limited(row: Row, field: str) -> str:
    """Of one line, and as long as its column holds."""
    return row.value(field, lambda text: _one_line(field, text), "")


def _one_line(field: str, text: str) -> str:
    line, limit = _SPACE.sub(" ", text).strip(), _limit(Trademark, field)
    if len(line) > limit:
        raise UserError(
            "trademark.too_long",
            _("内容长达 %(count)s 个字符，最多 %(limit)s 个。") % {"count": len(line), "limit": limit},
            _("多半是其他列的内容，请核对。"),
        )
    return line


def _file_name(row: Row) -> str:
    """Without the folders that it had elsewhere."""
    return PureWindowsPath(_limited(row, "picture_file")).name


def _limit(model: type[Trademark | TrademarkEvent], field: str) -> int:
    return int(getattr(model._meta.get_field(field), "max_length", 0) or 0)


def _applicants(row: Row) -> tuple[str, ...]:
    """The first is the one that the office writes to."""
    found = tuple(dict.fromkeys((*row.names("applicants"), *row.names("co_applicants"))))
    if len(found) == 1 and row.text("is_common").lower() in _YES:
        message = _("来源说是共有商标，但只列出一个申请人。")
        row.add(RowOutcome.NOTED, "trademark.co_owners_missing", message, "", *row.column("is_common"))
    return found


def _kind(row: Row) -> MarkKind:
    """Registers print it under two names, and one of them also holds the use; what is told there is no kind."""
    found = _word(row, _KIND_WORDS, "mark_kind") or _word(row, _KIND_WORDS, "mark_use")
    if not found and row.text("mark_kind") and not _word(row, _USE_WORDS, "mark_kind"):
        _drop_word(row, "mark_kind")
    return found or MarkKind.UNKNOWN


def _use(row: Row) -> MarkUse:
    found = _word(row, _USE_WORDS, "mark_use") or _word(row, _USE_WORDS, "mark_kind")
    if not found and row.text("mark_use") and not _word(row, _KIND_WORDS, "mark_use"):
        _drop_word(row, "mark_use")
    return found or MarkUse.ORDINARY


def _word(row: Row, words: tuple[tuple[Any, tuple[str, ...]], ...], field: str) -> Any:
    text = fold(row.text(field))
    return next((value for value, spellings in words if any(each in text for each in spellings)), None)


def _drop_word(row: Row, field: str) -> None:
    message = _("不认识的商标类型“%s”，没有采用。") % row.text(field)[:40]
    row.add(RowOutcome.DROPPED, "trademark.unknown_kind", message, "", *row.column(field))


def _region(row: Row, address: str, office: str, region: str) -> str:
    if office != CHINA:
        return ""
    if not address:
        return region
    code = region_of_address(address)
    if not code and _HAS_CJK.search(address):
        message = _("从地址看不出属于哪个行政区划。")
        advice = _("不影响检索，但不计入任何地区。")
        row.add(RowOutcome.NOTED, "address.no_region", message, advice, *row.column("address"))
    return code


def _goods(row: Row, nice_class: int) -> tuple[GoodsItem, ...]:
    none: tuple[str, ...] = ()
    groups = row.value("groups", _groups, none)
    items = goods.with_groups(goods.parse(row.text("goods")), groups)
    strange = sorted({each.group for each in items if each.group and nice.class_of(each.group) != nice_class})
    if strange:
        message = _("类似群 %(groups)s 不属于第 %(class)s 类，没有采用。") % {
            "groups": "、".join(strange),
            "class": nice_class,
        }
        columns = row.column("goods") + row.column("groups")
        row.add(RowOutcome.DROPPED, "trademark.foreign_group", message, _("请与商标注册簿核对。"), *columns)
    kept = (GoodsItem(each.name, "" if each.group in strange else each.group) for each in items)
    return tuple(dict.fromkeys(each for each in kept if each.name or each.group))


def _groups(text: str) -> tuple[str, ...]:
    pieces = re.split(r"[^0-9]+", fold(text).strip())
    return tuple(dict.fromkeys(nice.clean_group(each) for each in pieces if each))


def _day(row: Row, field: str, *, ahead: bool = False) -> date | None:
    """Trademarks are older than the Patent Law."""
    return row.day(field, ahead=ahead, earliest=dates.EARLIEST)


def _term(row: Row) -> tuple[date | None, date | None]:
    """Two columns, or one: 2015年01月01日 至 2025年12月31日."""
    pair = row.value("term", _pair, None)
    first, last = pair or (None, None)
    return _day(row, "term_from") or first, _day(row, "term_to", ahead=True) or last


def _pair(text: str) -> tuple[date, date] | None:
    pieces = [piece for piece in _PERIOD.split(text.strip()) if piece]
    if len(pieces) != 2:
        raise UserError(
            "trademark.term",
            _("“%s”不是起止日期。") % text[:40],
            _("请写成“2015年01月01日 至 2024年12月31日”。"),
        )
    first, last = (dates.clean(piece, min_date=dates.EARLIEST) for piece in pieces)
    return first, last


def _issue(text: str) -> str:
    match = _ISSUE.fullmatch(fold(text).strip())
    if match is None:
        raise UserError("trademark.issue", _("“%s”不是公告期号。") % text[:40], _("期号是数字，例如 1423。"))
    return str(int(match[1]))


def _events(row: Row) -> tuple[TrademarkEventRecord, ...]:
    found: dict[tuple[str, date], TrademarkEventRecord] = {}
    for name, day, code in _steps(row.text("events")):
        try:
            event = _event(name, day, code)
        except UserError as error:
            row.findings.append(of_error(RowOutcome.DROPPED, error, *row.column("events")))
        else:
            found.setdefault((event.name, event.effective_on), event)
    return tuple(found.values())


def _event(name: str, day: str, code: str) -> TrademarkEventRecord:
    name, code = goods.one_line(name).strip(" -—:："), goods.one_line(code)
    if not name or not day or len(name) > _limit(TrademarkEvent, "name"):
        message = _("流程“%s”没有名称或日期，或者名称过长。") % f"{name} {day}".strip()[:40]
        raise UserError("trademark.step", message, _("请写成“2015-01-21 注册公告”，多步用分号隔开。"))
    effective_on = dates.clean(day, min_date=dates.EARLIEST, max_date=clock.today())
    return TrademarkEventRecord(name, effective_on, code[: _limit(TrademarkEvent, "code")])


def _steps(text: str) -> Iterator[tuple[str, str, str]]:
    """(name, day, code) of JSON objects, or of pieces like 2015-01-21 注册公告; the day may stand behind too."""
    listed = goods.json_list(text)
    if listed is not None:
        yield from (_of_mapping(each) for each in listed if isinstance(each, dict))
        return
    for piece in filter(str.strip, _STEPS.split(text)):
        day = _DAY.search(piece)
        yield (piece[: day.start()] + piece[day.end() :], day[0], "") if day else (piece, "", "")


def _of_mapping(step: Mapping[str, Any]) -> tuple[str, str, str]:
    def said(*keys: str) -> str:
        return next((str(step[key]) for key in keys if step.get(key)), "")

    return said("name", "flowname", "流程", "名称"), said("date", "flowdate", "日期"), said("code")


def _in_order(row: Row, record: TrademarkRecord) -> TrademarkRecord:
    """A term that ends before it begins is none; other days out of order are only said."""
    begins = record.term_from or record.registered_on
    if begins and record.term_to and record.term_to < begins:
        message = _("专用权截止日 %(to)s 早于起始日 %(from)s，没有采用。") % {
            "to": record.term_to,
            "from": begins,
        }
        row.add(
            RowOutcome.DROPPED,
            "trademark.term_backwards",
            message,
            "",
            *row.column("term"),
            *row.column("term_to"),
        )
        record = replace(record, term_to=None)
    days = [each for each in (record.filed_on, record.preliminary_on, record.registered_on) if each]
    if days != sorted(days):
        message = _("申请、初审公告、注册公告的日期前后颠倒。")
        row.add(
            RowOutcome.NOTED, "date.out_of_order", message, _("请与商标注册簿核对。"), *row.column("filed_on")
        )
    return record
