"""What pages say of the synonyms of a search."""

from dataclasses import dataclass

from onestop.portal.pages.types import Option, Page


@dataclass(frozen=True)
class SynonymOption:
    """One synonym of a typed word, to be switched on and off."""

    text: str
    label: str
    """What kind of word it is where that needs saying: English, abbreviation, used in Taiwan."""
    count: int | None
    """Hits of the widest search that have it; None where it was not counted."""
    is_on: bool
    href: str
    """The same with it switched the other way."""


@dataclass(frozen=True)
class SynonymSense:
    """What a typed word may mean: one group of the dictionary."""

    label: str
    """Its first terms, for a word of several meanings; else empty."""
    options: tuple[SynonymOption, ...]


@dataclass(frozen=True)
class SynonymWord:
    typed: str
    senses: tuple[SynonymSense, ...]
    is_on: bool
    href: str
    """The same with all its synonyms switched off, or on again."""


@dataclass(frozen=True)
class SynonymNote:
    """Beside the results of a search."""

    reach: str
    """off, synonyms, both."""
    reaches: tuple[Option, ...]
    known: tuple[str, ...]
    """Typed words that have synonyms."""
    words: tuple[SynonymWord, ...]
    """With what was added; empty where nobody asked."""
    as_typed: int | None
    """Hits without synonyms, where some are used."""
    preview_href: str


@dataclass(frozen=True)
class OfferLink:
    """Another search that finds something, where this one does not."""

    text: str
    total: int
    href: str


@dataclass(frozen=True, kw_only=True)
class SynonymsPage(Page):
    text: str
    reach: str
    reaches: tuple[Option, ...]
    words: tuple[SynonymWord, ...]
    as_typed: int
    total: int
    problem: str
    hint: str
    search_href: str
    """The hits, with the synonyms that are switched on."""
    plain_href: str
    """The hits without any."""
    kept: tuple[tuple[str, str], ...]
    """What else is in the address of the search: filters, sorting, view."""
    most: int
    """Synonyms in one search."""
