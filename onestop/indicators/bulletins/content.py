"""What a bulletin says: plain values that go into JSON and come back the same."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

Number = float | int


@dataclass(frozen=True)
class MonthFigure:
    code: str
    version: int
    group: str
    value: Number | None
    """Of the month, or as it stood on its last day."""
    before: Number | None
    """Of the month before."""
    year_before: Number | None
    """Of the same month of the year before."""
    so_far: Number | None
    """Of the year up to the month's end; None for what is counted on a day."""
    so_far_before: Number | None
    is_of_month: bool
    query: str
    """A search for the same patents; empty where none tells them."""
    missing: str


@dataclass(frozen=True)
class NamedRecord:
    number: str
    name: str
    reason: str


@dataclass(frozen=True)
class Coming:
    """What an indicator counts since the month before, and what it counts no more."""

    code: str
    entries: int
    exits: int
    came: tuple[NamedRecord, ...]
    went: tuple[NamedRecord, ...]


@dataclass(frozen=True)
class Right:
    number: str
    title: str
    kind: str
    day: str
    """Of its grant, or of its end."""
    holder: str


@dataclass(frozen=True)
class HolderCount:
    name: str
    inventions: int
    others: int


@dataclass(frozen=True)
class Rights:
    total: int
    rights: tuple[Right, ...]
    holders: tuple[HolderCount, ...]
    """With most of them first."""


@dataclass(frozen=True)
class Revision:
    """The bulletin of the month before said something else than is known of that month now."""

    code: str
    published: Number | None
    now: Number | None


@dataclass(frozen=True)
class Content:
    region: str
    month: str
    as_of: str
    figures: tuple[MonthFigure, ...]
    changes: tuple[Coming, ...]
    granted: Rights
    ending: Rights
    """In the month after, if nothing happens: later fees may end a right earlier."""
    revisions: tuple[Revision, ...]
    is_demonstration: bool

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it: lists for tuples."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self), ensure_ascii=False))
        return found

    @property
    def digest(self) -> str:
        text = json.dumps(self.as_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()


def read(found: Mapping[str, Any]) -> Content:
    """Back from JSON."""
    return Content(
        **{
            **found,
            "figures": tuple(MonthFigure(**each) for each in found["figures"]),
            "changes": tuple(_coming(each) for each in found["changes"]),
            "granted": _rights(found["granted"]),
            "ending": _rights(found["ending"]),
            "revisions": tuple(Revision(**each) for each in found["revisions"]),
        }
    )


def _coming(found: Mapping[str, Any]) -> Coming:
    lists = {name: tuple(NamedRecord(**each) for each in found[name]) for name in ("came", "went")}
    return Coming(**{**found, **lists})


def _rights(found: Mapping[str, Any]) -> Rights:
    return Rights(
        found["total"],
        tuple(Right(**each) for each in found["rights"]),
        tuple(HolderCount(**each) for each in found["holders"]),
    )
