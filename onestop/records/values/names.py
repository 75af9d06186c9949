"""Names of applicants, patentees, inventors, agents: one spelling for each, and lists of them taken apart.

Chinese names get full-width brackets, others half-width ones; letters and digits are half-width. Traditional
characters stay: the record says what the document says, the search folds them.
"""

import re
from functools import lru_cache

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import to_half_width
from onestop.records.values.errors import accepts
from onestop.records.values.folding import INVISIBLE, SPACES

MAX_LENGTH = 500
KNOWN = 20_000
"""Names come again and again: so many are remembered with what they were cleaned to."""

_CJK = "〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_HAS_CJK = re.compile(f"[{_CJK}]")
_WHITE_SPACE = re.compile(f"[{SPACES}\u0000-\u001f\u007f]+")
_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE), None)
_DOTS = str.maketrans(dict.fromkeys("・•‧∙⋅･", "·"))
_FULL_WIDTH_BRACKETS = str.maketrans("()", "（）")
_SPACED_BRACKET = re.compile(r"\s*([（）])\s*")
_JUNK = " ;,、|。·"

_BRACKETED = re.compile(r"《[^《》]*》|\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|“[^“”]*”|\"[^\"]*\"")
_MASK = "〇"
_DEEPEST = 4  # brackets within brackets; a limit, so that a cell full of brackets costs no time
# A comma or a wide gap parts names only between Chinese ones: "Siemens Co., Ltd.", "Smith, John".
_SEPARATOR = re.compile(rf"[;；|｜、\r\n\t]|(?<=[{_CJK}])(?:\s*[,，]\s*|\s{{2,}})(?=[{_CJK}])")


@lru_cache(maxsize=KNOWN)
def clean(text: str) -> str:
    name = _WHITE_SPACE.sub(" ", to_half_width(text).translate(_INVISIBLE)).translate(_DOTS)
    if _HAS_CJK.search(name):
        name = _SPACED_BRACKET.sub(r"\1", name.translate(_FULL_WIDTH_BRACKETS))
    name = name.strip(_JUNK)
    if not any(map(str.isalnum, name)):
        raise UserError(
            "name.empty",
            _("“%(text)s”中没有姓名或名称。") % {"text": text.strip()[:40]},
            _("请填写姓名或名称。"),
        )
    if len(name) > MAX_LENGTH:
        raise UserError(
            "name.too_long",
            _("名称“%(text)s…”长达 %(count)d 个字符。") % {"text": name[:40], "count": len(name)},
            _("一个名称最多 %(limit)d 个字符；多个名称请用分号隔开。") % {"limit": MAX_LENGTH},
        )
    return name


def is_valid(text: str) -> bool:
    return accepts(clean, text)


@lru_cache(maxsize=KNOWN)
def split(text: str) -> tuple[str, ...]:
    """The names of a list in their order. A name twice stays: two inventors may be called the same.

    Separators: ; | 、 line breaks, and between Chinese names also commas and two or more spaces; none of them
    inside brackets, book-title marks or quotes.
    """
    pieces = []
    start = 0
    for separator in _SEPARATOR.finditer(_mask(text)):
        pieces.append(text[start : separator.start()])
        start = separator.end()
    pieces.append(text[start:])
    return tuple(clean(piece) for piece in pieces if any(map(str.isalnum, piece)))


def _mask(text: str) -> str:
    """The text, of the same length, with all that stands in brackets made unrecognisable."""
    masked = text.translate(_HALF_WIDTH_BRACKETS)
    for _level in range(_DEEPEST):
        masked = _BRACKETED.sub(lambda match: _MASK * len(match[0]), masked)
    return masked


_HALF_WIDTH_BRACKETS = str.maketrans("（）［］", "()[]")
