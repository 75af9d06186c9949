"""Walking through a zip, and the zips in it, file by file, with bounds on everything that can be made to grow.

Each file is unpacked to one temporary place, under a name of our own: what a zip says of paths is only text here.
"""

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from onestop.core.errors import UserError

ZIP = b"PK\x03\x04"
MAX_DEPTH = 4
MAX_FILES = 200_000
MAX_UNPACKED = 50 * (1 << 30)
MAX_RATIO = 200
"""Unpacked to packed, of the whole package; real XML reaches 30. Looked at only beyond RATIO_FROM."""
RATIO_FROM = 100_000_000
_CHUNK = 1 << 20
# xlsx, docx and the like are zips too, but one document each.
_DOCUMENT_PARTS = ("[Content_Types].xml", "xl/", "word/", "ppt/")
# What the standard library raises over damaged and encrypted files.
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file of the package. `content` is there until the next is asked for."""

    path: str
    """Inside the package: 20230607/part1.zip/CN116000001A.xml"""
    content: Path
    size: int
    digest: str
    error: UserError | None = None
    """Why it could not be unpacked."""


class _Budget:
    """What may still be unpacked."""

    def __init__(self, packed: int) -> None:
        self.files = 0
        self.bytes = 0
        self.most = min(MAX_UNPACKED, max(RATIO_FROM, MAX_RATIO * packed))

    def take_files(self, count: int) -> None:
        self.files += count
        if self.files > MAX_FILES:
            raise bomb(_("其中的文件超过 %s 个") % f"{MAX_FILES:,}")

    def take_bytes(self, count: int) -> None:
        self.bytes += count
        if self.bytes > self.most:
            raise bomb(_("解压后超过 %s MB") % f"{self.most // 1_000_000:,}")


class _MemberError(Exception):
    """One file of the package can't be unpacked."""


def is_package(path: Path, name: str = "") -> bool:
    """A zip that is no office document. A zip too damaged to look into is what its name says."""
    with path.open("rb") as stream:
        if stream.read(4) != ZIP:
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not any(each.startswith(_DOCUMENT_PARTS) for each in archive.namelist())
    except _ERRORS:
        return (name or path.name).lower().endswith(".zip")


def members(path: Path) -> Iterator[Unpacked]:
    """Every file in the order of the package. Raises UserError for a bomb and for what is no whole zip."""
    with tempfile.TemporaryDirectory(prefix="onestop-package-") as folder:
        yield from _members(path, "", _Budget(path.stat().st_size), Path(folder), 1)


def _members(path: Path, inside: str, budget: _Budget, folder: Path, depth: int) -> Iterator[Unpacked]:
    if depth > MAX_DEPTH:
        raise bomb(_("压缩包套了 %s 层以上") % MAX_DEPTH)
    try:
        archive = zipfile.ZipFile(path)
    except _ERRORS as error:
        raise broken(error) from error
    with archive:
        parts = [
            part for part in archive.infolist() if not part.filename.endswith("/")
        ]  # it may have no name
        budget.take_files(len(parts))
        for part in parts:
            yield from _member(archive, part, inside + _name(part), budget, folder, depth)


def _member(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: str, budget: _Budget, folder: Path, depth: int
) -> Iterator[Unpacked]:
    target = folder / str(depth)
    try:
        digest = _unpack(archive, part, target, budget)
    except _MemberError as error:
        yield Unpacked(path, target, part.file_size, "", broken(error))
        return
    if is_package(target, path):
        try:
            zipfile.ZipFile(target).close()
        except _ERRORS as error:
            yield Unpacked(path, target, part.file_size, digest, broken(error))
            return
        yield from _members(target, f"{path}/", budget, folder, depth + 1)
    else:
        yield Unpacked(path, target, part.file_size, digest)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, target: Path, budget: _Budget) -> str:
    """Its SHA-256."""
    digest = hashlib.sha256()
    try:
        with archive.open(part) as stream, target.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                budget.take_bytes(len(chunk))
                digest.update(chunk)
                out.write(chunk)
    except _ERRORS as error:
        raise _MemberError(str(error)) from error
    return digest.hexdigest()


def _name(part: zipfile.ZipInfo) -> str:
    """Chinese Windows writes GB18030 without saying so, which zipfile reads as code page 437."""
    if part.flag_bits & _UTF8_NAME:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return part.filename


def bomb(reason: str) -> UserError:
    return UserError(
        "ingest.zip_bomb",
        _("压缩包不正常：%(reason)s，没有导入。") % {"reason": reason},
        _("可能是恶意文件。请向提供者核实；如确属正常，请分成几个较小的压缩包。"),
    )


def broken(error: Exception) -> UserError:
    return UserError(
        "ingest.broken_package",
        _("压缩包或其中的文件已损坏、加密或没有传完：%s。") % str(error)[:200],
        _("请重新下载；有密码的，请先解压。"),
    )
