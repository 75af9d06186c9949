"""Words for the coded values that pages show."""

from collections.abc import Iterable

from onestop.records.fields import PATENT
from onestop.records.models import HolderKind, PatentKind
from onestop.records.status import LegalStatus
from onestop.reference import regions
from onestop.reference.ipc import class_titles as class_titles


def kind_label(value: str) -> str:
    return str(PatentKind(value).label) if value in PatentKind.values else value


def status_label(value: str) -> str:
    return str(LegalStatus(value).label) if value in LegalStatus.values else value


def owner_kind_label(value: str) -> str:
    return str(HolderKind(value).label) if value in HolderKind.values else value


def region_label(code: str) -> str:
    return regions.full_name(code)


def field_label(name: str) -> str:
    return str(PATENT.by_name[name].label)


def value_labels(field: str, values: Iterable[str]) -> dict[str, str]:
    """How a page shows these values of a facet field."""
    wanted = tuple(values)
    if field in ("ipc_section", "ipc_subclass"):
        return {symbol: _class_label(symbol, title) for symbol, title in class_titles(wanted).items()}
    coded = {
        "kind": kind_label,
        "status": status_label,
        "region": region_label,
        "owner_kind": owner_kind_label,
    }
    single = coded.get(field, str)
    return {value: single(value) for value in wanted}


def _class_label(symbol: str, title: str) -> str:
    return f"{symbol}（{title}）" if title and title[0].isascii() else f"{symbol} {title}".rstrip()
