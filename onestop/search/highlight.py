"""Text cut into marked and plain pieces, so that a page can show why a document was found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    text: str
    is_match: bool
