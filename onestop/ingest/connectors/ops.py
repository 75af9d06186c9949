"""Bibliography, family with legal events, and claims from the EPO's Open Patent Services, number by number.

Each raw answer becomes a file, and the file is imported: so every fact leads to the answer that told it.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from epo_ops.models import Docdb, Epodoc

from onestop.core.errors import UserError
from onestop.ingest.connectors.ops_client import Client, Fatal, NotHeld, answer, connect
from onestop.ingest.models import IngestRun
from onestop.ingest.services import ingest
from onestop.records.models import PatentKind
from onestop.records.values import application_number, document_number

PARTS = ("biblio", "family", "claims")


@dataclass(frozen=True)
class Wanted:
    """A number in the words of OPS."""

    number: str
    """As we write it: EP2400812A1, CN201510817712."""
    reference: str
    """publication or application."""
    input: Docdb | Epodoc


@dataclass(frozen=True)
class Part:
    """An answer that was kept, and its import."""

    name: str
    file: Path
    run: IngestRun


@dataclass(frozen=True)
class Fetched:
    number: str
    parts: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()
    """Parts that OPS does not have of this document."""
    error: UserError | None = None


def folder() -> Path:
    path: Path = settings.FETCHED_DIR / "ops"
    return path


def read_number(text: str) -> Wanted:
    """A publication number of any office, or a Chinese application number. Raises UserError."""
    if application_number.is_valid(text):
        number = application_number.clean(text)
        kind = application_number.kind_of(number)
        if kind is PatentKind.DESIGN:
            raise UserError(
                "ops.design", _("OPS 没有中国外观设计：%s。") % text.strip()[:40], _("请去掉这个号码。")
            )
        code = "U" if kind is PatentKind.UTILITY_MODEL else "A"
        return Wanted(f"CN{number[:-1]}", "application", Docdb(number[:-1], "CN", code))
    number = document_number.clean(text)
    serial, code = document_number.serial(number), document_number.kind_code(number)
    whole = Docdb(serial[2:], serial[:2], code) if code else Epodoc(serial)
    return Wanted(number, "publication", whole)


def fetch(wanted: Sequence[Wanted], parts: Sequence[str] = PARTS) -> Iterator[Fetched]:
    """One result for each number, in order. After a failure that would meet all the others too, nothing is asked."""
    with connect(folder()) as client:
        fatal: Fatal | None = None
        for each in wanted:
            fetched = Fetched(each.number, error=fatal) if fatal else _fetch_one(client, each, parts)
            fatal = fetched.error if isinstance(fetched.error, Fatal) else None
            yield fetched


def _fetch_one(client: Client, wanted: Wanted, parts: Sequence[str]) -> Fetched:
    done: list[Part] = []
    missing: list[str] = []
    try:
        for name in parts:
            try:
                file = _keep(wanted, name, answer(_question(client, wanted, name)))
            except NotHeld:
                missing.append(name)
                continue
            done.append(Part(name, file, ingest(file)))
    except UserError as error:
        return Fetched(wanted.number, tuple(done), tuple(missing), error)
    return Fetched(wanted.number, tuple(done), tuple(missing), None if done else _unknown(wanted))


def _question(client: Client, wanted: Wanted, name: str) -> Callable[[], requests.Response]:
    if name == "family":
        return lambda: client.family(wanted.reference, wanted.input, constituents=["legal"])
    return lambda: client.published_data(wanted.reference, wanted.input, endpoint=name)


def _keep(wanted: Wanted, name: str, content: bytes) -> Path:
    """Named by its content: the same answer is the same file, and no answer replaces another."""
    digest = hashlib.sha256(content).hexdigest()[:12]
    path = folder() / f"{wanted.number}-{name}-{digest}.xml"
    if not path.exists():
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(content)
        unfinished.replace(path)
    return path


def _unknown(wanted: Wanted) -> UserError:
    return UserError(
        "ops.unknown_number",
        _("OPS 没有 %s 的任何数据。") % wanted.number,
        _("请核对号码和文献种类代码；太新的文献可能还没有收录。"),
    )
