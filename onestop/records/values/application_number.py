"""Chinese patent application numbers (ZC 0006), which after ZL are the patent numbers too.

Filed from October 2003: year (4), type (1), serial (7). Before that: year (2), type (1), serial (5).
Type: 1 invention, 2 utility model, 3 design; 8 and 9 an invention and a utility model that came by the PCT.
Then the check digit: weights 2 to 9, then 2 to 5, over the digits; their sum modulo 11; ten is written X.
It was printed from 1989 on and is computed for the numbers before as well.

All weights differ from 0, and those of neighbours from each other, modulo 11. So the check finds every
wrong digit and every exchange of two neighbours, the check digit included. Of other exchanges it misses those
of two digits eight places apart, whose weights are equal.

Read without doubt: 8 digits are an old number without its check digit, 9 with it; 12 a new number without, 13
with it. Old numbers begin with 85 to 99 or 00 to 03, publication serials with 1, 2 or 3: 9 digits are never
both. A new number that lost a digit looks like one without check digit, unless a dot sets that off.
"""

import re
from operator import mul

from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.records.models import PatentKind
from onestop.records.values.errors import CheckDigitError, RepairableError, accepts
from onestop.records.values.folding import DOTS, HYPHENS, LOOK_ALIKES, squeezing

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_KIND_OF_TYPE = {
    "1": PatentKind.INVENTION,
    "2": PatentKind.UTILITY_MODEL,
    "3": PatentKind.DESIGN,
    "8": PatentKind.INVENTION,
    "9": PatentKind.UTILITY_MODEL,
}

_NEW = "20(?:0[3-9]|[1-9][0-9])[12389](?!0{7})[0-9]{7}"
# The PCT has been in force for China since 1994: no type 8 or 9 before.
_OLD = "(?:(?:8[5-9]|9[0-9]|0[0-3])[123]|(?:9[4-9]|0[0-3])[89])(?!0{5})[0-9]{5}"
_SHAPE = re.compile(rf"(?:CN)?(?:ZL)?({_NEW}|{_OLD})\.?([0-9X])?")
_ONLY_DIGITS = re.compile(r"[0-9]+\.?[0-9X]?")
_LENGTHS = re.compile(r"([0-9]{12}|[0-9]{8})\.?[0-9X]?")

_SQUEEZE = squeezing(drop=",，", dot=DOTS + HYPHENS)
_LABEL = re.compile(r"\A[^0-9A-Z]*[号號]:?")
_PREFIX = re.compile("(?:CN)?(?:ZL)?")
_DOT_NOT_BEFORE_CHECK_DIGIT = re.compile(r"\.(?!.$)")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)

# Asking the clock costs more than all the rest: numbers of the years before this one are not asked about.
_CLOCK_FROM_YEAR = "2026"


def clean(text: str) -> str:
    """The canonical 13 or 9 characters, with the check digit, which is computed where the text has none."""
    match = _SHAPE.fullmatch(text) or _SHAPE.fullmatch(_squeeze(text))
    if match is None:
        raise _problem(text)
    body, given = match.groups()
    if len(body) == 12 and body[:4] >= _CLOCK_FROM_YEAR and int(body[:4]) > clock.today().year:
        raise _bad_year(body[:4])
    expected = check_digit(body)
    if given not in (None, expected):
        raise _bad_check_digit(body, given, expected)
    return body + expected


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def check_digit(body: str) -> str:
    """Of the 12 or 8 digits before it."""
    remainder = sum(map(mul, _WEIGHTS, map(int, body))) % 11
    return "X" if remainder == 10 else str(remainder)


def has_check_digit(text: str) -> bool:
    """Whether this text, which `clean` accepts, brought its check digit."""
    match = _SHAPE.fullmatch(_squeeze(text))
    return match is not None and match[2] is not None


def display(number: str) -> str:
    """CN201510817712.7 of the canonical number."""
    return "CN" + dotted(number)


def dotted(number: str) -> str:
    """201510817712.7 of the canonical number."""
    return f"{number[:-1]}.{number[-1]}"


def kind_of(number: str) -> PatentKind:
    return _KIND_OF_TYPE[_type_digit(number)]


def filing_year(number: str) -> int:
    """When the office received it. A divisional application keeps the earlier filing date of its parent."""
    if _is_new(number):
        return int(number[:4])
    year = int(number[:2])
    return (1900 if year >= 85 else 2000) + year


