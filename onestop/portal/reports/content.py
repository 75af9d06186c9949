"""What a report says, whatever file it becomes: a cover, chapters with sections, tables and pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from onestop.portal.pages.types_pictures import MapPicture, Picture

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Fact:
    """A line of the cover."""

    name: str
    text: str


@dataclass(frozen=True)
class Amount:
    """A number as printed; a workbook gets the number itself."""

    text: str
    value: float | None = None


Cell = str | Amount


@dataclass(frozen=True)
class Column:
    name: str
    width: int = 2
    """Share of the line."""
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Drawn:
    """A picture with the table behind it."""

    picture: Picture


@dataclass(frozen=True)
class MapDrawn:
    map: MapPicture


Block = str | Table | Drawn | MapDrawn
"""A text is a paragraph."""


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Chapter:
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Report:
    title: str
    region: str
    day: str
    """For which it speaks, as the page headers have it."""
    facts: tuple[Fact, ...]
    notice: str
    """Of a demonstration: on the cover and on every page."""
    chapters: tuple[Chapter, ...]
    name: str = field(default="report")
    """Of the file, without its ending."""


@dataclass(frozen=True)
class Heading:
    """Of a chapter (level 1) or a section (level 2)."""

    level: int
    number: str
    title: str
    anchor: str


def headings(report: Report) -> Iterator[tuple[Heading, tuple[Block, ...]]]:
    """Numbered as in the contents page, each with what stands under it."""
    for place, chapter in enumerate(report.chapters, 1):
        yield Heading(1, str(place), chapter.title, f"c{place}"), chapter.blocks
        for at, section in enumerate(chapter.sections, 1):
            yield Heading(2, f"{place}.{at}", section.title, f"c{place}-{at}"), section.blocks


def printable(text: str) -> str:
    """Without the characters that no XML can hold, and so neither a docx nor a drawing."""
    return _NOT_IN_XML.sub(" ", text)


def page_of_pages() -> list[str]:
    """What stands before the page's number, between it and that of all pages, and after it."""
    return (_("第 %(page)s 页 / 共 %(pages)s 页") % {"page": "\0", "pages": "\0"}).split("\0")


def shown(cell: Cell) -> str:
    return printable(cell.text if isinstance(cell, Amount) else cell)
