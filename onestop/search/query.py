"""The tree a query is parsed to: small frozen dataclasses that every engine compiles and that print themselves.

`str(node)` is the parse shown back to the user, with all brackets.
"""

from dataclasses import dataclass
from enum import StrEnum

from onestop.search.schema import Field

_SHOWN_VALUES = 5


class Unit(StrEnum):
    """What two terms may have to share; the value is the sign that the tree prints."""

    SENTENCE = "S"
    PARAGRAPH = "P"
    CLAIM = "CL"


@dataclass(frozen=True)
class Everything:
    """All documents."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True)
class Words:
    """All words of `text`, each somewhere in one of `fields`. Words are found as character sequences."""

    fields: tuple[Field, ...]
    text: str
    is_free_text: bool = False
    """Typed without a field: shown back without one."""

    def __str__(self) -> str:
        return f"{_codes(self)}{self.text}"


@dataclass(frozen=True)
class Phrase:
    """The exact character sequence in one of `fields`."""

    fields: tuple[Field, ...]
    text: str
    is_free_text: bool = False
    """Typed without a field: shown back without one."""

    def __str__(self) -> str:
        return f'{_codes(self)}"{self.text}"'


@dataclass(frozen=True)
class Pattern:
    """A text with truncation signs: + any number of letters of a Latin word, # exactly one, ? one or none.

    Between Chinese characters # and ? stand for whole tokens: 锚#索 has exactly one between the two.
    """

    fields: tuple[Field, ...]
    text: str
    is_free_text: bool = False

    def __str__(self) -> str:
        return f"{_codes(self)}{self.text}"


@dataclass(frozen=True)
class Near:
    """`right` at most `most` tokens after `left`, or in either order, in one value of one of `fields`.

    Both sides are Phrase, Pattern, Near, or Or of these, in the same fields. A token is a Chinese character, a
    Latin word or number, or a run of punctuation (`onestop.search.tokens`).
    """

    fields: tuple[Field, ...]
    left: "Node"
    right: "Node"
    most: int
    is_ordered: bool

    def __str__(self) -> str:
        return f"({self.left} {self.most}{'W' if self.is_ordered else 'D'} {self.right})"


@dataclass(frozen=True)
class Together:
    """Both sides in one sentence, paragraph or claim of one of `fields`."""

    fields: tuple[Field, ...]
    left: "Node"
    right: "Node"
    unit: Unit

    def __str__(self) -> str:
        return f"({self.left} {self.unit} {self.right})"


@dataclass(frozen=True)
class Weighted:
    """Counts `weight` times in the ranking; finds the same."""

    child: "Node"
    weight: float

    def __str__(self) -> str:
        return f"{self.child}^{self.weight:g}"


@dataclass(frozen=True)
class WithSynonyms:
    """Each word of `child` with its synonyms, where a dictionary is asked (`onestop.search.synonyms`); without one it
    finds what `child` finds."""

    child: "Node"
    crosses: bool = False
    """Between English and Chinese too."""

    def __str__(self) -> str:
        sign = "~~" if self.crosses else "~"
        match self.child:
            case Words() | Phrase() as term:
                text = f'"{term.text}"' if isinstance(term, Phrase) else term.text
                return f"{_codes(term)}{sign}{text}"
            case And() | Or() | Near() | Together():
                return f"{sign}{self.child}"
        return f"{sign}({self.child})"


@dataclass(frozen=True)
class Exact:
    """The field has exactly this value."""

    field: Field
    value: str

    def __str__(self) -> str:
        return f'{self.field.codes[0]}=="{self.value}"'


@dataclass(frozen=True)
class AnyOf:
    """The field has one of these values: a list of numbers."""

    field: Field
    values: tuple[str, ...]

    def __str__(self) -> str:
        shown = " ".join(self.values[:_SHOWN_VALUES])
        more = f" … {len(self.values)}" if len(self.values) > _SHOWN_VALUES else ""
        return f"{self.field.codes[0]}=({shown}{more})"


@dataclass(frozen=True)
class Range:
    """Between two values, both included; None is open. Days are YYYYMMDD numbers."""

    field: Field
    low: int | None
    high: int | None

    def __str__(self) -> str:
        return f"{self.field.codes[0]}=[{_bound(self.low)} TO {_bound(self.high)}]"


@dataclass(frozen=True)
class Not:
    child: "Node"

    def __str__(self) -> str:
        return f"NOT {self.child}"


@dataclass(frozen=True)
class And:
    children: tuple["Node", ...]

    def __str__(self) -> str:
        return f"({' AND '.join(map(str, self.children))})"


@dataclass(frozen=True)
class Or:
    children: tuple["Node", ...]

    def __str__(self) -> str:
        return f"({' OR '.join(map(str, self.children))})"


Node = (
    Everything
    | Words
    | Phrase
    | Pattern
    | Near
    | Together
    | Weighted
    | WithSynonyms
    | Exact
    | AnyOf
    | Range
    | Not
    | And
    | Or
)


def _codes(node: Words | Phrase | Pattern) -> str:
    return "" if node.is_free_text else ",".join(field.codes[0] for field in node.fields) + "="


def _bound(value: int | None) -> str:
    return "*" if value is None else str(value)