def is_pct_national(number: str) -> bool:
    """Whether it is an international application in the Chinese national phase.

    From 1994 to 1997 such applications had type 1 or 2 and a serial that began with 8 or 9.
    """
    if _type_digit(number) in "89":
        return True
    return not _is_new(number) and "94" <= number[:2] <= "97" and number[2] in "12" and number[3] in "89"


def _is_new(number: str) -> bool:
    return len(number) == 13


def _type_digit(number: str) -> str:
    return number[4] if _is_new(number) else number[2]


def _squeeze(text: str) -> str:
    """Without label and noise; a dot stays only where it sets off the check digit."""
    squeezed = _LABEL.sub("", text.translate(_SQUEEZE), count=1)
    return _DOT_NOT_BEFORE_CHECK_DIGIT.sub("", squeezed)


def _problem(text: str) -> UserError:
    """Why this text is no application number, and what could have been meant."""
    if not text.strip():
        return UserError("application_number.empty", _("没有填写申请号。"), _("例如 CN201510817712.7。"))
    if _SCIENTIFIC.fullmatch(text.strip()):
        return UserError(
            "application_number.scientific",
            _("“%(text)s”是科学计数法，申请号的末几位已经丢失。") % {"text": text.strip()[:40]},
            _("请在表格中把申请号一列设为文本格式，再重新导出。"),
        )
    body = _PREFIX.sub("", _squeeze(text), count=1)
    return _repairable(text, body) or _bad_part(text, body)


def _repairable(text: str, body: str) -> RepairableError | None:
    shown = {"text": text.strip()[:40]}
    as_digits = body.translate(LOOK_ALIKES)
    if as_digits != body and is_valid(as_digits):
        message = _("“%(text)s”中有字母，申请号只有数字。") % shown
        return RepairableError("application_number.letters", message, dotted(clean(as_digits)))
    # A number of 2000 to 2003 that went through a numeric cell; only its check digit can vouch for the guess.
    if has_check_digit(f"0{body}") and is_valid(f"0{body}"):
        message = _("“%(text)s”开头的 0 可能被表格软件去掉了。") % shown
        return RepairableError("application_number.lost_zero", message, dotted(clean(f"0{body}")))
    return None


def _bad_part(text: str, body: str) -> UserError:
    match = _LENGTHS.fullmatch(body)
    if match is None:
        return _bad_length(text, body)
    digits = match[1]
    year, type_digit = (digits[:4], digits[4]) if len(digits) == 12 else (digits[:2], digits[2])
    if not re.fullmatch("20(?:0[3-9]|[1-9][0-9])|8[5-9]|9[0-9]|0[0-3]", year):
        return _bad_year(year)
    if set(digits[len(year) + 1 :]) == {"0"}:
        return UserError(
            "application_number.serial", _("申请号的流水号不能全为 0。"), _("请与受理通知书核对。")
        )
    return UserError(
        "application_number.type",
        _("申请号第 %(place)d 位是“%(digit)s”，不是该年份使用的种类号。")
        % {"place": len(year) + 1, "digit": type_digit},
        _("种类号：1 发明，2 实用新型，3 外观设计，8、9 为进入中国国家阶段的 PCT 申请（1994 年起）。"),
    )


def _bad_length(text: str, body: str) -> UserError:
    hint = _("2003 年 10 月以后的申请号是 12 位数字加 1 位校验位，以前的是 8 位数字加 1 位校验位。")
    shown = {"text": text.strip()[:40], "count": len(body.replace(".", "")), "expected": 9}
    if not _ONLY_DIGITS.fullmatch(body):
        return UserError("application_number.format", _("“%(text)s”不是中国专利申请号。") % shown, hint)
    if body.startswith("20"):
        shown["expected"] = 13
    message = _("“%(text)s”有 %(count)d 位，应为 %(expected)d 位（含校验位）。") % shown
    return UserError("application_number.length", message, hint)


def _bad_year(year: str) -> UserError:
    return UserError(
        "application_number.year",
        _("申请号开头的年份“%(year)s”不可能。") % {"year": year},
        _("12 位申请号的年份从 2003 到今年，8 位申请号的年份为 85—99 和 00—03。"),
    )


def _bad_check_digit(body: str, given: str, expected: str) -> CheckDigitError:
    return CheckDigitError(
        "application_number.check_digit",
        _("申请号 %(body)s 的校验位应为 %(expected)s，而不是 %(given)s。")
        % {"body": body, "expected": expected, "given": given},
        f"{body}.{expected}",
    )
