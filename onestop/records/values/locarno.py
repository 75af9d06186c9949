"""Classes of industrial designs (Locarno Agreement): 09-05, or 15-99-T0418.

Class 01 to 32 and subclass. The third part, which older gazettes print, is the number of the goods in the
alphabetical list of the classification; it is kept, as it says more than the subclass does (99 is "other").
"""

import re

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.values.errors import accepts
from onestop.records.values.folding import DOTS, HYPHENS, squeezing

_LAST_CLASS = 32
_UNDIVIDED = (31, 32)  # their only subclass is 00
_SQUEEZE = squeezing(dot=HYPHENS + DOTS + "/／")
_SHAPE = re.compile(
    r"(?:LOC\.?(?:\([0-9]+\))?\.?(?:CL)?\.?)?"  # LOC(10)Cl.09-05
    r"(?:([0-9]{1,2})\.([0-9]{1,2})|([0-9]{2})([0-9]{2}))(?:\.?([A-Z][0-9]{4}))?"
)
_SEPARATORS = re.compile("[;；,，、|｜\r\n]+")


def clean(text: str) -> str:
    match = _SHAPE.fullmatch(text.translate(_SQUEEZE))
    if match is None:
        raise _problem("locarno.format", _("“%(text)s”不是洛迦诺分类号。"), text)
    numbers = [int(part) for part in match.group(1, 2, 3, 4) if part]
    if not _exists(*numbers):
        raise _problem("locarno.unknown_class", _("“%(text)s”中的大类或小类不存在。"), text)
    symbol = "{:02d}-{:02d}".format(*numbers)
    return f"{symbol}-{match[5]}" if match[5] else symbol


def _exists(number: int, subclass: int) -> bool:
    return 1 <= number <= _LAST_CLASS and (subclass > 0 or number in _UNDIVIDED)


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def ancestors(symbol: str) -> tuple[str, ...]:
    """Every level up to the symbol itself: 15, 15-99, 15-99-T0418."""
    return tuple(dict.fromkeys((symbol[:2], symbol[:5], symbol)))


def parse_many(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The symbols in their order and a note for every other piece of text, each once."""
    symbols: dict[str, None] = {}
    notes: list[str] = []
    for piece in dict.fromkeys(filter(str.strip, _SEPARATORS.split(text))):
        try:
            symbols[clean(piece)] = None
        except UserError as error:
            notes.append(error.message)
    return tuple(symbols), tuple(notes)


def _problem(code: str, message: str, text: str) -> UserError:
    return UserError(
        code,
        message % {"text": text.strip()[:40]},
        _("洛迦诺分类号由大类（01—%(last)d）和小类组成，例如 09-05。") % {"last": _LAST_CLASS},
    )
