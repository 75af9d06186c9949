"""The searchable fields of a patent, with every code a searcher may type.

Codes follow CNIPA's own retrieval systems and their common kin; where those clash, the commoner use wins.
"""

import re

from django.utils.translation import gettext_lazy

from onestop.core.errors import UserError
from onestop.core.text import to_half_width
from onestop.records import typed
from onestop.records.full_texts import texts_of_patents
from onestop.records.models import HolderKind, PatentKind
from onestop.records.numbers import identify
from onestop.records.status import LegalStatus
from onestop.records.values import application_number, cpc, dates, ipc, locarno, publication_number
from onestop.search.schema import DocumentType, Field, FieldGroup, FieldType

_LOOKS_LIKE_DATE = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])")


_KINDS = {
    "发明": PatentKind.INVENTION,
    "实用新型": PatentKind.UTILITY_MODEL,
    "外观设计": PatentKind.DESIGN,
    "外观": PatentKind.DESIGN,
    "新型": PatentKind.UTILITY_MODEL,
    "发明专利": PatentKind.INVENTION,
    "实用新型专利": PatentKind.UTILITY_MODEL,
    "外观设计专利": PatentKind.DESIGN,
    "invention": PatentKind.INVENTION,
    "utility_model": PatentKind.UTILITY_MODEL,
    "design": PatentKind.DESIGN,
}
_STATUSES = {
    "有效": LegalStatus.IN_FORCE,
    "审中": LegalStatus.PENDING,
    "失效": LegalStatus.ENDED,
    "未知": LegalStatus.UNKNOWN,
    "有权": LegalStatus.IN_FORCE,
    "授权有效": LegalStatus.IN_FORCE,
    "维持": LegalStatus.IN_FORCE,
    "在审": LegalStatus.PENDING,
    "审查中": LegalStatus.PENDING,
    "无权": LegalStatus.ENDED,
    "终止": LegalStatus.ENDED,
    "in_force": LegalStatus.IN_FORCE,
    "pending": LegalStatus.PENDING,
    "ended": LegalStatus.ENDED,
    "unknown": LegalStatus.UNKNOWN,
}
_OWNER_KINDS = {
    "企业": HolderKind.COMPANY,
    "公司": HolderKind.COMPANY,
    "院校": HolderKind.SCHOOL,
    "高校": HolderKind.SCHOOL,
    "大学": HolderKind.SCHOOL,
    "科研院所": HolderKind.INSTITUTE,
    "医疗机构": HolderKind.HOSPITAL,
    "医院": HolderKind.HOSPITAL,
    "机关团体": HolderKind.PUBLIC_BODY,
    "个人": HolderKind.PERSON,
    "类型未知": HolderKind.UNKNOWN,
    **{kind.value: kind for kind in HolderKind},
}


def _clean_locarno(text: str) -> str:
    """A class alone (26) or with its subclass (26-05)."""
    return text if re.fullmatch("[0-3][0-9]", text) else locarno.clean(text)


def _clean_publication(text: str) -> str:
    """With its kind code it is that document, without it every document of that number."""
    try:
        return publication_number.clean(text)
    except UserError:
        return publication_number.clean_serial(text)


def _recognise(text: str) -> tuple[Field, str] | None:
    """A whole term that is an application or publication number. Eight digits that read as a day are not."""
    half = to_half_width(text)
    if sum(character.isdigit() for character in half) < 7 or _LOOKS_LIKE_DATE.fullmatch(half.strip()):
        return None
    found = identify(text)
    if found.valid and found.kind == "application":
        return APPLICATION_NUMBER, found.canonical
    if found.valid and found.kind == "publication":
        return PUBLICATION_NUMBER, found.canonical
    return None


APPLICATION_NUMBER = Field(
    "application_number",
    FieldType.KEYWORD,
    ("AN", "申请号", "专利号", "APN"),
    gettext_lazy("申请号"),
    clean=application_number.clean,
    identifies=True,
    example="AN=CN201510817712.7",
)
PUBLICATION_NUMBER = Field(
    "publication_number",
    FieldType.KEYWORD,
    ("PN", "公开号", "公告号", "公开公告号", "PNM", "授权公告号"),
    gettext_lazy("公开（公告）号"),
    clean=_clean_publication,
    identifies=True,
    example="PN=CN105334567A",
)


def _text(
    name: str, codes: tuple[str, ...], label: object, weight: float = 1.0, *, example: str, **flags: bool
) -> Field:
    return Field(name, FieldType.TEXT, codes, label, weight, example=example, **flags)  # type: ignore[arg-type]


CLAIMS = Field(
    "claims",
    FieldType.TEXT,
    ("CLM", "权利要求", "权利要求书", "CLMS", "CL"),
    gettext_lazy("权利要求"),
    0.3,
    prose=True,
    long=True,
    is_claims=True,
    readable=5_000,
    example="CLM=(锚索 同权 托盘)",
)
DESCRIPTION = Field(
    "description",
    FieldType.TEXT,
    ("DESC", "说明书", "DES", "DE"),
    gettext_lazy("说明书"),
    0.1,
    prose=True,
    long=True,
    readable=1_000,
    example='DESC="预应力锚索"',
)
FULL_TEXT = FieldGroup(
    ("FT", "全文", "ALLTXT"),
    gettext_lazy("全文：名称、摘要、权利要求、说明书"),
    ("title", "abstract", "claims", "description"),
    example="FT=锚索",
)


