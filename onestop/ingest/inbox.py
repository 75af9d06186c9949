"""The drop folder: files put there are imported by themselves, one by one, then filed under `done` or `failed`.

    <inbox>/agency/week37.zip  ->  <inbox>/done/agency/week37.zip  and beside it  week37.zip.result.txt

Nothing here is remembered but in the folder and the database. A process killed during an import leaves the file
where it was and its run unfinished: the next pass goes on with it. Killed after the import and before the file was
moved, the next pass finds a run that ended while the file lay here, and only files it.
"""

import logging
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import yaml
from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.locks import alone
from onestop.ingest.heartbeat import last_beat
from onestop.ingest.inbox_texts import RESULT_SUFFIX, text_of_failure, text_of_run
from onestop.ingest.mapping import check_mapping
from onestop.ingest.models import IngestRun, RunState
from onestop.ingest.services import Options, digest_of, ingest
from onestop.reference.regions import region as known_region

log = logging.getLogger(__name__)
SETTLE_SECONDS = 3.0
"""Between two looks at a file that found it the same: then whoever writes it has finished."""
DONE, FAILED = "done", "failed"
OPTIONS_FILE = "options.yaml"
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")

Stamp = tuple[int, int]


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    path: str
    """Inside the inbox."""
    run: IngestRun | None
    error: UserError | None
    filed_at: Path | None
    """None: it stayed where it was."""


@contextmanager
def only_reader() -> Iterator[bool]:
    """Be the one process that takes files. False: another one is."""
    lock = make_folders() / ".lock"
    with alone(lock, wait=False) as is_only:
        yield is_only


def is_watched() -> bool:
    """Whether somebody looks into it again and again, just now or between two looks."""
    beat = last_beat()
    if beat is None or beat.is_fresh:
        return beat is not None
    with only_reader() as is_free:
        return not is_free


def make_folders() -> Path:
    folder: Path = settings.INBOX_DIR
    try:
        for each in (folder, folder / DONE, folder / FAILED):
            each.mkdir(parents=True, exist_ok=True)
        (folder / ".lock").open("a").close()
    except OSError as error:
        raise _unusable(error) from error
    return folder


def _unusable(error: OSError) -> UserError:
    return UserError(
        "inbox.unusable",
        _("收件文件夹 %(folder)s 不能使用：%(reason)s。")
        % {"folder": settings.INBOX_DIR, "reason": error.strerror},
        _("请建立它，并让运行平台的用户可以读写；或把 ONESTOP_INBOX 设为别的文件夹。"),
    )


