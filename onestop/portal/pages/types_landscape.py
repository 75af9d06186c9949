"""What the map of topics of a search says."""

from dataclasses import dataclass

from onestop.portal.pages.types import Option, Page, ResultLine
from onestop.portal.pages.types_likeness import ModelNote
from onestop.portal.pages.types_search import ActiveFilter, SearchError


@dataclass(frozen=True)
class ClassLink:
    symbol: str
    title: str
    href: str
    """The search of that class."""


@dataclass(frozen=True)
class TopicLine:
    """A group of like patents, and its row of the table."""

    number: int
    """From 1, the largest first."""
    label: str
    """Its most telling words."""
    count: int
    share: float
    classes: tuple[ClassLink, ...]
    """What most of its patents are classed in."""
    href: str
    """The same map with this topic chosen, or with none where it is."""
    is_chosen: bool
    x: int
    y: int
    """Where its name stands on the picture."""


@dataclass(frozen=True)
class MapPoint:
    number: str
    title: str
    href: str
    topic: int
    x: int
    y: int


@dataclass(frozen=True)
class Density:
    step: int
    """1 to 4: the higher, the more patents lie near."""
    path: str


@dataclass(frozen=True)
class LandscapePicture:
    width: int
    height: int
    points: tuple[MapPoint, ...]
    density: tuple[Density, ...]


@dataclass(frozen=True, kw_only=True)
class LandscapePage(Page):
    text: str
    """The query."""
    active: tuple[ActiveFilter, ...]
    search_href: str
    """The same hits as a list."""
    total: int
    drawn: int
    """Patents on the map: all hits, or an even sample of them."""
    read: int
    """Hits from which the sample was taken."""
    unknown: int
    """Sampled patents of which the model knows nothing yet."""
    topics: tuple[TopicLine, ...]
    sizes: tuple[Option, ...]
    """How many topics."""
    picture: LandscapePicture | None
    chosen: TopicLine | None
    lines: tuple[ResultLine, ...]
    """Patents of the chosen topic, the first ones."""
    chosen_href: str
    """All patents of the chosen topic on the map, as a search; empty where they are too many for an address."""
    topics_csv_href: str
    patents_csv_href: str
    took_ms: float
    model: ModelNote | None
    missing: str
    """Why there is no map."""
    hint: str
    error: SearchError | None
