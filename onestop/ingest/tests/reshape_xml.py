"""XML and HTML that stay well formed, with other texts, attributes and elements in other places."""

import random
import re
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from typing import Any

from lxml import etree

from onestop.ingest.tests.reshape import PART, Changed, starts, value

Element = Any
_DECLARATION = b"<?xml "
_LOCAL = re.compile("[}:]")
_RECORDS = tuple(
    frozenset(names.split())
    for names in (
        "PatentDocumentAndRelated", "cn-patent-document", "PRSRecord", "exchange-document", "TradeMark ApplicantDetails",
        "us-patent-grant us-patent-application", "Trademark",
    )
)  # fmt: skip
"""Elements of which each is a row, one of these for a sample."""


class XmlForm:
    """One XML document after the other, as weekly files have them."""

    def __init__(self, content: bytes, rows: int = 0, kinds: tuple[frozenset[str], ...] = _RECORDS) -> None:
        pieces = [_DECLARATION + piece for piece in content.split(_DECLARATION)[1:]] or [content]
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        self.trees = [etree.fromstring(piece, parser).getroottree() for piece in pieces]
        self.names = next((names for names in kinds if self._count(names) == rows), frozenset())
        self.count = rows if self.names else 0

    def _count(self, names: frozenset[str]) -> int:
        return sum(len(_named(tree, names)) for tree in self.trees)

    def changed(self, rng: random.Random) -> Changed:
        trees = list(self.trees)
        place = rng.randrange(len(trees))
        tree = trees[place] = deepcopy(trees[place])
        records = _named(tree, self.names)
        more = 0
        if records and rng.random() < 0.1:
            more = rng.choice((_repeat_record, _drop_record))(rng.choice(records))
        else:
            whole = rng.choice(records) if records else tree.getroot()
            inside = list(whole.iterdescendants("*"))
            if inside:
                rng.choice(_CHANGES)(rng.choice(inside), inside, rng)
        return Changed(_joined(trees), more, 1)

    def unchanged(self) -> bytes:
        return _joined(self.trees)

    def parts(self) -> "list[XmlForm]":
        return [self._part(start) for start in starts(self.count)]

    def _part(self, start: int) -> "XmlForm":
        trees = [deepcopy(tree) for tree in self.trees]
        records = [(tree, each) for tree in trees for each in _named(tree, self.names)]
        for place, (tree, each) in enumerate(records):
            if start <= place < start + PART:
                continue
            if each.getparent() is None:
                trees.remove(tree)
            else:
                each.getparent().remove(each)
        return XmlForm(_joined(trees), min(PART, self.count - start), (self.names,))


class HtmlForm:
    def __init__(self, content: bytes) -> None:
        self.tree = etree.ElementTree(etree.fromstring(content, etree.HTMLParser(encoding="utf-8")))
        self.count = 0

    def changed(self, rng: random.Random) -> Changed:
        tree = deepcopy(self.tree)
        inside = list(tree.getroot().iterdescendants("*"))
        rng.choice(_CHANGES)(rng.choice(inside), inside, rng)
        return Changed(etree.tostring(tree, encoding="utf-8", method="html"))

    def parts(self) -> list[XmlForm]:
        return []

    def unchanged(self) -> bytes:
        return bytes(etree.tostring(self.tree, encoding="utf-8", method="html"))


def _named(tree: Element, names: frozenset[str]) -> list[Element]:
    return [each for each in tree.getroot().iter("*") if _LOCAL.split(each.tag)[-1] in names]


def _joined(trees: list[Element]) -> bytes:
    return b"\n".join(map(_written, trees))


def _written(tree: Element) -> bytes:
    """lxml leaves a document type out whose name lacks the root's prefix."""
    url, root = tree.docinfo.system_url, tree.getroot()
    name = f"{root.prefix}:{etree.QName(root).localname}" if root.prefix else root.tag
    doctype = f'<!DOCTYPE {name} SYSTEM "{url}">\n' if url else ""
    return (
        b"<?xml version='1.0' encoding='utf-8'?>\n"
        + doctype.encode()
        + bytes(etree.tostring(root, encoding="utf-8"))
    )


def _repeat_record(record: Element) -> int:
    if record.getparent() is None:
        return 0
    record.addnext(deepcopy(record))
    return 1


def _drop_record(record: Element) -> int:
    if record.getparent() is None:
        return 0
    record.getparent().remove(record)
    return -1


def _text(element: Element, inside: list[Element], rng: random.Random) -> None:
    element.text = value(rng)


def _attribute(element: Element, inside: list[Element], rng: random.Random) -> None:
    if element.attrib:
        element.attrib[rng.choice(list(element.attrib))] = value(rng)
    else:
        element.attrib[rng.choice(("kind", "id", "format", "lang", "status", "sequence"))] = value(rng)


def _no_attribute(element: Element, inside: list[Element], rng: random.Random) -> None:
    element.attrib.clear()


def _without(element: Element, inside: list[Element], rng: random.Random) -> None:
    element.getparent().remove(element)


def _again(element: Element, inside: list[Element], rng: random.Random) -> None:
    for _each in range(rng.choice((1, 1, 2, 40))):
        element.addnext(deepcopy(element))


def _moved(element: Element, inside: list[Element], rng: random.Random) -> None:
    target = rng.choice(inside)
    if not any(each is element for each in (target, *target.iterancestors())):
        target.append(element)


def _renamed(element: Element, inside: list[Element], rng: random.Random) -> None:
    with suppress(ValueError):  # a prefix that the sample does not declare
        element.tag = rng.choice(inside).tag


def _emptied(element: Element, inside: list[Element], rng: random.Random) -> None:
    element.clear()


def _swapped(element: Element, inside: list[Element], rng: random.Random) -> None:
    other = rng.choice(inside)
    element.text, other.text = other.text, element.text


def _stranger(element: Element, inside: list[Element], rng: random.Random) -> None:
    child = etree.SubElement(element, rng.choice(("x", "{urn:x}x", "b", "p")))
    child.text, child.tail = value(rng), value(rng)


_CHANGES: tuple[Callable[[Element, list[Element], random.Random], None], ...] = (
    _text, _text, _text, _text, _attribute, _no_attribute, _without, _again, _moved, _renamed, _emptied, _swapped, _stranger,
)  # fmt: skip
