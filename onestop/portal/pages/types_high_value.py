"""What the page of a patent says of its being high-value."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class HighValueNote:
    """One of the five categories: a hint by rule, or what an officer decided."""

    category: str
    label: str
    text: str
    """The evidence: rule and symbol, document, registration or prize."""
    since: date | None
    policy: int
    """Version of the rules by which it was told."""
    is_conditional: bool
    """The rule has keywords, and the title or abstract has one of them."""
    is_demonstration: bool
    """By an illustrative rule of the demonstration."""
    decision: str
    """confirmed, rejected; empty: nobody decided."""
    decision_reason: str
