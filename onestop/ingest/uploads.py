"""Files that people send through a page: stored under a harmless name, never opened by it."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from onestop.accounts.access import require
from onestop.accounts.models import User
from onestop.core import audit, clock
from onestop.core.errors import UserError
from onestop.ingest.inbox import OPTIONS_FILE, UNFINISHED, free_name, make_folders
from onestop.ingest.inbox_texts import RESULT_SUFFIX
from onestop.ingest.models import IngestRun
from onestop.records.models import SourceFile

MAX_REPAIRED_BYTES = 10 * 2**20
"""The table of one run's rejected rows: it is imported while the person waits."""
_HARMFUL = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
_LONGEST_BYTES = 150  # a file system allows 255, and the inbox may add to it


def drop(name: str, chunks: Iterable[bytes], actor: User) -> Path:
    """Into the inbox, from which it is imported in the background."""
    require(actor, "ingest.run")
    folder = make_folders() / "web"
    path = free_name(folder, safe_name(name))
    _write(path, chunks)
    audit.record(actor, "ingest.dropped", SourceFile(name=path.name), after={"name": path.name})
    return path


def keep_repaired(run: IngestRun, name: str, chunks: Iterable[bytes], size: int) -> Path:
    if size > MAX_REPAIRED_BYTES:
        raise UserError(
            "upload.too_large",
            _("文件有 %(size).1f MB，超过 %(most)d MB。")
            % {"size": size / 2**20, "most": MAX_REPAIRED_BYTES >> 20},
            _("请分成几个文件上传，或在数据文件页上传，由后台导入。"),
        )
    moment = clock.now().strftime("%Y%m%d-%H%M%S-%f")
    path = Path(settings.DATA_DIR) / "uploads" / f"run-{run.pk}" / f"{moment}-{safe_name(name)}"
    _write(path, chunks)
    return path


def safe_name(name: str) -> str:
    """What is left of a name that a browser sent: no folders, no control characters, none that the inbox skips."""
    cleaned = _HARMFUL.sub("_", name).strip(" ._") or "file"
    stem, dot, suffix = cleaned.rpartition(".")
    room = _LONGEST_BYTES - len(suffix.encode()[:20]) - 1
    if dot:
        cleaned = f"{_cut(stem, room)}.{_cut(suffix, 20)}"
    cleaned = _cut(cleaned, _LONGEST_BYTES)
    skipped = cleaned == OPTIONS_FILE or cleaned.lower().endswith((RESULT_SUFFIX, *UNFINISHED))
    return f"{cleaned}.data" if skipped else cleaned


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    """Under a name that nobody takes until the last byte is on the disk."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as stream:
            stream.writelines(chunks)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.rename(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise UserError(
            "upload.not_stored",
            _("文件没有存下来：%(reason)s。") % {"reason": error.strerror},
            _("请检查磁盘空间和权限，再上传一次。"),
        ) from error
