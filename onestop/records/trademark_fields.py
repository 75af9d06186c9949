"""The searchable fields of a trademark, with every code a searcher may type."""

import re

from django.utils.translation import gettext_lazy as _

from onestop.core.errors import UserError
from onestop.core.text import to_half_width
from onestop.records import typed
from onestop.records.models import MarkKind, MarkUse
from onestop.records.trademark_status import TrademarkStatus
from onestop.records.values import dates, nice, trademark_number
from onestop.search.schema import DocumentType, Field, FieldType

_BARE_NUMBER = re.compile(r"[0-9]{7,8}[A-Z]?")
_KINDS = {
    "文字": MarkKind.WORD,
    "图形": MarkKind.FIGURATIVE,
    "图文组合": MarkKind.COMBINED,
    "组合": MarkKind.COMBINED,
    "立体": MarkKind.THREE_DIMENSIONAL,
    "三维": MarkKind.THREE_DIMENSIONAL,
    "颜色组合": MarkKind.COLOUR,
    "颜色": MarkKind.COLOUR,
    "声音": MarkKind.SOUND,
    "动态": MarkKind.MOTION,
    "未说明": MarkKind.UNKNOWN,
}
_USES = {
    "普通商标": MarkUse.ORDINARY,
    "普通": MarkUse.ORDINARY,
    "集体商标": MarkUse.COLLECTIVE,
    "集体": MarkUse.COLLECTIVE,
    "证明商标": MarkUse.CERTIFICATION,
    "证明": MarkUse.CERTIFICATION,
}
_STATUSES = {
    "申请中": TrademarkStatus.APPLIED,
    "驳回": TrademarkStatus.REFUSED,
    "驳回复审": TrademarkStatus.REFUSAL_REVIEW,
    "初审公告": TrademarkStatus.OPPOSITION_PERIOD,
    "异议期": TrademarkStatus.OPPOSITION_PERIOD,
    "初步审定": TrademarkStatus.PRELIMINARILY_APPROVED,
    "异议中": TrademarkStatus.OPPOSED,
    "已撤回": TrademarkStatus.WITHDRAWN,
    "已注册": TrademarkStatus.REGISTERED,
    "注册": TrademarkStatus.REGISTERED,
    "有效": TrademarkStatus.REGISTERED,
    "宽展期": TrademarkStatus.RENEWAL_GRACE,
    "期满未续展": TrademarkStatus.EXPIRED,
    "已撤销": TrademarkStatus.CANCELLED,
    "已宣告无效": TrademarkStatus.INVALIDATED,
    "无效": TrademarkStatus.INVALIDATED,
    "已注销": TrademarkStatus.SURRENDERED,
    "已失效": TrademarkStatus.ENDED,
    "未知": TrademarkStatus.UNKNOWN,
}


def _number(text: str) -> str:
    try:
        return trademark_number.clean(text)
    except UserError:
        return trademark_number.clean_foreign(text)


def _class(text: str) -> tuple[int, int]:
    return nice.clean(text), nice.clean(text)


def _recognise(text: str) -> tuple[Field, str] | None:
    """A whole query that says it is a number, or is as long as one; 365 is a mark."""
    bare = to_half_width(text).strip().upper()
    if not (trademark_number.is_explicit(text) or _BARE_NUMBER.fullmatch(bare)):
        return None
    return (NUMBER, trademark_number.clean(text)) if trademark_number.is_valid(text) else None


