"""Parks, towns and other places that no official code has: the district's own list, by words of the address or by a query.

The file is the officer's: `places.yaml` in the data folder, read anew when it changes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.reference import regions

MOST = 200
_LARGEST_FILE = 1_000_000
_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
_FIELDS = {"code", "name", "district", "words", "without", "query"}


@dataclass(frozen=True)
class Park:
    code: str
    name: str
    district: str
    """GB/T 2260; empty where the query says where."""
    words: tuple[str, ...] = ()
    """Any of them in the address of a patent of the district."""
    without: tuple[str, ...] = ()
    """None of these in it."""
    query: str = ""
    """A search instead of words."""


def parks() -> tuple[Park, ...]:
    """In the order of the file; none where there is no file. Raises UserError for a file that says nothing clear."""
    path: Path = settings.DATA_DIR / "places.yaml"
    try:
        known = path.stat()
    except FileNotFoundError:
        return ()
    if known.st_size > _LARGEST_FILE:
        raise _unclear(_("文件太大"))
    return _read(path, known.st_mtime_ns, known.st_size)


def park(code: str) -> Park | None:
    return next((each for each in parks() if each.code == code), None)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> tuple[Park, ...]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _unclear(str(error).splitlines()[0]) from error
    if not isinstance(entries, list) or len(entries) > MOST:
        raise _unclear(_("应是一个列表，最多 %(most)s 项") % {"most": MOST})
    found = tuple(_park(each) for each in entries)
    codes = [each.code for each in found]
    if repeated := next((code for code in codes if codes.count(code) > 1), ""):
        raise _unclear(_("代码 %(code)s 出现了两次") % {"code": repeated})
    return found


def _park(entry: Any) -> Park:
    if not isinstance(entry, Mapping) or (entry.keys() - _FIELDS):
        raise _unclear(_("每一项只能有 %(fields)s") % {"fields": "、".join(sorted(_FIELDS))})
    code, name, district, query = (
        str(entry.get(each) or "").strip() for each in ("code", "name", "district", "query")
    )
    words = _words(entry.get("words"))
    if not _CODE.fullmatch(code) or not name:
        raise _unclear(_("每一项要有 name，和由小写字母、数字、连字符组成的 code"))
    if bool(words) == bool(query):
        raise _unclear(_("%(code)s：words 和 query 要有一个，也只能有一个") % {"code": code})
    if words or district:
        regions.region(district)
    return Park(code, name, district, words, _words(entry.get("without")), query)


def _words(found: Any) -> tuple[str, ...]:
    """A word of one character stands in every second address."""
    words = tuple(str(each).strip() for each in found) if isinstance(found, list) else ()
    if (found is not None and not isinstance(found, list)) or any(len(each) < 2 for each in words):
        raise _unclear(_("words 和 without 是列表，每个词至少两个字"))
    return words


def _unclear(reason: str) -> UserError:
    return UserError(
        "places.unclear",
        _("places.yaml 不能使用：%(reason)s。") % {"reason": reason},
        _("请照 docs/officers/reports.md 的例子修改数据文件夹里的 places.yaml。"),
    )
