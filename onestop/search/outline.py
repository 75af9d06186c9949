"""A query as a nested outline in plain words, so that its reading can be followed step by step."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onestop.search.query import (
    And,
    AnyOf,
    Everything,
    Exact,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Together,
    Unit,
    Weighted,
    WithSynonyms,
    Words,
)
from onestop.search.schema import Field, FieldType

_SHOWN_VALUES = 20


@dataclass(frozen=True)
class Branch:
    """One step: what it asks for, of which fields, and the parts it is made of."""

    sign: str
    """AND, OR, NOT, 5W, S …; empty for a condition."""
    label: str
    fields: str
    """Labels of the fields; empty for anywhere and for what only joins."""
    value: str
    children: tuple["Branch", ...] = ()


def outline(node: Node) -> Branch:  # noqa: C901 - one case a node
    match node:
        case Everything():
            return Branch("", _("全部文献"), "", "")
        case And(children):
            return Branch("AND", _("以下都要满足"), "", "", _all(children))
        case Or(children):
            return Branch("OR", _("以下满足一个即可"), "", "", _all(children))
        case Not(child):
            return Branch("NOT", _("以下不得出现"), "", "", _all([child]))
        case Near(_fields, left, right, most, is_ordered):
            words = _("按先后，最多隔 %d 个字") if is_ordered else _("不分先后，最多隔 %d 个字")
            return Branch(f"{most}{'W' if is_ordered else 'D'}", words % most, "", "", _all([left, right]))
        case Together(_fields, left, right, unit):
            return Branch(unit.value, _unit(unit), "", "", _all([left, right]))
        case Weighted(child, weight):
            return Branch(f"^{weight:g}", _("排序时的权重"), "", f"{weight:g}", _all([child]))
        case WithSynonyms(child, crosses):
            words = _("连同同义词和英文、中文的说法") if crosses else _("连同同义词")
            return Branch("~~" if crosses else "~", words, "", "", _all([child]))
        case Words(fields, text, is_free):
            return Branch("", _("含有词"), _labels(fields, is_free), text)
        case Phrase(fields, text, is_free):
            return Branch("", _("含有一字不差的"), _labels(fields, is_free), text)
        case Pattern(fields, text, is_free):
            return Branch("", _("符合截词"), _labels(fields, is_free), text)
        case Exact(field, value):
            return Branch("", _("等于"), str(field.label), value)
        case AnyOf(field, values):
            more = f" … {len(values)}" if len(values) > _SHOWN_VALUES else ""
            return Branch("", _("是其中之一"), str(field.label), " ".join(values[:_SHOWN_VALUES]) + more)
        case Range(field, low, high):
            return Branch("", _("介于"), str(field.label), f"{_bound(field, low)} – {_bound(field, high)}")


def _unit(unit: Unit) -> str:
    match unit:
        case Unit.SENTENCE:
            return _("在同一句里")
        case Unit.PARAGRAPH:
            return _("在同一段里")
        case Unit.CLAIM:
            return _("在同一项权利要求里")


def _all(nodes: Iterable[Node]) -> tuple[Branch, ...]:
    return tuple(map(outline, nodes))


def _labels(fields: tuple[Field, ...], is_free: bool) -> str:
    return "" if is_free else "、".join(str(field.label) for field in fields)


def _bound(field: Field, value: int | None) -> str:
    if value is None:
        return _("不限")
    digits = str(value)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if field.type == FieldType.DATE else digits
