"""Numbers of published Chinese patent documents (ZC 0007) with their kind codes (ZC 0008).

CN, a serial, a kind code. Serial: 9 digits since 2007, 7 before, the first is the type (1 invention,
2 utility model, 3 design); documents of 1985 to 1988 carry the 8 digits of the application number.
Kind code: A publication of an application for an invention; B grant of an invention (before 1993 the
examined application), U utility model, S design; from 1993 to 2010-03 these were C, Y and D.
A digit behind it marks a correction (8 front page, 9 all) or a reprint after partial invalidity.
"""

import re

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.models import PatentKind
from onestop.records.values.errors import RepairableError, accepts
from onestop.records.values.folding import LOOK_ALIKES, SQUEEZE

_KIND_OF_LETTER = {
    "A": PatentKind.INVENTION,
    "B": PatentKind.INVENTION,
    "C": PatentKind.INVENTION,
    "U": PatentKind.UTILITY_MODEL,
    "Y": PatentKind.UTILITY_MODEL,
    "S": PatentKind.DESIGN,
    "D": PatentKind.DESIGN,
}
_KIND_OF_TYPE = {"1": PatentKind.INVENTION, "2": PatentKind.UTILITY_MODEL, "3": PatentKind.DESIGN}

_SERIAL = "[1-3][0-9]{6}(?:[0-9]{2})?|8[5-8][1-3][0-9]{5}"
_GRANT_CODES = frozenset("BCUYSD")
_SHAPE = re.compile(rf"(?:CN)?({_SERIAL})([ABCUYSD][1-9]?)?")
_LABEL = re.compile(r"\A[^0-9A-Z]*[号號]:?")
_FOREIGN = re.compile("(?!CN|ZL)[A-Z]{2}[0-9].*")
_MISREAD = re.compile("(?:CN)?([0-9OIL]+)([ABCUYSD][1-9]?)")


def clean(text: str, default_kind_code: str = "") -> str:
    """CN105334567A. A missing kind code is added only if the caller knows which document it is."""
    serial_digits, code = _split(text)
    code = code or default_kind_code
    if not code:
        raise UserError(
            "publication_number.no_kind_code",
            _("公开（公告）号“%(text)s”缺少末尾的文献种类代码。") % {"text": text.strip()},
            _("请补上字母，例如 CN105334567A（发明公布）或 CN105334567B（发明授权）。"),
        )
    if _KIND_OF_LETTER[code[0]] is not _kind_of_digits(serial_digits):
        raise UserError(
            "publication_number.kind_mismatch",
            _("公开（公告）号“%(text)s”的文献种类代码 %(code)s 与号码表示的专利类型不符。")
            % {"text": text.strip(), "code": code},
            _("1 开头的号码用 A、B、C（发明），2 开头用 U、Y（实用新型），3 开头用 S、D（外观设计）。"),
        )
    return f"CN{serial_digits}{code}"


def clean_serial(text: str) -> str:
    """CN105334567, for looking up all documents of that number; a kind code, if there is one, is left out."""
    return f"CN{_split(text)[0]}"


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def serial(number: str) -> str:
    """CN105334567 of the canonical CN105334567A: shared by the publication and the grant of an invention."""
    if number[-1] in _KIND_OF_LETTER:
        return number[:-1]
    return number[:-2] if number[-2] in _KIND_OF_LETTER else number


def kind_code(number: str) -> str:
    """A of the canonical CN105334567A."""
    return number[len(serial(number)) :]


def is_grant(number: str) -> bool:
    """By its kind code the document of a grant itself, not a correction of it (B8)."""
    return kind_code(number) in _GRANT_CODES


def kind_of(number: str) -> PatentKind:
    """Of a canonical number or its serial."""
    code = kind_code(number)
    return _KIND_OF_LETTER[code[0]] if code else _kind_of_digits(number[2:])


def _kind_of_digits(digits: str) -> PatentKind:
    return _KIND_OF_TYPE[digits[2] if len(digits) == 8 else digits[0]]


def _squeeze(text: str) -> str:
    return _LABEL.sub("", text.translate(SQUEEZE), count=1)


def _split(text: str) -> tuple[str, str]:
    match = _SHAPE.fullmatch(text) or _SHAPE.fullmatch(_squeeze(text))
    if match is None:
        raise _problem(text)
    return match[1], match[2] or ""


def _problem(text: str) -> UserError:
    squeezed = _squeeze(text)
    shown = {"text": text.strip()[:40]}
    hint = _("中国专利文献号是 CN 加 7 位或 9 位数字（1985—1988 年为 8 位）加字母，例如 CN105334567A。")
    if not squeezed:
        return UserError("publication_number.empty", _("没有填写公开（公告）号。"), hint)
    if _FOREIGN.fullmatch(squeezed):
        return UserError("publication_number.foreign", _("“%(text)s”不是中国专利文献号。") % shown, hint)
    misread = _MISREAD.fullmatch(squeezed)
    repaired = f"CN{misread[1].translate(LOOK_ALIKES)}{misread[2]}" if misread else squeezed
    if repaired.removeprefix("CN") != squeezed.removeprefix("CN") and is_valid(repaired):
        message = _("“%(text)s”的数字中有字母。") % shown
        return RepairableError("publication_number.letters", message, repaired)
    return UserError("publication_number.format", _("“%(text)s”不是公开（公告）号。") % shown, hint)
