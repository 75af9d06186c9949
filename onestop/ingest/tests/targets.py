"""What is fuzzed: each reader with its samples, as they can be damaged, and as they can be changed in their structure."""

import random
from codecs import BOM_UTF8, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from onestop.core.errors import UserError
from onestop.ingest.sources import SOURCES
from onestop.ingest.sources.spreadsheet.workbook import _sheets
from onestop.ingest.tests import damage, fuzz
from onestop.ingest.tests.reshape import Form
from onestop.ingest.tests.reshape_json import JsonForm
from onestop.ingest.tests.reshape_table import LinesForm, TableForm
from onestop.ingest.tests.reshape_xml import HtmlForm, XmlForm
from onestop.ingest.tests.reshape_zip import PackageForm, PartsForm, WorkbookForm, xml_part

TABLES = ("csv", "xlsx", "xls")
"""What the reader of spreadsheets reads, each with its own way in."""
READERS = (
    *(each.name for each in SOURCES if each.name != "spreadsheet"),
    *(f"spreadsheet {suffix}" for suffix in TABLES),
    "package",
)
_SEVERAL_ROWS = ("query_service",)
"""A record of theirs may become any number of rows: the application and each of its fees."""
_RESHAPED = 0.7
_DAMAGED_TOO = 0.1


@dataclass(frozen=True, slots=True)
class Input:
    content: bytes
    before: fuzz.Seen | None = None
    """What became of the sample; where it can be compared …"""
    more: int | None = None
    touched: int | None = None
    """… and how far it may differ."""

    def require_nothing_lost(self, after: fuzz.Seen) -> None:
        if self.before and self.before.source == after.source:
            fuzz.require_nothing_lost(self.before, after, self.more, self.touched)


@dataclass(frozen=True, slots=True)
class Sample:
    suffix: str
    content: bytes
    form: Form | None
    before: fuzz.Seen | None


class Target:
    def __init__(self, reader: str) -> None:
        self.samples = _package() if reader == "package" else _samples(reader)
        self.others = [each.content for each in self.samples]

    def input(self, rng: random.Random) -> tuple[str, Input]:
        """Suffix and content."""
        sample = rng.choice(self.samples)
        return sample.suffix, self._input(sample, rng)

    def _input(self, sample: Sample, rng: random.Random) -> Input:
        if sample.form is None or rng.random() > _RESHAPED:
            return Input(damage.damaged(sample.content, self.others, rng))
        changed = sample.form.changed(rng)
        if rng.random() < _DAMAGED_TOO:
            return Input(damage.damaged(changed.content, self.others, rng))
        return Input(changed.content, sample.before, changed.more, changed.touched)


def _samples(reader: str) -> list[Sample]:
    source, _space, suffix = reader.partition(" ")
    paths = sorted((fuzz.FOLDER / source / "samples").iterdir())
    return [
        sample
        for path in paths
        if path.suffix != ".json" and (not suffix or path.suffix.replace("tsv", "csv") == f".{suffix}")
        for sample in _of_file(path)
    ]


def _of_file(path: Path) -> Iterator[Sample]:
    """As it is, and in parts; a workbook twice: its own XML, and its cells in a workbook of ours."""
    content, rows = path.read_bytes(), len(fuzz.rows(path))
    forms = [_form(path.name, content, rows)]
    if path.suffix == ".xlsx":
        name, sheet = next(iter(_sheets(path).items()))
        forms.append(WorkbookForm(name, list(sheet.rows()), rows))
    for form in forms:
        yield _sample(path, content, form)
        for part in form.parts() if form else ():
            if isinstance(
                _seen(part.unchanged(), path.suffix), fuzz.Seen
            ):  # not one that is refused by itself
                yield _sample(path, part.unchanged(), part)


def _form(name: str, content: bytes, data: int) -> Form | None:
    match name.rpartition(".")[2]:
        case "xml":
            return XmlForm(content, data)
        case "html":
            return HtmlForm(content)
        case "jsonl" | "answer":
            return JsonForm(content)
        case "txt":
            return JsonForm(content) if content.startswith(b"[") else LinesForm(content, data)
        case "csv" | "tsv":
            return TableForm(content, data, _encoding(content), "\t" if name.endswith("tsv") else ",")
        case "xlsx":
            return PartsForm(content, xml_part)
        case "zip":
            return PartsForm(content, lambda part, text: _form(part, text, text.count(b"\n") - 1))
    return None


def _encoding(content: bytes) -> str:
    if content.startswith(BOM_UTF16_LE):
        return "utf-16"
    if content.startswith(BOM_UTF8):
        return "utf-8-sig"
    try:
        content.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _sample(path: Path, content: bytes, form: Form | None) -> Sample:
    """Compared is only what this reader reads, and what has a row for each record that its form counts."""
    before = _seen(form.unchanged(), path.suffix) if form and form.count else None
    if form and isinstance(before, fuzz.Seen):
        source = path.parts[-3]
        is_ours = before.source == source and source not in _SEVERAL_ROWS
        return Sample(
            path.suffix, content, form, before if is_ours and len(before.rows) == form.count else None
        )
    return Sample(path.suffix, content, form, None)


def _seen(content: bytes, suffix: str) -> fuzz.Seen | UserError:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"input{suffix}"
        path.write_bytes(content)
        return fuzz.seen(path)


def _package() -> list[Sample]:
    paths = [
        path for path in sorted(fuzz.FOLDER.glob("*/samples/*")) if path.suffix in (".xml", ".jsonl", ".csv")
    ]
    forms = [(path.suffix, _form(path.name, path.read_bytes(), len(fuzz.rows(path)))) for path in paths]
    package = PackageForm([(suffix, form) for suffix, form in forms if form])
    content = package.changed(random.Random(1)).content
    return [Sample(".zip", content, package, None)]
