"""Lists of companies that hold a title or a certificate."""

import re
from datetime import date

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.findings import rejected
from onestop.ingest.lists.cells import (
    holder_of,
    refuse_other_rows,
    region_of,
    short,
    title_lines,
    year_in,
)
from onestop.ingest.lists.words import Entry, first_named, named, nearest_level
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.law.honours import validity_rule
from onestop.law.terms import add_years
from onestop.records.models import Honour, HonourKind, Level
from onestop.records.registers.records import HonourRecord
from onestop.records.values import dates

_DAY = re.compile(r"(?:19|20)[0-9]{2}\s*[-./年]\s*[0-9]{1,2}\s*[-./月]\s*[0-9]{1,2}\s*日?|(?:19|20)[0-9]{6}")

_DURATION = re.compile(r"([1-9一二两三四五六七八九])(?:个?年)?")
_DIGITS = str.maketrans("一二两三四五六七八九", "1223456789")


def honour(row: Row, region: str) -> HonourRecord:
    refuse_other_rows(row)
    entry, before = _entry(row)
    kind, level = HonourKind(entry["kind"]), _level(row, entry, before)
    place = region_of(row, region)
    valid_from, valid_to = _validity(row, kind, level)
    record = HonourRecord(
        kind=kind,
        level=level,
        holder=holder_of(row, place),
        certificate=short(row, Honour, "certificate"),
        batch=short(row, Honour, "batch") or _year(row),
        grade=_grade(row, kind),
        valid_from=valid_from,
        valid_to=valid_to,
        region=place,
    )
    if not valid_from:
        _note_no_day(row)
    return record


def _entry(row: Row) -> tuple[Entry, str]:
    """Of words.yaml, with what stands before its word. A column of honours says it, else the title does."""
    texts = [row.text("kind")] if row.text("kind") else [row.text("category"), *title_lines(row)]
    if found := first_named(texts, "honours", "kind"):
        return found
    raise rejected(
        "honour.which",
        _("看不出这一行是哪一种称号，或者标题里同时写了几种。"),
        _(
            "请加一列“称号”，或按称号分成几个文件，也可以在对照文件里写“kind: =高新技术企业”。可以是：%(kinds)s。"
        )
        % {"kinds": "、".join(str(label) for label in HonourKind.labels)},
        *row.column("kind"),
        *row.column("category"),
    )


def _level(row: Row, entry: Entry, before: str) -> Level:
    """By its column, by the kind of honour, by the word nearest before the honour's name: 广东省知识产权示范企业."""
    said = named(row.text("level"), "levels") or entry.get("level") or nearest_level(before)
    for line in title_lines(row) if not said else ():
        if found := first_named([line], "honours", "kind"):
            said = said or nearest_level(found[1])
    if not said:
        raise rejected(
            "honour.no_level",
            _("看不出这一称号是国家级、省级、市级还是区县级。"),
            _(
                "请加一列“级别”，或在标题里写明（例如“广东省知识产权示范企业”），也可以在对照文件里写“level: =省级”。"
            ),
            *row.column("level"),
        )
    return Level(said)


def _validity(row: Row, kind: HonourKind, level: Level) -> tuple[date | None, date | None]:
    none: tuple[date | None, date | None] = (None, None)
    years = _years(row.text("validity"))
    first, last = none if years else row.value("validity", _period, none)
    valid_from = row.day("valid_from") or first
    valid_to = row.day("valid_to", ahead=True) or last
    if years and not valid_to:
        valid_to = _end_after(row, years, valid_from)
    if valid_from and valid_to and valid_to < valid_from:
        message = _("有效期止 %(last)s 早于有效期起 %(first)s，没有采用。") % {
            "last": valid_to,
            "first": valid_from,
        }
        row.add(
            RowOutcome.DROPPED, "honour.ends_before", message, _("请核对两个日期。"), *row.column("valid_to")
        )
        valid_to = None
    if valid_from and not valid_to:
        return valid_from, _computed_end(row, kind, level, valid_from)
    return valid_from, valid_to


def _years(text: str) -> int:
    """三年, 3年, 3: how long; 0 for anything else."""
    found = _DURATION.fullmatch("".join(text.split()))
    return int(found[1].translate(_DIGITS)) if found else 0


def _end_after(row: Row, years: int, valid_from: date | None) -> date | None:
    """Its last day; nothing without the day from which the years run."""
    if valid_from:
        return add_years(valid_from, years)
    message = _("有效期写的是 %(years)s 年，却没有写从哪天起，没有采用。") % {"years": years}
    advice = _("请补上发证日期后重新导入。")
    row.add(RowOutcome.DROPPED, "honour.term_without_start", message, advice, *row.column("validity"))
    return None


def _period(text: str) -> tuple[date | None, date | None]:
    """2022-12-19至2025-12-18; a single day is the last one."""
    days = [dates.clean(each) for each in _DAY.findall(text)]
    if len(days) not in (1, 2):
        raise UserError(
            "honour.period",
            _("“%(text)s”里没有看得懂的起止日期。") % {"text": text[:40]},
            _("请写成“2022-12-19 至 2025-12-19”，或分成“发证日期”“有效期至”两列。"),
        )
    return (days[0] if len(days) == 2 else None), days[-1]


def _computed_end(row: Row, kind: HonourKind, level: Level, valid_from: date) -> date | None:
    rule = validity_rule(kind, level, valid_from)
    if rule is None:
        return None
    last = rule.last_day(valid_from)
    message = _("名单没有写有效期止，按“%(cites)s”推算到 %(day)s。") % {"cites": rule.cites, "day": last}
    advice = "" if rule.confidence == "high" else _("这一规则的依据还没有核实，请与证书核对。")
    row.add(RowOutcome.NOTED, "honour.end_computed", message, advice, *row.column("valid_from"))
    return last


def _year(row: Row) -> str:
    """Two years' lists without days must not be taken for one."""
    found = (year_in(text) for text in (row.text("year"), *title_lines(row)) if text)
    return str(next(filter(None, found), ""))


def _grade(row: Row, kind: HonourKind) -> str:
    text = short(row, Honour, "grade")
    return (named(text, "grades") or text) if kind == HonourKind.ISO_56005 else text


def _note_no_day(row: Row) -> None:
    message = _("没有发证日期或有效期起，不知道从哪天起有效。")
    advice = _("统计某一天的有效数量时无法判断；补上日期后重新导入即可。")
    row.add(RowOutcome.NOTED, "honour.no_day", message, advice, *row.column("year"))
