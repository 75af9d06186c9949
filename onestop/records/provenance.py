"""Where each fact of a patent comes from: which statements said it, which of them holds, what was there before.

Follows `merge`: a newer statement wins, the same statement again changes nothing, lists such as events add up.
Works on what is loaded with the patent (`sources__file`, `revisions__source`); pure otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from onestop.records.facts import FACTS, facts
from onestop.records.models import Patent, PatentSource

ADD_UP = frozenset({"publications", "events", "legal_data_to", "priorities", "citations", "texts"})
"""Every statement contributes to these."""
_FIRST_STAYS = frozenset({"kind", "application_number"})


@dataclass(frozen=True)
class Older:
    """A value that a later statement replaced."""

    value: Any
    """As JSON: a text, a list of texts."""
    until: datetime
    replaced_by: str
    """Name of the file."""


@dataclass(frozen=True)
class Origin:
    """Of one fact."""

    fact: str
    """A name of `facts.FACTS`."""
    present: tuple[PatentSource, ...]
    """The statement that the present value is from; several where statements add up. In order of time."""
    others: tuple[PatentSource, ...]
    """Statements that said it too, earlier or once more."""
    older: tuple[Older, ...]
    """The newest first."""


@dataclass(frozen=True)
class Change:
    """What one statement changed."""

    at: datetime
    file: str
    before: dict[str, Any]
    """Fact -> its value before; empty where there was none."""


def origins(patent: Patent) -> dict[str, Origin]:
    """Fact -> where it comes from; only facts that some statement is known to have said."""
    said: dict[str, list[PatentSource]] = {name: [] for name in FACTS}
    for source in sorted(patent.sources.all(), key=lambda each: each.pk):
        for name in facts(source.says):
            said[name].append(source)
    changes = history(patent)
    return {name: _origin(name, sources, changes) for name, sources in said.items() if sources}


def history(patent: Patent) -> tuple[Change, ...]:
    """Every correction and addition, the newest first."""
    revisions = sorted(patent.revisions.all(), key=lambda each: each.pk, reverse=True)
    return tuple(Change(each.changed_at, each.source.name, each.before) for each in revisions)


def _origin(fact: str, sources: Sequence[PatentSource], changes: Sequence[Change]) -> Origin:
    present = _holding(fact, sources)
    kept = {each.pk for each in present}
    replaced = () if fact in ADD_UP else changes
    return Origin(
        fact,
        tuple(present),
        tuple(each for each in sources if each.pk not in kept),
        tuple(Older(each.before[fact], each.at, each.file) for each in replaced if each.before.get(fact)),
    )


def _holding(fact: str, sources: Sequence[PatentSource]) -> list[PatentSource]:
    """Of each statement its first row: the same again takes nothing over."""
    first: dict[str, PatentSource] = {}
    for each in sources:
        first.setdefault(each.digest, each)
    distinct = list(first.values())
    if fact in ADD_UP:
        return distinct
    return distinct[:1] if fact in _FIRST_STAYS else distinct[-1:]
