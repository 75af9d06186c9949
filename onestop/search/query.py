"""The tree a query is parsed to: small frozen dataclasses that every engine compiles and that print themselves.

`str(node)` is the parse shown back to the user, with all brackets.
"""

from dataclasses import dataclass

from onestop.search.schema import Field


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
class Prefix:
    """A Latin word or number that begins with `stem`, in one of `fields`."""

    fields: tuple[Field, ...]
    stem: str
    is_free_text: bool = False

    def __str__(self) -> str:
        return f"{_codes(self)}{self.stem}+"


@dataclass(frozen=True)
class Exact:
    """The field has exactly this value."""

    field: Field
    value: str

    def __str__(self) -> str:
        return f'{self.field.codes[0]}=="{self.value}"'


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


Node = Everything | Words | Phrase | Prefix | Exact | Range | Not | And | Or


def _codes(node: Words | Phrase | Prefix) -> str:
    return "" if node.is_free_text else ",".join(field.codes[0] for field in node.fields) + "="


def _bound(value: int | None) -> str:
    return "*" if value is None else str(value)
