"""Which number is this? For the search box, the command line and the API: any number in any format people type.

Order of the tests: what says itself that it is a trademark's (a bare number is a patent's); PCT; letters of another country; 16 to 20 characters, which only a credit code has; a kind
code at the end, or 7 or 9 digits that begin with 1, 2 or 3: a published document; else an application number.
Eight digits are an old application number (85102475), though a document of 1985 to 1988 may bear the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.values import (
    application_number,
    document_number,
    pct_number,
    publication_number,
    trademark_number,
    uscc,
)
from onestop.records.values.errors import RepairableError
from onestop.records.values.folding import SQUEEZE

_LONGEST = 60
_LABEL = re.compile(r"\A[^0-9A-Z]*[号號码碼]:?")
_FOREIGN = re.compile("(?!CN|ZL)[A-Z]{2}[0-9/]{4,}[A-Z]?[0-9]?")
_DOCUMENT = re.compile("(?:CN)?[0-9OIL]{5,11}[ABCUYSD][0-9]?|(?:CN)?[123](?:[0-9]{6}|[0-9]{8})")
_CREDIT_CODE = re.compile("[0-9A-Z]{16,20}")
_APPLICATION = re.compile("(?:CN)?(?:ZL)?(?=(?:.*[0-9]){4})[0-9OILZSX]{6,}|[0-9]+E[+]?[0-9]+")


@dataclass(frozen=True, slots=True)
class Identified:
    kind: str
    """application, publication, document (of another office), uscc, pct, trademark or unknown."""
    canonical: str = ""
    """Empty unless valid. Of a publication number without its kind code: country and digits (`serial`)."""
    display: str = ""
    valid: bool = False
    suggestion: str = ""
    """The repaired number, to be tried instead."""
    message: str = ""
    """Of a valid number what it tells, of any other what is wrong and what to do."""


def identify(text: str) -> Identified:
    code = _LABEL.sub("", text[: 4 * _LONGEST].translate(SQUEEZE), count=1)
    if len(code) > _LONGEST:
        return _unknown()
    if trademark_number.is_explicit(text[: 4 * _LONGEST]):
        return _checked("trademark", text, _trademark)
    if code.startswith("PCT"):
        return _checked("pct", text, _pct)
    if _FOREIGN.fullmatch(code):
        return _checked("document", text, _foreign)
    if _DOCUMENT.fullmatch(code):
        return _checked("publication", text, _publication)
    if _CREDIT_CODE.fullmatch(code):
        return _checked("uscc", code, _uscc)
    if _APPLICATION.fullmatch(code):
        return _checked("application", text, _application)
    return _unknown()


def _checked(kind: str, text: str, read: Callable[[str], Identified]) -> Identified:
    try:
        return read(text)
    except UserError as error:
        suggestion = error.suggestion if isinstance(error, RepairableError) else ""
        return Identified(kind, suggestion=suggestion, message=f"{error.message} {error.hint}")


def _application(text: str) -> Identified:
    number = application_number.clean(text)
    message = _("%(kind)s申请，%(year)d 年提出。") % {
        "kind": application_number.kind_of(number).label,
        "year": application_number.filing_year(number),
    }
    if not application_number.has_check_digit(text):
        message += _("校验位已补上。")
    return Identified("application", number, application_number.display(number), True, message=message)


def _publication(text: str) -> Identified:
    number = publication_number.clean_serial(text)
    try:
        number = publication_number.clean(text)
    except UserError as error:
        if error.code != "publication_number.no_kind_code":
            raise
    message = _("%(kind)s文献。") % {"kind": publication_number.kind_of(number).label}
    if not publication_number.kind_code(number):
        message += _("没有文献种类代码，指同一号码的所有文献。")
    return Identified("publication", number, number, True, message=message)


def _uscc(text: str) -> Identified:
    code = uscc.clean(text)
    return Identified("uscc", code, code, True, message=_("统一社会信用代码。"))


def _pct(text: str) -> Identified:
    number = pct_number.clean(text)
    return Identified("pct", number, number, True, message=_("国际申请。"))


def _trademark(text: str) -> Identified:
    number = trademark_number.clean(text)
    is_international = trademark_number.is_international(number)
    message = _("马德里国际注册号。") if is_international else _("商标申请号（注册号）。")
    return Identified("trademark", number, trademark_number.display(number), True, message=message)


def _foreign(text: str) -> Identified:
    number = document_number.clean(text)
    return Identified("document", number, number, True, message=_("国际公布或其他国家、地区的文献号。"))


def _unknown() -> Identified:
    return Identified(
        "unknown",
        message=_(
            "看不出是什么号码。可以输入申请号（CN201510817712.7）、专利号、公开（公告）号（CN105334567A）、"
            "国际申请号（PCT/CN2017/076240）、统一社会信用代码，或写明是商标的号码（第1234567号商标）。"
        ),
    )
