"""Inputs made from the samples by damaging them, and what must hold of any input whatever.

Either the file is refused with a UserError that says what to do, or every row of it ends as a record that can be
stored or as a rejection with a reason. Nothing else may come out, and nothing may take long.
"""

import random
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from onestop.core.errors import UserError
from onestop.ingest import sources
from onestop.ingest.cleaning import Cleaned, clean
from onestop.ingest.models import RowOutcome
from onestop.ingest.packages.package import open_file
from onestop.ingest.preflight import inspect
from onestop.ingest.tests import make
from onestop.records.models import (
    Citation,
    Classification,
    DocumentEvent,
    FullText,
    Holder,
    HolderName,
    Honour,
    LegalEvent,
    Party,
    Patent,
    Priority,
    Publication,
    TrademarkEvent,
    TransactionRight,
)
from onestop.records.registers.all import REGISTERS
from onestop.records.registers.records import (
    DocumentRecord,
    HolderRecord,
    HonourRecord,
    PopulationSeries,
    TrademarkRecord,
    TransactionRecord,
)
from onestop.records.types import PatentRecord

FOLDER = Path(sources.__file__).parent
SECONDS = 10
"""No damaged sample of some kilobytes may take longer, on however busy a machine."""
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


def samples(*, with_xls: bool = False) -> dict[str, bytes]:
    """xls files are read in a process of their own, which takes time."""
    paths = (path for path in sorted(FOLDER.glob("*/samples/*")) if path.suffix != ".json")
    found = {path.name: path.read_bytes() for path in paths if with_xls or path.suffix != ".xls"}
    texts = {name: content for name, content in found.items() if name.endswith((".xml", ".jsonl"))}
    inner = make.zipped({"inner.zip": make.zipped(texts), "readme.txt": "made"})
    return found | {"package.zip": make.zipped(texts), "nested.zip": inner}


def damaged(content: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    for _each in range(rng.choice((1, 1, 1, 2, 3, 8))):
        if rng.random() < 0.05:
            content = _splice(content, rng.choice(others), rng)
        else:
            content = rng.choice(_MUTATIONS)(content, rng)
    return content


def repacked(texts: Sequence[bytes], rng: random.Random) -> bytes:
    """A sound zip of damaged files, some of them zips."""
    content: dict[str, bytes | str] = {
        f"{index}.xml": damaged(each, texts, rng) for index, each in enumerate(rng.sample(texts, 2))
    }
    return make.zipped({"inner.zip": make.zipped(content)} if rng.random() < 0.3 else content)


def attempt(path: Path) -> str:
    """Read it as an import would. The code of the refusal, or empty."""
    with _limit(SECONDS):
        try:
            table = open_file(path, {})
            expected = inspect(table)
            found = [(row, None if row.is_blank else clean(row, table, "")) for row in table.rows()]
        except UserError as error:
            assert error.message, error.code
            return error.code
    assert len(found) == expected, f"{expected} rows were announced, {len(found)} came"
    for _row, cleaned in found:
        if cleaned:
            _require_told(cleaned)
    return ""


def _require_told(cleaned: Cleaned) -> None:
    if cleaned.record is None:
        assert cleaned.findings[0].outcome == RowOutcome.REJECTED, "a row was lost without a word"
        return
    record = cleaned.record
    if isinstance(record, PatentRecord):
        assert record.application_number or record.publications
    elif isinstance(record, HolderRecord):
        assert 0 < len(record.name) <= limit(Holder, "name")
        return
    else:
        assert record.key, "nothing could find the entry again"
    for each in fields(record):
        for text in _texts(getattr(record, each.name)):
            text.encode()
            assert "\0" not in text, "PostgreSQL stores no NUL"
    lengths = _lengths(record) if isinstance(record, PatentRecord) else _lengths_of_entry(record)
    assert all(length <= limit for length, limit in lengths), "longer than its column"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _lengths_of_entry(record: Any) -> Iterator[tuple[int, int]]:
    """Of what goes into columns of the register's table under its own name."""
    if isinstance(record, PopulationSeries):
        assert record.records
        yield from (pair for each in record.records for pair in _lengths_of_entry(each))
        return
    model = REGISTERS[type(record)].model
    yield len(record.key), limit(model, "key")
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, str) and hasattr(model, each.name) and (most := limit(model, each.name)):
            yield len(value), most
    if isinstance(record, HonourRecord):
        yield len(record.holder.name), limit(Honour, "name")
        yield len(record.holder.address), limit(Holder, "address")
        yield from ((len(each), limit(HolderName, "name")) for each in record.holder.former_names)
    if isinstance(record, TransactionRecord):
        yield from ((len(each), limit(TransactionRight, "number")) for each in record.rights)
    if isinstance(record, TrademarkRecord):
        yield from ((len(each.name), limit(TrademarkEvent, "name")) for each in record.events)
        yield from ((len(each.code), limit(TrademarkEvent, "code")) for each in record.events)
    if isinstance(record, DocumentRecord):
        yield from _lengths_of_edges(record)
        yield from ((len(each.code), limit(DocumentEvent, "code")) for each in record.events)
        yield from ((len(each.country), limit(DocumentEvent, "country")) for each in record.events)


def _lengths_of_edges(record: PatentRecord | DocumentRecord) -> Iterator[tuple[int, int]]:
    yield from ((len(each.claimed), limit(Priority, "claimed")) for each in record.priorities)
    for name in ("cited", "text", "category", "phase"):
        yield from ((len(getattr(each, name)), limit(Citation, name)) for each in record.citations)
    for name in ("document", "language"):
        yield from ((len(getattr(each, name)), limit(FullText, name)) for each in record.texts)


def limit(model: type, field: str) -> int:
    return model._meta.get_field(field).max_length or 0  # type: ignore[attr-defined]


def _lengths(record: PatentRecord) -> Iterator[tuple[int, int]]:
    yield len(record.title), limit(Patent, "title")
    yield len(record.application_number), limit(Patent, "application_number")
    yield len(record.address), limit(Patent, "address")
    yield len(record.pct_application), limit(Patent, "pct_application")
    yield len(record.pct_publication), limit(Patent, "pct_publication")
    yield from _lengths_of_edges(record)
    for name in ("applicants", "patentees", "inventors", "agencies", "agents"):
        yield from ((len(each), limit(Party, "name")) for each in getattr(record, name))
    yield from (
        (len(each), limit(Classification, "symbol")) for each in record.ipc + record.locarno + record.cpc
    )
    yield from ((len(each.number), limit(Publication, "number")) for each in record.publications)
    yield from ((len(each.reference), limit(LegalEvent, "reference")) for each in record.events)


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"not read within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


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
