"""What the search of marks by a picture says."""

from dataclasses import dataclass

from onestop.portal.pages.types import Page
from onestop.portal.pages.types_search import SearchError
from onestop.portal.pages.types_trademark import PictureResults


@dataclass(frozen=True, kw_only=True)
class MarkPicturesPage(Page):
    classes: str
    results: PictureResults | None
    """None before a picture is sent."""
    held: int
    """Pictures of marks that are held here."""
    formats: tuple[str, ...]
    max_mb: int
    error: SearchError | None
