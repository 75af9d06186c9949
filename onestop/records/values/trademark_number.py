"""Numbers of trademarks: in China application and registration bear the same.

1 to 8 digits (`1234567`), a letter behind them where an application was divided (Implementing Regs. of the
Trademark Law art. 22: `12345678A`), a G before them for an international registration that designates China
(`G1234567`). Canonical without leading zeros. The number alone is no key: one number can stand in several classes.
"""

import re

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.values.errors import accepts
from onestop.records.values.folding import DOTS, HYPHENS, squeezing

_SQUEEZE = squeezing(drop=DOTS + HYPHENS + ",，")
_LABEL = re.compile(r"\A(?:[^0-9A-Z]*|NO|REGNO)[:：]?(?=[0-9G])")
_SHAPE = re.compile(r"(G?)0*([1-9][0-9]{0,7})([A-Z]?)")
_TAIL = re.compile(r"[号號](?:(?:注册)?商标|商標)?\Z")
_FOREIGN = re.compile(r"[0-9A-Z/]{1,20}")
_EXPLICIT = re.compile(
    r"第[0-9A-Z]{1,12}[号號](?:注册)?(?:商标|商標).*|.*(?:商标|商標)[^0-9A-Z]*[0-9A-Z]{1,12}[号號]?|G[0-9]{6,8}[A-Z]?"
)


def clean(text: str) -> str:
    match = _SHAPE.fullmatch(_core(text))
    if match is None:
        raise UserError(
            "trademark_number.format",
            _("“%(text)s”不是商标申请号或注册号。") % {"text": text.strip()[:40]},
            _(
                "商标号是 1 至 8 位数字，分割出的申请后面带一个字母；马德里国际注册号以 G 开头，例如 G1234567。"
            ),
        )
    return "".join(match.groups())


def clean_foreign(text: str) -> str:
    """Of another office: digits and capitals, nothing else is known of its numbers."""
    number = text.translate(_SQUEEZE)
    if not _FOREIGN.fullmatch(number):
        raise UserError(
            "trademark_number.foreign_format",
            _("“%(text)s”不像其他商标局的号码。") % {"text": text.strip()[:40]},
            _("请填写数字和字母，最多 20 位。"),
        )
    return number


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def is_international(number: str) -> bool:
    """By the Madrid system; the Chinese periods of opposition and term do not apply to it as they stand."""
    return number.startswith("G")


def is_explicit(text: str) -> bool:
    """Whether the writing says that it is a trademark's number: 第1234567号商标, 商标注册号 1234567, G1234567."""
    return bool(_EXPLICIT.fullmatch(text.translate(_SQUEEZE)))


def display(number: str) -> str:
    return _("第 %s 号") % number


def _core(text: str) -> str:
    return _TAIL.sub("", _LABEL.sub("", text.translate(_SQUEEZE), count=1), count=1)
