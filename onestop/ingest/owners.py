"""Both sides of a transfer or change of owner, out of the details of the announcement.

`legal_status/owners.yaml` has the labels. The register's names are Chinese; a translated name is nobody's name here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.models import RowOutcome
from onestop.ingest.row import Row
from onestop.records.models import EventKind, Patent
from onestop.records.types import OwnersRecord
from onestop.records.values import names
from onestop.reference.addresses import region_of_address

LABELS_FILE = Path(__file__).parent / "sources" / "legal_status" / "owners.yaml"
MAX_ADDRESS = Patent._meta.get_field("address").max_length or 0
_CHINESE = re.compile("[\u3400-\u9fff]")
_POST_CODE = re.compile(r"^[0-9]{6}\s*")
_EDGES = " \t\r\n;；,，。|"
BEFORE, AFTER = "before", "after"


@dataclass
class _Side:
    names: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def record(self) -> OwnersRecord | None:
        address = next(iter(self.addresses), "")
        if not self.names and not address:
            return None
        return OwnersRecord(tuple(self.names), address, region_of_address(address) if address else "")


def sides_of(row: Row, kind: EventKind) -> tuple[OwnersRecord | None, OwnersRecord | None]:
    """Before and after. What a transfer leaves out is noted, as its figures rest on it."""
    before, after = read_sides(row.text("event_details"))
    if kind == EventKind.TRANSFER:
        _note_gaps(row, after)
    return before, after


def read_sides(details: str) -> tuple[OwnersRecord | None, OwnersRecord | None]:
    sides = {BEFORE: _Side(), AFTER: _Side()}
    for side, what, value in _values(details):
        if what == "address":
            sides[side].addresses += _address(value)
        else:
            sides[side].names += _names(value)
    return sides[BEFORE].record(), sides[AFTER].record()


def _values(details: str) -> Iterator[tuple[str, str, str]]:
    """(side, owner or address, value)"""
    item, side = "owner", ""
    for label, value in _labelled(details):
        match _meaning(label):
            case "item":
                item = _item(value)
            case "before" | "after" as named:
                side = named
                if item:
                    yield side, item, value
            case "address" if side:
                yield side, "address", value
            case "owner_before" | "owner_after" | "address_before" | "address_after" as named:
                what, _sign, side = named.partition("_")
                yield side, what, value


def _item(value: str) -> str:
    if value in _labels()["owners"]:
        return "owner"
    return "address" if value in _labels()["addresses"] else ""


def _labelled(details: str) -> Iterator[tuple[str, str]]:
    found = list(_label_pattern().finditer(details))
    ends = [*(each.start() for each in found[1:]), len(details)]
    for each, end in zip(found, ends, strict=False):
        yield each[1], details[each.end() : end].strip(_EDGES)


def _names(value: str) -> tuple[str, ...]:
    try:
        found = names.split(value)
    except UserError:  # far too long for a name: the labels of this text are not known
        return ()
    return tuple(name for name in found if _CHINESE.search(name) and name not in _labels()["nobody"])


def _address(value: str) -> tuple[str, ...]:
    address = _POST_CODE.sub("", value)[:MAX_ADDRESS]
    return (address,) if _CHINESE.search(address) and address not in _labels()["nobody"] else ()


def _note_gaps(row: Row, after: OwnersRecord | None) -> None:
    if after is None or not after.names:
        message = _("转移的公告没有写明新权利人的中文名称，权利人仍按原来的登载。")
        advice = _("请与登记簿核对，补上变更后权利人后重新导入。")
        row.add(RowOutcome.NOTED, "event.no_new_owner", message, advice, *row.column("event_details"))
    elif not after.region:
        message = _("从转移的公告看不出新权利人所在的地区。")
        advice = _("新权利人与原来不同时，转移后不计入任何地区。")
        row.add(RowOutcome.NOTED, "event.no_new_region", message, advice, *row.column("event_details"))


@cache
def _labels() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load(LABELS_FILE.read_text(encoding="utf-8"))
    return found


@cache
def _meanings() -> dict[str, str]:
    kinds = ("before", "after", "owner_before", "owner_after", "address_before", "address_after", "address")
    named = {label.casefold(): kind for kind in kinds for label in _labels()[kind]}
    return named | {label.casefold(): "item" for label in _labels()["items"]}


def _meaning(label: str) -> str:
    return _meanings().get(label.casefold(), "")


@cache
def _label_pattern() -> re.Pattern[str]:
    """The longest first, as one label may begin another."""
    every = {*_meanings(), *(label.casefold() for label in _labels()["others"])}
    listed = "|".join(re.escape(label) for label in sorted(every, key=len, reverse=True))
    return re.compile(rf"({listed})\s*[:：|]\s*", re.IGNORECASE)
