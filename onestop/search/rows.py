"""The rows of a form and the query they say: field, operator, value, joined by AND, OR, NOT. Both ways.

Rows are read as the query language is: NOT before AND before OR. A query with brackets, distances, weights or
several fields at once says more than rows can; `rows_of` then raises `NotRows` with the part that does not fit.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onestop.search.lexer import tokenise
from onestop.search.query import (
    And,
    AnyOf,
    Everything,
    Exact,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    WithSynonyms,
    Words,
)
from onestop.search.schema import DocumentType, Field, FieldType

JOINERS = ("AND", "OR", "NOT")
ALL, ANY, PHRASE, IS, BETWEEN = OPERATORS = ("all", "any", "phrase", "is", "between")
MAX_ROWS = 20
_TERM = re.compile(r'~{0,2}"[^"]*"|[^\s"]+')
_OPERATORS = {
    FieldType.TEXT: (ALL, ANY, PHRASE, IS),
    FieldType.KEYWORD: (IS, ANY),
    FieldType.DATE: (BETWEEN,),
    FieldType.NUMBER: (BETWEEN,),
}


@dataclass(frozen=True)
class Row:
    joiner: str = "AND"
    """AND, OR, NOT: how it stands to the rows above."""
    field: str = ""
    """Name of the field; empty is anywhere."""
    operator: str = ALL
    """all, any of the words; phrase; is (the whole value); between."""
    value: str = ""
    until: str = ""
    """The other end of between; empty is open."""


class NotRows(ValueError):
    """This part of a query cannot be said in rows."""

    def __init__(self, node: Node) -> None:
        super().__init__(str(node))


def operators_of(field: Field | None) -> tuple[str, ...]:
    """What can be asked of a field; whole values only where they are kept."""
    if field is None:
        return (ALL, ANY, PHRASE)
    found = _OPERATORS[field.type]
    return found if field.type != FieldType.TEXT or field.facet else found[:-1]


def text_of(rows: Sequence[Row], document_type: DocumentType) -> str:
    """The query; rows without a value say nothing."""
    text = ""
    for row in rows:
        if term := _term(row, document_type):
            joiner = row.joiner if text or row.joiner == "NOT" else ""
            text += f" {joiner} {term}"
    return text.strip()


def _term(row: Row, document_type: DocumentType) -> str:
    field = document_type.by_name.get(row.field)
    operator = row.operator if row.operator in operators_of(field) else operators_of(field)[0]
    code = f"{field.codes[0]}=" if field else ""
    if operator == BETWEEN:
        ends = (row.value.strip(), row.until.strip())
        return f"{code}[{' TO '.join(end or '*' for end in ends)}]" if any(ends) else ""
    if not (bare := row.value.replace('"', " ").strip()):
        return ""
    if operator == IS and field:
        return f'{code}="{bare}"' if field.type == FieldType.TEXT else f"{code}{_safe(bare, document_type)}"
    if operator == PHRASE:
        return f'{code}"{bare}"'
    terms = [_safe(term, document_type) for term in _TERM.findall(row.value)]
    joined = (" OR " if operator == ANY else " ").join(terms)
    return f"{code}({joined})" if len(terms) > 1 else f"{code}{joined}"


def _safe(term: str, document_type: DocumentType) -> str:
    """Quoted where the query language would take it for something else than a word."""
    if term.lstrip("~").startswith('"'):
        return term
    inside = tokenise(f'"" {term} ""', document_type)[1:-2]  # between terms, where operators are understood
    return term if [(each.kind, each.text) for each in inside] == [("word", term)] else f'"{term}"'


def within_brackets(text: str, node: Node) -> str:
    """The query so that it can stand inside another one: a list of numbers is one only by itself."""
    match node:
        case Exact(field, value) if field.identifies:
            return f"{field.codes[0]}={value}"
        case AnyOf(field, values):
            return f"{field.codes[0]}=({' '.join(values)})"
        case Or(children) if all(isinstance(child, AnyOf) for child in children):
            return " OR ".join(within_brackets("", child) for child in children)
    return text


def rows_of(node: Node, document_type: DocumentType) -> tuple[Row, ...]:
    """Raises NotRows."""
    if isinstance(node, Everything):
        return ()
    groups = node.children if isinstance(node, Or) and not _is_row(node, document_type) else (node,)
    found = [row for index, group in enumerate(groups) for row in _group(group, document_type, index > 0)]
    if len(found) > MAX_ROWS:
        raise NotRows(node)
    return tuple(found)


def _group(node: Node, document_type: DocumentType, is_alternative: bool) -> list[Row]:
    """What AND and NOT join, those to be excluded last: after OR only a condition can stand."""
    parts = node.children if isinstance(node, And) and not _is_row(node, document_type) else (node,)
    wanted = [_row(part, document_type) for part in parts if not isinstance(part, Not)]
    unwanted = [_row(part.child, document_type) for part in parts if isinstance(part, Not)]
    if is_alternative:
        if not wanted:
            raise NotRows(node)
        wanted[0] = replace(wanted[0], joiner="OR")
    return [*wanted, *(replace(each, joiner="NOT") for each in unwanted)]


def _is_row(node: Node, document_type: DocumentType) -> bool:
    try:
        _row(node, document_type)
    except NotRows:
        return False
    return True


def _row(node: Node, document_type: DocumentType) -> Row:
    match node:
        case Phrase(_, text):
            return Row("AND", _field(node, document_type), PHRASE, text)
        case Words() | Pattern():
            return Row("AND", _field(node, document_type), ALL, _word(node))
        case WithSynonyms(Words() | Phrase() as term):
            signed = replace(node, child=replace(term, is_free_text=True))
            return Row("AND", _field(term, document_type), ALL, str(signed))
        case And(children) | Or(children):
            return _several(node, children, document_type)
        case Exact(field, value):
            return Row("AND", field.name, IS, value)
        case AnyOf(field, values):
            return Row("AND", field.name, ANY, " ".join(values))
        case Range(field, low, high):
            return Row("AND", field.name, BETWEEN, *(_bound(each, field) for each in (low, high)))
    raise NotRows(node)


def _several(node: And | Or, children: tuple[Node, ...], document_type: DocumentType) -> Row:
    """Words side by side in one field, or alternatives of one field."""
    is_any = isinstance(node, Or)
    if is_any and all(isinstance(child, Exact) for child in children):
        names = {child.field.name for child in children if isinstance(child, Exact)}
        values = [child.value for child in children if isinstance(child, Exact)]
        is_text = any(child.field.type == FieldType.TEXT for child in children if isinstance(child, Exact))
    else:
        names = {_field(child, document_type) for child in children}
        values, is_text = [_word(child) for child in children], False
    if len(names) != 1 or is_text:
        raise NotRows(node)
    return Row("AND", names.pop(), ANY if is_any else ALL, " ".join(values))


def _field(node: Node, document_type: DocumentType) -> str:
    """The one field in which words are looked for; empty for anywhere."""
    if not isinstance(node, Words | Phrase | Pattern):
        raise NotRows(node)
    if node.is_free_text:
        return ""
    if len(node.fields) != 1:
        raise NotRows(node)
    return node.fields[0].name


def _word(node: Node) -> str:
    assert isinstance(node, Words | Phrase | Pattern)
    return f'"{node.text}"' if isinstance(node, Phrase) else node.text


def _bound(value: int | None, field: Field) -> str:
    if value is None:
        return ""
    digits = str(value)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if field.type == FieldType.DATE else digits


def filled(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row.value.strip() or row.until.strip())
