"""The dictionary in use: what was shipped, with the officers' changes in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.core.cache import caches
from django.db.models import Count, Max
from django.utils.translation import get_language

from onestop.core.models import AuditEntry
from onestop.search.synonyms import Dictionary, key_of
from onestop.thesaurus.entries import KINDS, Entry, Origin
from onestop.thesaurus.models import TermGroup

FOLDER = Path(__file__).parent / "data"
LOOK_AGAIN_SECONDS = 10
"""After a change in another process the older dictionary may be used for so long."""
_VERSION = "onestop.thesaurus.version"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Industry:
    code: str
    zh: str
    en: str

    @property
    def label(self) -> str:
        return self.en if get_language() == "en" else self.zh


@lru_cache(maxsize=1)
def _files() -> tuple[dict[str, Any], ...]:
    paths = sorted(FOLDER.glob("*.yaml"))
    return tuple(
        yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones
        for path in paths
    )


@lru_cache(maxsize=1)
def industries() -> dict[str, Industry]:
    found = {each["industry"]: Industry(each["industry"], each["zh"], each["en"]) for each in _files()}
    return {**found, "other": Industry("other", "其他", "Other")}


@lru_cache(maxsize=1)
def shipped() -> dict[str, Entry]:
    """By code, as in the files."""
    return {group["code"]: _shipped(group, file["industry"]) for file in _files() for group in file["groups"]}


def _shipped(group: dict[str, Any], industry: str) -> Entry:
    return Entry(industry=industry, **{name: _fixed(value) for name, value in group.items()})


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def entries() -> dict[str, Entry]:
    """All groups by code, those that are switched off too."""
    changed = {row.code: entry_of(row) for row in TermGroup.objects.order_by("code")}
    return {**shipped(), **changed}


def entry_of(row: TermGroup) -> Entry:
    terms: dict[str, Any] = {kind: tuple(getattr(row, kind)) for kind in KINDS}
    origin = Origin.CHANGED if row.code in shipped() else Origin.OWN
    return Entry(row.code, row.industry, note=row.note, is_on=row.is_on, origin=origin, **terms)


def dictionary() -> Dictionary:
    """What queries are widened with. Asks the database once in a while whether anything changed."""
    return _dictionary(caches["process"].get_or_set(_VERSION, _version, LOOK_AGAIN_SECONDS))


def forget() -> None:
    """After a change, in the process that made it."""
    caches["process"].delete(_VERSION)


def _version() -> str:
    found = TermGroup.objects.aggregate(count=Count("code"), at=Max("changed_at"))
    return f"{found['count']} {found['at']}"


@lru_cache(maxsize=2)
def _dictionary(_of_version: str) -> Dictionary:
    return Dictionary.of(each.group() for each in entries().values() if each.is_on)


def found(
    text: str = "", industry: str = "", state: str = "", known: dict[str, Entry] | None = None
) -> list[Entry]:
    """Groups with a term that holds `text`; `state`: changed, own, off."""
    wanted = key_of(text)
    every = (known or entries()).values()
    return [
        each
        for each in every
        if (not industry or each.industry == industry)
        and (not state or (state == "off" and not each.is_on) or state == each.origin)
        and (not wanted or any(_holds(key_of(term), wanted) for term in each.terms))
    ]


def _holds(key: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(key[start : start + len(wanted)] == wanted for start in range(len(key) - len(wanted) + 1))


def also_in(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """Terms of this group that stand in another one too: they have several meanings."""
    mine = {key_of(term): term for term in entry.terms}
    for other in entries().values():
        if other.code != entry.code and other.is_on:
            yield from ((mine[key], other) for key in map(key_of, other.terms) if key in mine)


def history(code: str) -> list[AuditEntry]:
    """Newest first: who changed it, when, from what to what."""
    return list(AuditEntry.objects.filter(object_type="termgroup", object_id=code).order_by("-pk")[:50])
