"""Patents that are like another or like a text, with the reasons, and the model that says so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelNote:
    """Which model answered, and what it was fitted on."""

    version: str
    fitted_on: str
    """ISO date."""
    documents: int
    classified: int


@dataclass(frozen=True)
class PatentLink:
    number: str
    title: str
    href: str


@dataclass(frozen=True)
class SharedClassLine:
    symbol: str
    title: str
    href: str
    is_own: bool
    """The patent that is asked about bears it; else the model thinks that the text would."""


@dataclass(frozen=True)
class SimilarLine:
    number: str
    display_number: str
    href: str
    title: str
    kind_label: str
    applicants: tuple[str, ...]
    filed_on: str
    likeness: int
    """Of the words, in percent."""
    is_near_copy: bool
    is_family: bool
    shared_words: tuple[str, ...]
    shared_classes: tuple[SharedClassLine, ...]
    is_demonstration: bool


@dataclass(frozen=True)
class SimilarSection:
    """On the page of a patent."""

    lines: tuple[SimilarLine, ...]
    missing: str
    """Why nothing can be shown; else empty."""
    href: str
    """More of them, and more like this one or that one."""
    model: ModelNote | None
