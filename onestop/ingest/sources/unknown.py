"""What a file is that no source can read, in words: a person who sent the wrong file should see which it was."""

import re
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

_ROOT = re.compile(rb"<(?![?!])([\w.:-]{1,80})")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|table|head|body|meta)\b", re.IGNORECASE)
_STARTS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
}
_INSIDE = {"word/document.xml": "Word", "ppt/presentation.xml": "PowerPoint"}


def what_it_is(path: Path, head: bytes) -> str:
    """Empty where nothing is known of it, or where a table may stand in it."""
    for start, name in _STARTS.items():
        if head.startswith(start):
            return name
    if head.startswith(b"PK"):
        return _inside(path)
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if text.startswith(b"<") and not _HTML.search(text[:2000]) and (root := _ROOT.search(text)):
        return _("XML，根元素 %(root)s") % {"root": root[1].decode("utf-8", "replace")}
    return ""


def _inside(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    return next((kind for name, kind in _INSIDE.items() if name in names), "")
