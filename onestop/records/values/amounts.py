"""Amounts of money in yuan: 300万元, 1,234.5, 1亿2000万, 人民币叁佰万元整, 壹仟元伍角.

A number without 元 and without 万 or 亿 is in the unit of its column. Other currencies, negative amounts, ranges and
"about" are refused: what such a figure is worth in yuan is not for this platform to guess.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.records.values.errors import accepts
from onestop.records.values.folding import INVISIBLE, SPACES

MAX_AMOUNT = Decimal("99999999999999.99")
"""What the database holds: sixteen digits, two of them fen."""
_FEN = Decimal("0.01")
_LONGEST = 60

_DROPPED = dict.fromkeys(map(ord, SPACES + INVISIBLE), None)
_CURRENCY = re.compile(r"\A(?:人民币|cny|rmb|[¥:])+|(?:人民币|cny|rmb)\Z")
_SCALES = {
    "": Decimal(1),
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "十亿": Decimal(1_000_000_000),
    "百亿": Decimal(10_000_000_000),
    "千亿": Decimal(100_000_000_000),
    "万亿": Decimal(1_000_000_000_000),
}
_SCALE = "|".join(sorted(filter(None, _SCALES), key=len, reverse=True))
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_PARTS = re.compile(rf"({_NUMBER})({_SCALE})?")
_WRITTEN = re.compile(rf"((?:{_NUMBER}(?:{_SCALE}))*(?:{_NUMBER})?)([元圆])?[整正]?")

_UNIT = re.compile(rf"({_SCALE})?[元圆]")

# Written out, as on cheques; the writing of daily life (三百万元) counts as well.
_DIGITS = {character: value for value, pair in enumerate(("零", "一壹", "二贰两", "三叁参", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")) for character in pair}  # fmt: skip
_DIGIT = f"[{''.join(_DIGITS)}]"
_PLAIN = str.maketrans("仟佰拾〇", "千百十零")
_SECTION = f"零?(?:{_DIGIT}千)?零?(?:{_DIGIT}百)?零?(?:{_DIGIT}?十)?零?{_DIGIT}?"
_IN_WORDS = re.compile(
    f"(?=.)(?:({_SECTION})亿)?(?:({_SECTION})万)?({_SECTION})"
    f"(?:([元圆])(?:({_DIGIT})角)?零?(?:({_DIGIT})分)?)?[整正]?"
)
_PLACE = re.compile(f"({_DIGIT}?)([千百十]?)")


def clean(text: str, unit: Decimal = Decimal(1)) -> Decimal:
    """The amount in yuan, to the fen. `unit`: what a bare number counts, as `unit_of` the column tells."""
    written = _CURRENCY.sub("", fold(text.translate(_DROPPED)))[: _LONGEST + 1]
    amount = None
    if len(written) <= _LONGEST:
        amount = _from_digits(written, unit)
        amount = _from_words(written, unit) if amount is None else amount
    if amount is None:
        raise _problem("amount.format", _("“%(text)s”不是金额。"), text)
    if amount > MAX_AMOUNT:
        raise _problem("amount.too_large", _("金额“%(text)s”大得不可能。"), text)
    return amount.quantize(_FEN, ROUND_HALF_UP)


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def unit_of(header: str) -> Decimal:
    """How many yuan one is in a column called so: 质押金额（万元） -> 10000. Yuan where it does not say."""
    found = _UNIT.search(fold(header.translate(_DROPPED)))
    return _SCALES[found[1] or ""] if found else Decimal(1)


def _from_digits(text: str, unit: Decimal) -> Decimal | None:
    """1亿2000万: every part but the last one has its scale."""
    match = _WRITTEN.fullmatch(text)
    if match is None or not match[1]:
        return None
    parts = _PARTS.findall(match[1])
    scales = [_SCALES[scale] for _number, scale in parts]
    if any(scale <= after for scale, after in pairwise(scales)):
        return None
    if scales[-1] == 1 and not match[2]:  # 300; but 1亿5 means something else to everybody
        return Decimal(parts[0][0].replace(",", "")) * unit if len(parts) == 1 else None
    return sum(
        (
            Decimal(number.replace(",", "")) * scale
            for (number, _scale), scale in zip(parts, scales, strict=True)
        ),
        Decimal(0),
    )


def _from_words(text: str, unit: Decimal) -> Decimal | None:
    match = _IN_WORDS.fullmatch(text.translate(_PLAIN))
    if match is None or not any(match.groups()[:3]):
        return None
    hundred_millions, ten_thousands, rest, yuan, jiao, fen = match.groups(default="")
    has_scale = bool(hundred_millions or ten_thousands)
    if has_scale and not yuan and rest in _DIGITS:  # 三万五
        return None
    total = Decimal(_section(hundred_millions) * 10**8 + _section(ten_thousands) * 10**4 + _section(rest))
    if not (yuan or has_scale):
        return total * unit
    return total + Decimal(_DIGITS.get(jiao, 0) * 10 + _DIGITS.get(fen, 0)) / 100


def _section(text: str) -> int:
    """Below ten thousand: 三千零五十 -> 3050; ten may stand without its one (十五)."""
    return sum(
        (_DIGITS[digit] if digit else 1) * int(_SCALES[place])
        for digit, place in _PLACE.findall(text)
        if digit or place
    )


def _problem(code: str, message: str, text: str) -> UserError:
    return UserError(
        code,
        message % {"text": text.strip()[:40]},
        _("请写成人民币数字，例如 3000000、300万元，或大写“叁佰万元整”；一个单元格只写一个金额。"),
    )
