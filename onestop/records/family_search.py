"""The hits of a search with one line for each simple family."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil

from onestop.records.family_groups import FamilyOf, families_of
from onestop.records.search import PatentResults, PatentSearch, ask, results_of, understood
from onestop.search.engine import Hit

MAX_HITS = 5_000
"""Families are told from the database, hit by hit: about half a second."""


@dataclass(frozen=True)
class FamilyResults:
    results: PatentResults
    """`total` counts hits; the page and `pages` count families."""
    families: int | None
    """None: more hits than can be told apart; then every hit has its own line."""
    alone: int
    """Hits of which no source tells priorities or family; each counts as a family of its own."""
    sizes: tuple[int, ...]
    """How many hits each line stands for."""


def search_families(search: PatentSearch) -> FamilyResults:
    """Raises UserError as `search_patents`. The first hit of a family, in the order asked for, stands for it."""
    found = understood(search)
    first = (search.page - 1) * search.page_size
    response = ask(search, found, 0, MAX_HITS)
    if response.total > MAX_HITS:
        page = ask(search, found, first, search.page_size)
        return FamilyResults(results_of(search, found, page, page.hits), None, 0, (1,) * len(page.hits))
    families = families_of([hit.key for hit in response.hits])
    groups = _grouped(response.hits, families)
    shown = groups[first : first + search.page_size]
    results = results_of(search, found, response, [group[0] for group in shown])
    return FamilyResults(
        replace(results, pages=ceil(len(groups) / search.page_size)),
        len(groups),
        sum(not each.is_known for each in families.values()),
        tuple(map(len, shown)),
    )


def _grouped(hits: Iterable[Hit], families: Mapping[int, FamilyOf]) -> list[list[Hit]]:
    """A hit whose record is gone meanwhile stands for itself."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        family = families.get(hit.key)
        groups.setdefault(family.key if family else f"#{hit.key}", []).append(hit)
    return list(groups.values())
