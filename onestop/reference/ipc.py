"""International Patent Classification: what a symbol's parts are, and what it is called.

Sections and classes are built in, in Chinese and English. Finer titles, in Chinese only, are there once
`onestop reference load ipc` has loaded them.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.utils.translation import get_language

from onestop.reference.datafiles import data_file
from onestop.reference.models import IpcEntry


class IpcLevel(StrEnum):
    SECTION = "section"
    CLASS = "class"
    SUBCLASS = "subclass"
    MAIN_GROUP = "main_group"
    SUBGROUP = "subgroup"


_SYMBOL = re.compile(r"[A-H](?:\d\d(?:[A-Z](?:\d{1,4}/\d{2,6})?)?)?")
_LEVEL_BY_LENGTH = {1: IpcLevel.SECTION, 3: IpcLevel.CLASS, 4: IpcLevel.SUBCLASS}


def level_of(symbol: str) -> IpcLevel | None:
    """Of a canonical symbol (E21D20/02); None where it is none."""
    if not _SYMBOL.fullmatch(symbol):
        return None
    group = IpcLevel.MAIN_GROUP if symbol.endswith("/00") else IpcLevel.SUBGROUP
    return _LEVEL_BY_LENGTH.get(len(symbol), group)


def lineage(symbol: str) -> tuple[str, ...]:
    """The symbol and all that it lies in: E21D20/02, E21D20/00, E21D, E21, E. Empty where it is no symbol.

    The levels between main group and subgroup, which the IPC prints as dots before a title, are not in the symbol.
    """
    if level_of(symbol) is None:
        return ()
    groups = [symbol, symbol.partition("/")[0] + "/00"] if "/" in symbol else []
    above = [symbol[:length] for length in (4, 3, 1) if length <= len(symbol)]
    return tuple(dict.fromkeys(groups + above))


def ipc_title(symbol: str, language: str = "") -> str:
    """Title of the symbol or, where that is not known in the language, of the nearest known one above it.

    `language` is "zh-hans" or "en"; empty: the language of the page. Empty where the symbol is none.
    """
    return ipc_titles([symbol], language)[symbol]


def ipc_titles(symbols: Iterable[str], language: str = "") -> dict[str, str]:
    """`ipc_title` of many symbols with one query."""
    key = "zh" if (language or get_language() or "zh").startswith("zh") else "en"
    lineages = {symbol: lineage(symbol) for symbol in symbols}
    known = {symbol: titles[key] for symbol, titles in built_in_titles().items()}
    if key == "zh":
        finer = {above for line in lineages.values() for above in line if above not in known}
        titled = IpcEntry.objects.filter(symbol__in=finer).exclude(title_zh="")
        known |= dict(titled.values_list("symbol", "title_zh")) if finer else {}
    return {
        symbol: next((known[each] for each in line if each in known), "") for symbol, line in lineages.items()
    }


def class_titles(symbols: Iterable[str]) -> dict[str, str]:
    """What each symbol is called; a title that is known only of a symbol above says whose it is (E21 …)."""
    wanted = tuple(symbols)
    titles = ipc_titles({each for symbol in wanted for each in (symbol, *lineage(symbol))})
    return {symbol: _own_or_above(symbol, titles) for symbol in wanted}


def _own_or_above(symbol: str, titles: dict[str, str]) -> str:
    title = titles[symbol]
    owner = [each for each in lineage(symbol) if titles[each] == title][-1:]
    return f"{owner[0]} {title}" if owner and owner[0] != symbol else title


def built_in_titles() -> Mapping[str, Mapping[str, str]]:
    """Section or class -> its titles by language (zh, en), in the order of the classification."""
    titles: Mapping[str, Mapping[str, str]] = data_file("ipc_classes.yaml")["titles"]
    return titles
