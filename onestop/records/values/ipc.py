"""Symbols of the International Patent Classification (WIPO ST.8): E21D20/02.

Section A to H, class (2 digits), subclass (letter), main group (1 to 4 digits), subgroup (2 to 6 digits).
Edition and value, `(2006.01)I`, are not part of the symbol. A document may be classified by subclass only
(Taiwan's lists are); a section, class or main group alone is something to search for: `clean_query`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.values import folding
from onestop.records.values.errors import accepts

_SQUEEZE = folding.squeezing()
_SUBCLASS = "[A-H][0-9]{2}[A-Z]"
_EDITION = r"(?:\s*\([0-9]{4}(?:\.[0-9]{2})?\))?\s*[IN]?"
_SYMBOL = rf"({_SUBCLASS})\s*0{{0,3}}([1-9][0-9]{{0,3}})\s*/\s*([0-9]{{2,6}})"
_FULL = re.compile(_SYMBOL + _EDITION)
_SUBCLASS_ONLY = re.compile(f"({_SUBCLASS}){_EDITION}")
_IN_TEXT = re.compile(rf"(?<![A-Z0-9]){_SYMBOL}{_EDITION}(?![A-Z0-9/])")
_HIGHER = re.compile(rf"[A-H](?:[0-9]{{2}})?|{_SUBCLASS}[1-9][0-9]{{0,3}}")
_SEPARATORS = re.compile(r"[;,、|\s]+")


def clean(text: str) -> str:
    """E21D20/02, or a subclass: E21D."""
    symbol = _read(folding.upper(text).strip())
    if symbol is None:
        raise _problem(text)
    return symbol


def clean_query(text: str) -> str:
    """A symbol of any level: E, E21, E21D, E21D20, E21D20/02."""
    squeezed = text.translate(_SQUEEZE)
    return squeezed if _HIGHER.fullmatch(squeezed) else clean(text)


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def display(symbol: str) -> str:
    """E21D 20/02, as printed on documents."""
    return f"{symbol[:4]} {symbol[4:]}".rstrip()


@lru_cache(maxsize=20_000)
def ancestors(symbol: str) -> tuple[str, ...]:
    """Every level up to the symbol itself: E, E21, E21D, E21D20, E21D20/02."""
    levels = (symbol[:1], symbol[:3], symbol[:4], symbol.partition("/")[0], symbol)
    return tuple(dict.fromkeys(levels))


@lru_cache(maxsize=20_000)
def parse_many(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The symbols in their order and a note for every other piece of text, each once."""
    symbols: dict[str, None] = {}
    notes: list[str] = []
    for piece in dict.fromkeys(_pieces(folding.upper(text))):
        symbol = _read(piece)
        if symbol is not None:
            symbols[symbol] = None
        else:
            notes.append(_note(piece))
    return tuple(symbols), tuple(notes)


def _pieces(folded: str) -> Iterator[str]:
    """Symbols wherever they stand, between them what separators and spaces part."""
    position = 0
    for match in _IN_TEXT.finditer(folded):
        yield from filter(None, _SEPARATORS.split(folded[position : match.start()]))
        yield match[0]
        position = match.end()
    yield from filter(None, _SEPARATORS.split(folded[position:]))


def _read(folded: str) -> str | None:
    full = _FULL.fullmatch(folded)
    if full:
        return f"{full[1]}{full[2]}/{full[3]}"
    subclass = _SUBCLASS_ONLY.fullmatch(folded)
    return subclass[1] if subclass else None


def _note(piece: str) -> str:
    if re.match("[A-Z][0-9]", piece):
        return _("无法识别的 IPC 分类号“%(piece)s”") % {"piece": piece[:40]}
    return _("已去除分类号中的“%(piece)s”") % {"piece": piece[:40]}


def _problem(text: str) -> UserError:
    if not text.strip():
        return UserError("ipc.empty", _("没有填写 IPC 分类号。"), _("例如 E21D20/02。"))
    return UserError(
        "ipc.format",
        _("“%(text)s”不是 IPC 分类号。") % {"text": text.strip()[:40]},
        _("分类号是部 A—H、2 位数字、字母、大组、“/”和小组，例如 E21D20/02；也可以只写到小类 E21D。"),
    )
