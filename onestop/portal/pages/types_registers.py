"""What pages say of entries that departments' lists brought."""

from dataclasses import dataclass

from onestop.portal.pages.types_related import SourceLine


@dataclass(frozen=True)
class RegisterFact:
    label: str
    text: str
    href: str
    """Empty where nothing more is told of it."""


@dataclass(frozen=True)
class RegisterLine:
    """One entry of a register, with the rows of the files that told it."""

    number: int
    name: str
    href: str
    """Of the holder whose entry it is; empty where there is none."""
    kind: str
    kind_label: str
    region: str
    region_label: str
    facts: tuple[RegisterFact, ...]
    sources: tuple[SourceLine, ...]
    """The newest first; empty for what is made up for a demonstration."""
    is_demonstration: bool
