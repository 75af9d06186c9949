"""Symbols of the Cooperative Patent Classification: G06F2119/14, Y02E60/10.

As the IPC, with a section Y and groups from 2000 on; `ipc.ancestors` gives the levels of both.
"""

import re

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.values import folding
from onestop.records.values.errors import accepts

_SQUEEZE = folding.squeezing()
_SUBCLASS = "[A-HY][0-9]{2}[A-Z]"
_EDITION = r"(?:\s*\([0-9]{4}[.-]?[0-9]{0,2}[.-]?[0-9]{0,2}\))?"
_SYMBOL = re.compile(
    rf"(?<![A-Z0-9])({_SUBCLASS})\s*0{{0,3}}([1-9][0-9]{{0,3}})\s*/\s*([0-9]{{2,6}}){_EDITION}(?![A-Z0-9/])"
)
_HIGHER = re.compile(rf"[A-HY](?:[0-9]{{2}})?|{_SUBCLASS}(?:[1-9][0-9]{{0,3}})?")
_SEPARATORS = re.compile(r"[;,、|\s\[\]\"']+")


def clean(text: str) -> str:
    match = _SYMBOL.fullmatch(folding.upper(text).strip())
    if match is None:
        raise UserError(
            "cpc.format",
            _("“%(text)s”不是 CPC 分类号。") % {"text": text.strip()[:40]},
            _("例如 G06F16/35、Y02E60/10。"),
        )
    return f"{match[1]}{match[2]}/{match[3]}"


def clean_query(text: str) -> str:
    """A symbol of any level: Y, Y02, Y02E, Y02E60, Y02E60/10."""
    squeezed = text.translate(_SQUEEZE)
    return squeezed if _HIGHER.fullmatch(squeezed) else clean(text)


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def parse_many(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The symbols of a list in any punctuation, in their order, and a note for every other piece of text."""
    folded = folding.upper(text)
    symbols = dict.fromkeys(f"{each[1]}{each[2]}/{each[3]}" for each in _SYMBOL.finditer(folded))
    left = dict.fromkeys(filter(None, _SEPARATORS.split(_SYMBOL.sub(";", folded))))
    notes = (_("无法识别的 CPC 分类号“%(piece)s”") % {"piece": piece[:40]} for piece in left)
    return tuple(symbols), tuple(notes)
