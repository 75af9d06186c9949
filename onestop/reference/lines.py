"""Reading a file of lines that somebody hands to us: streaming, every broken line named with its number and reason."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from onestop.core.errors import UserError

T = TypeVar("T")

LONGEST_LINE = 1 << 16
_MOST_PROBLEMS = 100
_SHOWN_PROBLEMS = 10


class BadLine(ValueError):
    """What is wrong with one line."""


def parse_lines(path: Path, parse: Callable[[str], T], progress: Callable[[int], object]) -> Iterator[T]:
    """Each line of a UTF-8 file, parsed. After the last one, UserError if any line was broken: load all or nothing.

    `progress` is told the bytes of each line. Empty lines are passed over.
    """
    problems: list[tuple[int, str]] = []
    for number, raw in _raw_lines(path):
        progress(len(raw))
        try:
            text = _decoded(raw, is_first=number == 1)
            if text.strip():
                yield parse(text)
        except BadLine as problem:
            problems.append((number, str(problem)))
            if len(problems) == _MOST_PROBLEMS:
                break
    if problems:
        raise _broken(path, problems)


def _raw_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            yield from enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=1)
    except OSError as problem:
        raise UserError(
            "reference.file_unreadable",
            _("读不到文件 %(path)s：%(problem)s") % {"path": path, "problem": problem.strerror},
            _("请检查路径和读取权限。"),
        ) from problem


def _decoded(raw: bytes, is_first: bool) -> str:
    if len(raw) == LONGEST_LINE:
        raise BadLine(_("一行超过 %(limit)s 字节") % {"limit": LONGEST_LINE})
    try:
        return raw.decode("utf-8-sig" if is_first else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError as problem:
        raise BadLine(_("不是 UTF-8 编码的文本")) from problem


def _broken(path: Path, problems: list[tuple[int, str]]) -> UserError:
    shown = [
        _("第 %(number)s 行：%(reason)s") % {"number": n, "reason": why}
        for n, why in problems[:_SHOWN_PROBLEMS]
    ]
    count = f"{len(problems)}+" if len(problems) == _MOST_PROBLEMS else str(len(problems))
    head = _("%(file)s 有 %(count)s 行无法读取，没有装入任何内容。") % {"file": path.name, "count": count}
    return UserError(
        "reference.broken_lines",
        "\n".join([head, *shown]),
        _("请改正这些行，或重新取得完整的文件，再次装入。"),
    )
