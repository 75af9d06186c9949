"""What the pages of similar patents and of the class adviser say."""

from dataclasses import dataclass

from onestop.portal.pages.types import Link, Page
from onestop.portal.pages.types_likeness import ModelNote, PatentLink, SimilarLine
from onestop.portal.pages.types_search import SearchError


@dataclass(frozen=True, kw_only=True)
class SimilarPage(Page):
    number: str
    text: str
    patent: PatentLink | None
    """Of the number."""
    words: tuple[str, ...]
    """By which the text was compared most of all."""
    lines: tuple[SimilarLine, ...]
    liked: tuple[PatentLink, ...]
    disliked: tuple[PatentLink, ...]
    took_ms: float
    model: ModelNote | None
    """None: there is no model yet."""
    error: SearchError | None


@dataclass(frozen=True)
class ClassAdviceLine:
    symbol: str
    title: str
    percent: int
    """How sure the model is."""
    documents: int
    """Patents of the platform in this class, when the model was fitted."""
    examples: tuple[Link, ...]
    href: str
    """The patents of the class."""


@dataclass(frozen=True, kw_only=True)
class ClassesPage(Page):
    text: str
    subclasses: tuple[ClassAdviceLine, ...]
    groups: tuple[ClassAdviceLine, ...]
    model: ModelNote | None
    error: SearchError | None
