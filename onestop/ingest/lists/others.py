"""Awards, PCT applications, geographical indications, layout-designs and service providers."""

import re
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.ingest.findings import rejected
from onestop.ingest.lists.cells import (
    demanded,
    fitting,
    joined_names,
    name_of,
    refuse_other_rows,
    region_of,
    required,
    short,
    title_lines,
    year_in,
)
from onestop.ingest.lists.words import first_named, named, nearest_level
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.records.models import (
    Award,
    GeographicalIndication,
    InternationalApplication,
    Layout,
    Level,
    Provider,
    ProviderKind,
)
from onestop.records.registers.records import (
    AwardRecord,
    GeographicalIndicationRecord,
    InternationalRecord,
    LayoutRecord,
    ProviderRecord,
)
from onestop.records.values import application_number, dates, pct_number, uscc
from onestop.records.values.folding import DOTS, HYPHENS, squeezing
from onestop.reference import regions
from onestop.reference.names import stem

_AWARD = re.compile(
    r"(?:.*(?:届|年度|年|公布|表彰|授予|获得|获))?"
    r"([\u4e00-\u9fff]{2,12}(?:专利|科学技术|科技进步|技术发明|自然科学)(?:金|银|优秀)?奖)"
)
_SESSION = re.compile(r"第\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*届\s*中国专利")
SESSIONS = Path(__file__).parent / "award_sessions.yaml"
_LAYOUT = re.compile("BS([0-9]{7,10})")
_SQUEEZE = squeezing(drop=DOTS + HYPHENS)


def award(row: Row, region: str) -> AwardRecord:
    """`region` is not used: the patent has one."""
    refuse_other_rows(row)
    number = required(row, "number")
    name = _award_name(row)
    return AwardRecord(
        name=name,
        level=_award_level(row, name),
        year=_award_year(row),
        number=demanded(row, lambda: application_number.clean(number), "number"),
        grade=short(row, Award, "grade"),
        winner=joined_names(row, "winner"),
    )


def _award_name(row: Row) -> str:
    """In a column, or in the title: 第二十四届中国专利奖获奖名单."""
    if name := short(row, Award, "name"):
        return name
    if match := next(filter(None, map(_AWARD.match, title_lines(row))), None):
        return match[1]
    raise rejected(
        "award.no_name",
        _("看不出这是什么奖。"),
        _(
            "请加一列“奖项”，或在标题里写明，例如“第二十四届中国专利奖”，也可以在对照文件里写“name: =中国专利奖”。"
        ),
    )


def _award_level(row: Row, name: str) -> Level:
    if said := named(row.text("level"), "levels"):
        return Level(said)
    if found := first_named([name], "awards", "level"):
        return Level(found[0]["level"])
    if any(name.startswith(stem(each.name)) and "市" not in name for each in regions.children("")):
        return Level.PROVINCIAL
    if said := nearest_level(name):
        return Level(said)
    raise rejected(
        "award.no_level",
        _("看不出“%(name)s”是哪一级的奖。") % {"name": name[:40]},
        _("请加一列“级别”，或在对照文件里写“level: =省级”。"),
        *row.column("name"),
    )


def _award_year(row: Row) -> int:
    said = [row.text("year"), *title_lines(row)]
    if year := next(filter(None, map(year_in, said)), None):
        return year
    if year := next(filter(None, (_year_of_session(text) for text in (row.text("name"), *said))), None):
        message = _("名单只写了届次，按授奖决定的年份推算为 %(year)s 年。") % {"year": year}
        row.add(RowOutcome.NOTED, "award.year_of_session", message, _("请与授奖决定核对。"))
        return year
    raise rejected(
        "row.no_year",
        _("看不出是哪一年的。"),
        _("请加一列“年度”，或在标题里写明年份。"),
        *row.column("year"),
    )


def _year_of_session(text: str) -> int | None:
    """Of 中国专利奖 alone: 第二十四届 -> 2023."""
    found = _SESSION.search(fold(text))
    return _sessions().get(_number(found[1])) if found else None