@dataclass
class Inbox:
    """The folder over several looks."""

    folder: Path
    seen: dict[Path, tuple[Stamp, float]] = field(default_factory=dict)
    """What the last looks found, and since when it is so."""
    said: set[tuple[Path, str]] = field(default_factory=set)
    """Warnings given: each once, not at every look."""
    stuck: dict[Path, Stamp] = field(default_factory=dict)
    """Files that could be imported but not moved: they would else be imported at every look."""

    def look(self) -> list[Path]:
        """Files that are complete, in the order of their names."""
        now, found = time.monotonic(), {}
        for path, stamp in self._files():
            before = self.seen.get(path)
            found[path] = before if before and before[0] == stamp else (stamp, now)
        self.seen = found
        return [path for path, (_stamp, since) in sorted(found.items()) if now - since >= SETTLE_SECONDS]

    def _files(self) -> Iterator[tuple[Path, Stamp]]:
        for folder, names, files in os.walk(self.folder, onerror=self._cannot_read):
            here = Path(folder)
            for name in [name for name in names if (here / name).is_symlink()]:
                self._refuse(here / name)
            names[:] = sorted(name for name in names if not self._is_own(here, name))
            for name in files:
                if stamp := self._stamp(here / name):
                    yield here / name, stamp

    def _is_own(self, folder: Path, name: str) -> bool:
        return name.startswith(".") or (folder == self.folder and name in (DONE, FAILED))

    def _stamp(self, path: Path) -> Stamp | None:
        """None for what is not to be imported."""
        name = path.name
        if name.startswith(".") or name == OPTIONS_FILE or name.endswith(RESULT_SUFFIX):
            return None
        if name.lower().endswith(UNFINISHED):
            return None
        try:
            found = path.lstat()
        except OSError:
            return None  # gone since the folder was read
        if not stat.S_ISREG(found.st_mode):
            self._refuse(path)
            return None
        stamp = (found.st_size, found.st_mtime_ns)
        return None if self.stuck.get(path) == stamp else stamp

    def _refuse(self, path: Path) -> None:
        self.say(path, "inbox.no_file", "%s is a link or a device and is left alone", path)

    def _cannot_read(self, error: OSError) -> None:
        self.say(
            Path(error.filename), "inbox.unreadable", "%s cannot be read: %s", error.filename, error.strerror
        )

    def say(self, path: Path, code: str, text: str, *values: object) -> None:
        if (path, code) not in self.said:
            self.said.add((path, code))
            log.warning(text, *values)

    def take(self, path: Path) -> Outcome:
        """Import a complete file and file it."""
        name = str(path.relative_to(self.folder))
        run, error = self._import(path)
        if error and error.code == "ingest.run_taken":
            self.seen.pop(path, None)  # somebody imports it by hand: the next look finds it done
            return Outcome(name, None, error, None)
        text = text_of_run(run) if run else text_of_failure(error) if error else ""
        try:
            filed = _file(path, self.folder, FAILED if error else DONE, text)
        except OSError as problem:
            self.stuck[path] = self.seen[path][0]
            self.say(path, "inbox.stuck", "%s was dealt with but cannot be moved: %s", name, problem.strerror)
            filed = None
        self.seen.pop(path, None)
        return Outcome(name, run, error, filed)

    def _import(self, path: Path) -> tuple[IngestRun | None, UserError | None]:
        """A mistake of ours must not hold up the files behind it, nor come back at every look."""
        try:
            options = options_for(path.parent, self.folder)
            return _finished_here(path, options) or ingest(path, options), None
        except UserError as error:
            return None, error
        except DatabaseError:
            raise  # not the file's fault: it stays, and the next pass tries again
        except OSError as error:
            return None, UserError(
                "inbox.unreadable", _("读不了文件：%s。") % error.strerror, _("请检查权限和磁盘。")
            )
        except Exception:
            log.exception("%s could not be imported", path.name)
            return None, UserError(
                "inbox.failure", _("程序出错，没有导入完。"), _("请把日志和这个文件交给平台的维护者。")
            )


def _finished_here(path: Path, options: Options) -> IngestRun | None:
    """The run that took this content while the file lay here: its process was killed before it moved the file.

    The change time tells when a file came: copying and moving in set it, whatever its own date is.
    """
    came_at = datetime.fromtimestamp(path.stat().st_ctime, UTC)
    finished = IngestRun.objects.filter(
        file__digest=digest_of(path),
        options_digest=options.digest,
        state=RunState.DONE,
        finished_at__gte=came_at,
        retry_of=None,
    )
    return finished.order_by("pk").last()


def options_for(folder: Path, inbox: Path) -> Options:
    """Of the nearest `options.yaml`, from the file's folder up to the inbox itself."""
    for each in (folder, *folder.parents):
        if (each / OPTIONS_FILE).is_file():
            return read_options(each / OPTIONS_FILE)
        if each == inbox:
            break
    return Options()


def read_options(path: Path) -> Options:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _bad_options(path, str(error)) from error
    if not isinstance(content, dict) or content.keys() - {"mapping", "region"}:
        raise _bad_options(path, _("只认得 mapping 和 region 两项"))
    region = str(content.get("region") or "")
    if region:
        known_region(region)
    return Options(check_mapping(path, content["mapping"]) if content.get("mapping") else {}, region)


def _bad_options(path: Path, reason: str) -> UserError:
    return UserError(
        "inbox.bad_options",
        _("文件夹的设置 %(name)s 不能用：%(reason)s。") % {"name": path.name, "reason": reason},
        _("例如：region: 440704，以及 mapping: 下面每行“字段: 文件里的列名”。改正后把文件放回收件文件夹。"),
    )


def _file(path: Path, inbox: Path, where: str, text: str) -> Path:
    folder = inbox / where / path.parent.relative_to(inbox)
    folder.mkdir(parents=True, exist_ok=True)
    target = free_name(folder, path.name)
    # The text first: killed in between, the file is still here and the next pass writes the text again.
    target.with_name(target.name + RESULT_SUFFIX).write_text(text, encoding="utf-8")
    return path.rename(target)


def free_name(folder: Path, name: str) -> Path:
    stem, dot, suffix = name.partition(".")
    number, target = 1, folder / name
    while target.exists() or target.is_symlink():
        number += 1
        target = folder / f"{stem}-{number}{dot}{suffix}"
    return target


def one_pass(inbox: Inbox) -> Iterator[Outcome]:
    """Take all files that are complete now."""
    for path in inbox.look():
        yield inbox.take(path)
