"""Words for the coded values that pages show."""

from collections.abc import Iterable

from onestop.records.fields import PATENT
from onestop.records.models import PatentKind
from onestop.records.status import LegalStatus
from onestop.reference import regions
from onestop.reference.ipc import ipc_titles, lineage


def kind_label(value: str) -> str:
    return str(PatentKind(value).label) if value in PatentKind.values else value


def status_label(value: str) -> str:
    return str(LegalStatus(value).label) if value in LegalStatus.values else value


def region_label(code: str) -> str:
    return regions.full_name(code)


def field_label(name: str) -> str:
    return str(PATENT.by_name[name].label)


def class_titles(symbols: Iterable[str]) -> dict[str, str]:
    """What each symbol is called; a title that is known only of a symbol above says whose it is (E21 …)."""
    wanted = tuple(symbols)
    titles = ipc_titles({each for symbol in wanted for each in (symbol, *lineage(symbol))})
    return {symbol: _own_or_above(symbol, titles) for symbol in wanted}


def _own_or_above(symbol: str, titles: dict[str, str]) -> str:
    title = titles[symbol]
    owner = [each for each in lineage(symbol) if titles[each] == title][-1:]
    return f"{owner[0]} {title}" if owner and owner[0] != symbol else title


def value_labels(field: str, values: Iterable[str]) -> dict[str, str]:
    """How a page shows these values of a facet field."""
    wanted = tuple(values)
    if field in ("ipc_section", "ipc_subclass"):
        return {symbol: _class_label(symbol, title) for symbol, title in class_titles(wanted).items()}
    single = {"kind": kind_label, "status": status_label, "region": region_label}.get(field, str)
    return {value: single(value) for value in wanted}


def _class_label(symbol: str, title: str) -> str:
    return f"{symbol}（{title}）" if title and title[0].isascii() else f"{symbol} {title}".rstrip()