def _number(text: str) -> int:
    """24, 二十四, 十五."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    digits = "零一二三四五六七八九"
    return 10 * (max(digits.find(tens), 1) if ten else 0) + max(digits.find(ones), 0) if ones or ten else 0


@cache
def _sessions() -> dict[int, int]:
    found: dict[int, int] = yaml.safe_load(SESSIONS.read_text(encoding="utf-8"))
    return found


def international(row: Row, region: str) -> InternationalRecord:
    refuse_other_rows(row)
    number = required(row, "pct_number", "number")
    required(row, "applicant")
    required(row, "filed_on")
    filed_on = row.day("filed_on")
    if filed_on is None:  # the row's findings say why
        raise rejected(
            "row.no_filed_on", _("国际申请日不能用。"), _("请改正日期后重新导入。"), *row.column("filed_on")
        )
    return InternationalRecord(
        number=demanded(row, lambda: pct_number.clean(number), "pct_number", "number"),
        title=fitting(row, InternationalApplication, "title"),
        applicant=joined_names(row, "applicant") or name_of(row, "applicant"),
        filed_on=filed_on,
        region=region_of(row, region),
    )


def geographical_indication(row: Row, region: str) -> GeographicalIndicationRecord:
    refuse_other_rows(row)
    name = fitting(row, GeographicalIndication, "name", "gi_name", "name")
    found = first_named((row.text("sort"), *title_lines(row)), "geographical_indications", "sort")
    if found is None:
        raise rejected(
            "geographical_indication.which",
            _("看不出是地理标志产品、商标还是农产品地理标志。"),
            _("请加一列“保护方式”，或在标题里写明，也可以在对照文件里写“sort: =产品”。"),
            *row.column("sort"),
        )
    return GeographicalIndicationRecord(
        name=name,
        sort=found[0]["sort"],
        number=short(row, GeographicalIndication, "number"),
        holder_name=short(row, GeographicalIndication, "holder_name"),
        products=short(row, GeographicalIndication, "products"),
        protected_on=row.day("protected_on"),
        region=region_of(row, region),
    )


def layout(row: Row, region: str) -> LayoutRecord:
    refuse_other_rows(row)
    number = required(row, "layout_number", "number")
    return LayoutRecord(
        number=demanded(row, lambda: layout_number(number), "layout_number", "number"),
        title=fitting(row, Layout, "title"),
        holder_name=joined_names(row, "holder_name"),
        filed_on=row.day("filed_on"),
        first_used_on=row.day("first_used_on"),
        announced_on=row.day("announced_on"),
        region=region_of(row, region),
    )


def layout_number(text: str) -> str:
    """BS.225500012 in any writing."""
    match = _LAYOUT.fullmatch(text.translate(_SQUEEZE))
    if match is None:
        raise UserError(
            "layout.number",
            _("“%(text)s”不是布图设计登记号。") % {"text": text.strip()[:40]},
            _("登记号的格式是 BS.225500012。"),
        )
    return f"BS.{match[1]}"


def provider(row: Row, region: str) -> ProviderRecord:
    refuse_other_rows(row)
    name = name_of(row, "name")
    found = first_named((row.text("kind"), name, *title_lines(row)), "providers", "kind")
    if found is None:
        raise rejected(
            "provider.which",
            _("看不出“%(name)s”是哪一类服务机构。") % {"name": name[:40]},
            _("请加一列“机构类型”，或在对照文件里写“kind: =专利代理机构”。可以是：%(kinds)s。")
            % {"kinds": "、".join(str(label) for label in ProviderKind.labels)},
            *row.column("kind"),
        )
    return ProviderRecord(
        kind=ProviderKind(found[0]["kind"]),
        name=name,
        uscc=row.value("uscc", uscc.clean, ""),
        licence=short(row, Provider, "licence"),
        address=short(row, Provider, "address"),
        region=region_of(row, region),
        phone=short(row, Provider, "phone"),
        services=short(row, Provider, "services"),
        established_on=row.value(
            "established_on", lambda text: dates.clean(text, min_date=dates.EARLIEST), None
        ),
    )