def _day(name: str, codes: tuple[str, ...], label: object, example: str) -> Field:
    return Field(name, FieldType.DATE, codes, label, bounds=dates.bounds, example=example)  # type: ignore[arg-type]


PATENT = DocumentType(
    "patent",
    (
        _text(
            "title",
            ("TI", "名称", "标题", "发明名称", "专利名称"),
            gettext_lazy("名称"),
            3.0,
            free_text=True,
            prose=True,
            example="TI=锚索",
        ),
        _text(
            "abstract",
            ("AB", "摘要"),
            gettext_lazy("摘要"),
            free_text=True,
            prose=True,
            example="AB=(锚索 OR 锚杆)",
        ),
        _text(
            "applicant",
            ("PA", "申请人", "专利权人", "权利人", "AP", "申请专利权人"),
            gettext_lazy("申请人（专利权人）"),
            2.0,
            free_text=True,
            facet=True,
            example="PA=大学",
        ),
        _text(
            "inventor",
            ("IN", "发明人", "设计人", "发明设计人"),
            gettext_lazy("发明人"),
            1.5,
            free_text=True,
            example="IN=李",
        ),
        CLAIMS,
        DESCRIPTION,
        _text("agency", ("AGC", "代理机构"), gettext_lazy("代理机构"), example="AGC=知识产权"),
        _text("agent", ("AGT", "代理人"), gettext_lazy("代理人"), example="AGT=王"),
        _text("address", ("ADDR", "地址", "AR"), gettext_lazy("地址"), example="ADDR=江海区"),
        APPLICATION_NUMBER,
        PUBLICATION_NUMBER,
        Field(
            "ipc",
            FieldType.KEYWORD,
            ("IPC", "分类号", "IC", "SIC"),
            gettext_lazy("IPC分类号"),
            clean=ipc.clean_query,
            example="IPC=E21D",
        ),
        Field(
            "main_ipc",
            FieldType.KEYWORD,
            ("MIPC", "主分类号", "PIC"),
            gettext_lazy("主分类号"),
            clean=ipc.clean_query,
            example="MIPC=H01M10/05",
        ),
        Field(
            "locarno",
            FieldType.KEYWORD,
            ("LOC", "洛迦诺分类", "外观分类"),
            gettext_lazy("洛迦诺分类号"),
            clean=_clean_locarno,
            example="LOC=09-05",
        ),
        Field(
            "cpc",
            FieldType.KEYWORD,
            ("CPC", "联合分类", "联合专利分类", "CPC分类号"),
            gettext_lazy("CPC分类号"),
            clean=cpc.clean_query,
            example="CPC=G06F16/35",
        ),
        Field(
            "ipc_section",
            FieldType.KEYWORD,
            ("IPCS", "部"),
            gettext_lazy("IPC部"),
            facet=True,
            clean=ipc.clean_query,
            example="IPCS=H",
        ),
        Field(
            "ipc_subclass",
            FieldType.KEYWORD,
            ("IPCSC", "小类"),
            gettext_lazy("IPC小类"),
            facet=True,
            clean=ipc.clean_query,
            example="IPCSC=H01M",
        ),
        Field(
            "kind",
            FieldType.KEYWORD,
            ("TYPE", "类型", "专利类型"),
            gettext_lazy("专利类型"),
            facet=True,
            clean=typed.choice(_KINDS, gettext_lazy("专利类型")),
            choices=tuple(_KINDS),
            example="TYPE=发明",
        ),
        Field(
            "status",
            FieldType.KEYWORD,
            ("LS", "法律状态", "状态"),
            gettext_lazy("法律状态"),
            facet=True,
            clean=typed.choice(_STATUSES, gettext_lazy("法律状态")),
            choices=tuple(_STATUSES),
            example="LS=有效",
        ),
        Field(
            "region",
            FieldType.KEYWORD,
            ("RG", "地区", "国省代码", "CO"),
            gettext_lazy("地区"),
            facet=True,
            clean=typed.region,
            example="RG=江海区",
        ),
        _day("filed_on", ("AD", "申请日"), gettext_lazy("申请日"), example="AD=[2010 TO 2015]"),
        _day("published_on", ("PD", "公开日", "公布日"), gettext_lazy("公布日"), example="PD>=2015-06"),
        _day("granted_on", ("GD", "授权日", "授权公告日"), gettext_lazy("授权公告日"), example="GD=2023"),
        _day("ends_on", ("ED", "终止日", "权利终止日"), gettext_lazy("权利终止日"), example="ED<=2023-12-31"),
        Field(
            "filed_year",
            FieldType.NUMBER,
            ("ADY", "申请年"),
            gettext_lazy("申请年"),
            facet=True,
            bounds=typed.whole_number,
            example="ADY=2015",
        ),
        Field(
            "ends_year",
            FieldType.NUMBER,
            ("EDY", "到期年", "终止年"),
            gettext_lazy("权利终止年"),
            facet=True,
            bounds=typed.whole_number,
            example="EDY=2026",
        ),
        Field(
            "owner_kind",
            FieldType.KEYWORD,
            ("OK", "权利人类型", "申请人类型"),
            gettext_lazy("权利人类型"),
            facet=True,
            clean=typed.choice(_OWNER_KINDS, gettext_lazy("权利人类型")),
            choices=tuple(_OWNER_KINDS),
            example="OK=企业",
        ),
    ),
    recognise=_recognise,
    groups=(FULL_TEXT,),
    read_texts=texts_of_patents,
)
