"""What the words of a register say about a trademark's course (`data/trademark_events.yaml`)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml

from onestop.core.text import fold

DATA = Path(__file__).parent / "data" / "trademark_events.yaml"


class Turn(StrEnum):
    """A step that moves the status."""

    REFUSED = "refused"
    REFUSAL_REVIEW = "refusal_review"
    OPPOSED = "opposed"
    WITHDRAWN = "withdrawn"
    RENEWED = "renewed"
    NOT_RENEWED = "not_renewed"
    CANCELLED = "cancelled"
    INVALIDATED = "invalidated"
    SURRENDERED = "surrendered"
    ENDED = "ended"
    """A source says that it is over and not why."""


@dataclass(frozen=True)
class _Pattern:
    kind: Turn | None
    pattern: re.Pattern[str]


def turn_of_event(name: str) -> Turn | None:
    return _first("events", name)


def turn_of_status(text: str) -> Turn | None:
    return _first("statuses", text)


def _first(table: str, text: str) -> Turn | None:
    folded = fold(text)
    return next((each.kind for each in _patterns(table) if each.pattern.search(folded)), None)


@lru_cache(maxsize=2)
def _patterns(table: str) -> tuple[_Pattern, ...]:
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))[table]
    return tuple(_Pattern(row["kind"] and Turn(row["kind"]), re.compile(row["pattern"])) for row in rows)
