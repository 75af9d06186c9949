"""Bytes damaged at random: cut, flipped, repeated, spliced, with other texts in cells and between tags."""

import random
import re
from collections.abc import Callable, Sequence

TAG = re.compile(rb"<[^<>]{1,200}>")
CELL = re.compile(rb"(?<=[,\n])[^,\n\"]{0,300}(?=[,\n])")
VALUE = re.compile(rb"(?<=[>\"])([^<>\"\n]{1,300})(?=[<\"])")
TOKENS = (
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?x", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"'",
    b"&#0;", b"&#x10FFFF;", b"&lt;", b"&nothing;", b"\r", b"\n", b"{", b"}", b"\\ud800", b"=cmd|'/C calc'!A0", b"-1",
    b"99999999999999999999", b"20159999", b"\xe2\x80\xae", b"PK\x03\x04", b"xmlns='x'", b"xmlns:base=''", b";" * 99,
    b"<?xml version='1.0'?>",
    b"<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>", b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
)  # fmt: skip
DOCTYPES = (
    b"<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>",
    b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
    b"<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;]>",
    b"<!DOCTYPE a [<!ENTITY % p '<!ENTITY q \"x\">'> %p;]>",
    b"<!DOCTYPE a [<!ELEMENT a ANY><!ATTLIST a b CDATA 'x'>]>",
)
VALUES = (
    "长" * 600, "A" * 20_000, "0", "-", "；；；", "2015100000010", "CN201510000001.1", "US2016000001A1", "CN105300001",
    "20159999", "00010101", "99991231", "2016年2月30日", "E21D 20/02 (2006.01) I", "99-99", "E21D" * 200, "\u202e甲",
    "\ue000", "&#x1F600;", "&#13;&#10;", "&#xFFFD;", "&amp;lt;", "授权", "专利权的终止", "终止日期:20991231", " ",
    "EP20100167109", "PCT/US98/16128", "US 10/991,571", "S" * 30, "D", "&SACUTE;", "docdb",
    "叁佰万元整", "1亿5", "999999999999亿元", "2022-12-19至2021-12-18", "44914", "等5件", "合计", "国家级", "全国",
    "登记号:" + "Y1" * 60, "()[]【】《》" * 50,
)  # fmt: skip
Mutation = Callable[[bytes, random.Random], bytes]


def damaged(content: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    for _each in range(rng.choice((1, 1, 1, 2, 3, 8))):
        if rng.random() < 0.05:
            content = _splice(content, rng.choice(others), rng)
        else:
            content = rng.choice(_MUTATIONS)(content, rng)
    return content


def _place(content: bytes, rng: random.Random) -> int:
    return rng.randrange(len(content) + 1)


def _flip(content: bytes, rng: random.Random) -> bytes:
    at = _place(content, rng)
    return content[:at] + bytes([rng.randrange(256)]) + content[at + 1 :]


def _cut(content: bytes, rng: random.Random) -> bytes:
    return content[: _place(content, rng)]


def _remove(content: bytes, rng: random.Random) -> bytes:
    at = _place(content, rng)
    return content[:at] + content[at + rng.choice((1, 5, 50, 500)) :]


def _repeat(content: bytes, rng: random.Random) -> bytes:
    at, length = _place(content, rng), rng.choice((1, 10, 100, 1000))
    return (
        content[: at + length]
        + content[at : at + length] * rng.choice((1, 1, 3, 50))
        + content[at + length :]
    )


def _token(content: bytes, rng: random.Random) -> bytes:
    at = _place(content, rng)
    return content[:at] + rng.choice(TOKENS) + content[at:]


def _noise(content: bytes, rng: random.Random) -> bytes:
    at = _place(content, rng)
    return content[:at] + rng.randbytes(rng.choice((1, 4, 40))) + content[at:]


def _swap_tags(content: bytes, rng: random.Random) -> bytes:
    tags = list(TAG.finditer(content))
    if len(tags) < 2:
        return _flip(content, rng)
    first, second = sorted(rng.sample(tags, 2), key=lambda tag: tag.start())
    between = content[first.end() : second.start()]
    return content[: first.start()] + second[0] + between + first[0] + content[second.end() :]


def _remove_tag(content: bytes, rng: random.Random) -> bytes:
    tags = list(TAG.finditer(content))
    if not tags:
        return _flip(content, rng)
    tag = rng.choice(tags)
    return content[: tag.start()] + content[tag.end() :]


def _doctype(content: bytes, rng: random.Random) -> bytes:
    return content.replace(b"?>", b"?>" + rng.choice(DOCTYPES), 1)


def _value(content: bytes, rng: random.Random) -> bytes:
    """Another text between two tags or quotes: well formed, but nothing that one expects there."""
    places = list(VALUE.finditer(content))
    if not places:
        return _token(content, rng)
    place = rng.choice(places)
    return content[: place.start(1)] + rng.choice(VALUES).encode() + content[place.end(1) :]


def _cell(content: bytes, rng: random.Random) -> bytes:
    """Another text in a cell of a CSV."""
    places = list(CELL.finditer(content))
    if not places:
        return _token(content, rng)
    place = rng.choice(places)
    return content[: place.start()] + rng.choice(VALUES).encode() + content[place.end() :]


def _nest(content: bytes, rng: random.Random) -> bytes:
    tags = list(TAG.finditer(content))
    at = rng.choice(tags).end() if tags else _place(content, rng)
    depth = rng.choice((3, 100, 300, 5000))
    return content[:at] + b"<x>" * depth + b"</x>" * depth + content[at:]


def _splice(content: bytes, other: bytes, rng: random.Random) -> bytes:
    return content[: _place(content, rng)] + other[_place(other, rng) :]


_MUTATIONS: tuple[Mutation, ...] = (
    _flip, _flip, _cut, _remove, _repeat, _token, _token, _noise, _swap_tags, _remove_tag, _nest,
    _value, _value, _value, _doctype, _cell, _cell,
)  # fmt: skip