NUMBER = Field(
    "number",
    FieldType.KEYWORD,
    ("NO", "商标号", "注册号", "申请号", "RN", "AN"),
    _("申请号/注册号"),
    clean=_number,
    identifies=True,
    example="NO=90000001",
)
MARK = Field(
    "mark",
    FieldType.TEXT,
    ("TM", "商标", "商标名称", "名称", "MARK"),
    _("商标名称"),
    3.0,
    free_text=True,
    example="TM=望舒",
)
GOODS = Field("goods", FieldType.TEXT, ("GS", "商品", "商品服务"), _("商品和服务"), example="GS=充电器")
NICE_CLASS = Field(
    "nice_class",
    FieldType.NUMBER,
    ("NC", "类", "类别", "国际分类", "NICE"),
    _("国际分类"),
    facet=True,
    bounds=_class,
    example="NC=9",
)
GROUP = Field(
    "group",
    FieldType.KEYWORD,
    ("SG", "类似群", "类似群组", "群组"),
    _("类似群"),
    clean=nice.clean_group,
    example="SG=0901",
)
ROUTE = Field(
    "route",
    FieldType.KEYWORD,
    ("KEY", "近似键"),
    _("近似键"),
    example='KEY=="p:wangshu"',
)
"""Keys of `marks.keys`: where the pre-check looks for marks that may be near."""


def _day(name: str, codes: tuple[str, ...], label: object, example: str) -> Field:
    return Field(name, FieldType.DATE, codes, label, bounds=dates.bounds, example=example)  # type: ignore[arg-type]


TRADEMARK = DocumentType(
    "trademark",
    (
        MARK,
        Field("pinyin", FieldType.TEXT, ("PY", "拼音"), _("拼音"), example='PY="wang shu"'),
        Field(
            "applicant",
            FieldType.TEXT,
            ("PA", "申请人", "注册人", "权利人", "AP"),
            _("申请人"),
            2.0,
            free_text=True,
            facet=True,
            example="PA=照明",
        ),
        Field("agent", FieldType.TEXT, ("AGC", "代理机构"), _("代理机构"), example="AGC=知识产权"),
        Field("address", FieldType.TEXT, ("ADDR", "地址", "AR"), _("地址"), example="ADDR=江海区"),
        NUMBER,
        NICE_CLASS,
        GROUP,
        GOODS,
        Field(
            "kind",
            FieldType.KEYWORD,
            ("TYPE", "类型", "商标类型"),
            _("商标类型"),
            facet=True,
            clean=typed.choice({**_KINDS, **{each: each for each in MarkKind.values}}, _("商标类型")),
            example="TYPE=图形",
        ),
        Field(
            "use",
            FieldType.KEYWORD,
            ("USE", "商标用途", "集体证明"),
            _("集体或证明商标"),
            facet=True,
            clean=typed.choice({**_USES, **{each: each for each in MarkUse.values}}, _("集体或证明商标")),
            example="USE=证明商标",
        ),
        Field(
            "status",
            FieldType.KEYWORD,
            ("LS", "状态", "法律状态"),
            _("状态"),
            facet=True,
            clean=typed.choice({**_STATUSES, **{each: each for each in TrademarkStatus.values}}, _("状态")),
            example="LS=已注册",
        ),
        Field(
            "region",
            FieldType.KEYWORD,
            ("RG", "地区", "CO"),
            _("地区"),
            facet=True,
            clean=typed.region,
            example="RG=江海区",
        ),
        Field("office", FieldType.KEYWORD, ("OF", "局"), _("局"), facet=True, example="OF=CN"),
        _day("filed_on", ("AD", "申请日"), _("申请日"), "AD=[2020 TO 2024]"),
        _day("preliminary_on", ("PD", "初审公告日", "初步审定公告日"), _("初步审定公告日"), "PD>=2024"),
        _day("registered_on", ("RD", "注册日", "注册公告日"), _("注册公告日"), "RD=2023"),
        _day("term_to", ("ED", "专用权截止日", "有效期至"), _("专用权截止日"), "ED<=2027-12-31"),
        Field(
            "filed_year",
            FieldType.NUMBER,
            ("ADY", "申请年"),
            _("申请年"),
            facet=True,
            bounds=typed.whole_number,
            example="ADY=2020",
        ),
        ROUTE,
    ),
    recognise=_recognise,
)
