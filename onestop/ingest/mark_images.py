"""Pictures of marks from a folder or a zip: whose each is, is said by a record that names the file, else by its name.

`12345678.png`, `12345678_9.jpg`, `US-99000001.tif`: the number of the application or registration, perhaps the
office before it, anything behind it. What strangers packed is bounded, opened as one of a few formats, and drawn anew.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.db.models import Q
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.ingest.packages.archive import is_package, members
from onestop.records.mark_images import store
from onestop.records.marks.pictures import MAX_BYTES
from onestop.records.models import Trademark
from onestop.records.trademark_queries import canonical

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".jpe", ".gif", ".webp", ".bmp", ".tif", ".tiff"})
_NAME = re.compile(r"(?:([A-Za-z]{2})[-_ ])?([A-Za-z]?[0-9]{1,20}[A-Za-z]?)(?:[-_ (（].*)?")
Owner = tuple[str, str]
"""Office and number."""


@dataclass(frozen=True)
class Refused:
    path: str
    error: UserError


@dataclass
class Loaded:
    stored: int = 0
    unchanged: int = 0
    other: int = 0
    """Files that are no pictures by their names."""
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class _File:
    path: str
    content: Path
    error: UserError | None = None


def load(path: Path, office: str = "CN") -> Loaded:
    """`office` is for names that say none. Raises UserError for a broken zip; a bad picture costs that picture."""
    loaded, seen = Loaded(), set[Owner]()
    for file in _files(path):
        if PurePosixPath(file.path).suffix.lower() not in SUFFIXES or "__MACOSX" in file.path:
            loaded.other += 1
            continue
        try:
            _take(file, office, seen, loaded)
        except UserError as error:
            loaded.refused.append(Refused(file.path, error))
    return loaded


def _take(file: _File, office: str, seen: set[Owner], loaded: Loaded) -> None:
    if file.error:
        raise file.error
    owners = owners_of(PurePosixPath(file.path).name, office)
    if again := [number for _office, number in owners if (_office, number) in seen]:
        raise UserError(
            "picture.second",
            _("%s 号在这批文件里已有一张图。") % again[0],
            _("一个号码只存一张图，按文件名先后取第一张。"),
        )
    data = _read(file.content)
    is_new = [store(*owner, data, file.path) for owner in owners]
    seen.update(owners)
    loaded.stored += any(is_new)
    loaded.unchanged += not any(is_new)


def _read(path: Path) -> bytes:
    """One byte more than allowed is enough to refuse it."""
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def owners_of(name: str, office: str) -> list[Owner]:
    """Raises UserError where no mark here is meant."""
    named = Trademark.objects.filter(picture_file=name).values_list("office", "number").distinct()
    if owners := list(named.order_by("office", "number")):
        return owners
    match = _NAME.fullmatch(PurePosixPath(name).stem)
    if match is None:
        raise UserError(
            "picture.no_number",
            _("文件名“%s”里没有商标号，也没有记录提到这个文件名。") % name[:60],
            _("请用申请号或注册号作文件名，例如 12345678.png、US-99000001.png。"),
        )
    said = (match[1] or office).upper()
    return [_owner(said, canonical(said, match[2]))]


def _owner(office: str, number: str) -> Owner:
    found = Trademark.objects.filter(Q(number=number) | Q(registration_number=number), office=office)
    numbers = sorted(set(found.values_list("number", flat=True)), key=lambda each: (each != number, each))
    if not numbers:
        raise UserError(
            "picture.unknown_mark",
            _("本站没有 %(office)s 的第 %(number)s 号商标。") % {"office": office, "number": number},
            _("请先导入商标数据，再装入图样。"),
        )
    return office, numbers[0]


def _files(path: Path) -> Iterator[_File]:
    """In the order of their names. A link may point anywhere: it is not followed."""
    if path.is_dir():
        for folder, folders, names in os.walk(path):
            folders.sort()
            for name in sorted(names):
                file = Path(folder) / name
                if file.is_file() and not file.is_symlink():
                    yield _File(file.relative_to(path).as_posix(), file)
    elif is_package(path):
        for member in members(path):
            yield _File(member.path, member.content, member.error)
    else:
        yield _File(path.name, path)
