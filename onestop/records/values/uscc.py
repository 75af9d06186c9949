"""Unified social credit codes (GB 32100-2015): 18 characters without I, O, S, V, Z, the last one a check.

Registering authority, category, district code (6 digits), organisation code (9), check. python-stdnum
computes the check; its own format test is not used, as it wants a digit for the authority, and the standard
also has A (military), N (rural collectives) and Y (others).
"""

import re

from django.utils.translation import gettext as _
from stdnum.cn import uscc

from onestop.core.errors import UserError
from onestop.records.values.errors import RepairableError
from onestop.records.values.folding import LOOK_ALIKES, SQUEEZE

LENGTH = 18
_CHARACTER = "[0-9A-HJ-NP-RTUWXY]"
_SHAPE = re.compile(f"{_CHARACTER}{{2}}[0-9]{{6}}{_CHARACTER}{{10}}")


def clean(text: str) -> str:
    code = text.translate(SQUEEZE)
    if _is_sound(code):
        return code
    raise _problem(text, code)


def is_valid(text: str) -> bool:
    return _is_sound(text.translate(SQUEEZE))


def _is_sound(code: str) -> bool:
    return _SHAPE.fullmatch(code) is not None and uscc.calc_check_digit(code[:-1]) == code[-1]


def _problem(text: str, code: str) -> UserError:
    shown = {"text": text.strip()[:40], "count": len(code)}
    hint = _("共 18 位：登记部门和类别 2 位、行政区划 6 位、主体标识 9 位、校验码 1 位。请与营业执照核对。")
    if not code:
        return UserError("uscc.empty", _("没有填写统一社会信用代码。"), hint)
    if len(code) != LENGTH:
        return UserError(
            "uscc.length", _("“%(text)s”有 %(count)d 位，统一社会信用代码应有 18 位。") % shown, hint
        )
    repaired = code.translate(LOOK_ALIKES | {ord("L"): "L"})  # L is a character of the code, so no misread 1
    if repaired != code and _is_sound(repaired):
        message = _("“%(text)s”中有统一社会信用代码不使用的字母（I、O、S、V、Z）。") % shown
        return RepairableError("uscc.letters", message, repaired)
    if not _SHAPE.fullmatch(code):
        return UserError("uscc.format", _("“%(text)s”不是统一社会信用代码。") % shown, hint)
    return UserError("uscc.check_digit", _("统一社会信用代码“%(text)s”的校验码不符。") % shown, hint)
