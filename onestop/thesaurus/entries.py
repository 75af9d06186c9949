"""One group of the dictionary, and what may stand in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core.errors import UserError
from onestop.core.text import is_cjk, to_half_width
from onestop.search.synonyms import Group, Key, Language, Term, key_of
from onestop.thesaurus.models import MAX_NOTE

MAX_TERMS = 24
MAX_LENGTH = 60
KINDS = {
    "zh": gettext_lazy("中文词"),
    "en": gettext_lazy("英文词"),
    "abbr": gettext_lazy("缩写"),
    "tw": gettext_lazy("台湾用语"),
    "hk": gettext_lazy("香港用语"),
}
_LANGUAGES = {"en": Language.EN, "abbr": Language.ANY}
_SIGNS = re.compile(r'["\'“”;；\n\r\t|<>=~^*?#\[\]{}\\]')
_PARTS = re.compile(r"[;；\n\r]+")


class Origin(StrEnum):
    SHIPPED = "shipped"
    CHANGED = "changed"
    OWN = "own"


@dataclass(frozen=True)
class Entry:
    code: str
    industry: str
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    abbr: tuple[str, ...] = ()
    """Used in Chinese and in English texts alike."""
    tw: tuple[str, ...] = ()
    """Said in Taiwan, where another word is used; a mere difference of characters is folded away."""
    hk: tuple[str, ...] = ()
    note: str = ""
    is_on: bool = True
    origin: Origin = Origin.SHIPPED

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(term for kind in KINDS for term in getattr(self, kind))

    @property
    def label(self) -> str:
        return "、".join(dict.fromkeys((*self.zh[:1], *self.abbr[:1], *self.en[:1], *self.terms[:1])))

    def group(self) -> Group:
        return Group(self.code, tuple(self._said()))

    def _said(self) -> Iterator[Term]:
        for kind in KINDS:
            place = kind.upper() if kind in ("tw", "hk") else ""
            for text in getattr(self, kind):
                yield Term(text, _LANGUAGES.get(kind, Language.ZH), place)

    def said(self) -> dict[str, object]:
        """For the audit log and for comparing: all but where it comes from."""
        return {
            each.name: list(value) if isinstance(value := getattr(self, each.name), tuple) else value
            for each in fields(self)
            if each.name not in ("code", "origin")
        }


def parted(text: str) -> tuple[str, ...]:
    """Terms as people type them: one a line, or with ; between them."""
    return tuple(each for part in _PARTS.split(text) if (each := " ".join(part.split())))


def checked(entry: Entry, industries: Mapping[str, object]) -> Entry:
    """Cleaned; raises UserError for the first thing that is wrong."""
    if entry.industry not in industries:
        raise UserError(
            "terms.industry",
            _("没有行业“%s”。") % entry.industry[:40],
            _("可以是：%s。") % "、".join(industries),
        )
    terms: dict[str, Any] = {
        kind: tuple(_term(kind, term) for term in getattr(entry, kind)) for kind in KINDS
    }
    cleaned = replace(entry, note=_note(entry.note), **terms)
    _require_several(cleaned.terms)
    return cleaned


def _term(kind: str, text: str) -> str:
    term = to_half_width(text).strip()
    is_chinese = any(map(is_cjk, term))
    if not 0 < len(term) <= MAX_LENGTH or _SIGNS.search(term) or not (term[0].isalnum() or is_cjk(term[0])):
        raise UserError(
            "terms.term",
            _("“%(term)s”不能作为词条。") % {"term": text[:MAX_LENGTH]},
            _("以字母、数字或汉字开头，最多 %d 个字符，不含引号、分号和检索式的符号。") % MAX_LENGTH,
        )
    if is_chinese is (kind in _LANGUAGES):
        raise UserError(
            "terms.language",
            _("“%(term)s”不是%(kind)s。") % {"term": term, "kind": KINDS[kind]},
            _("含汉字的写在中文词（或台湾、香港用语）里，不含汉字的写在英文词或缩写里。"),
        )
    if len(term) == 1 and not is_chinese:
        raise UserError("terms.short", _("“%s”只有一个字母，不能作为词条。") % term, _("请写全称。"))
    return term


def _note(text: str) -> str:
    note = " ".join(text.split())
    if len(note) > MAX_NOTE or note.startswith(("=", "+", "-", "@")):
        raise UserError("terms.note", _("备注太长，或以公式的符号开头。"), _("最多 %d 个字。") % MAX_NOTE)
    return note


def _require_several(terms: Iterable[str]) -> None:
    seen: dict[Key, str] = {}
    for term in terms:
        if not (key := key_of(term)):
            raise UserError("terms.term", _("“%s”里没有可以检索的字。") % term)
        if key in seen:
            raise UserError(
                "terms.twice",
                _("“%(one)s”和“%(other)s”在检索时是同一个词。") % {"one": seen[key], "other": term},
                _("繁体与简体、大小写、有无连字符本来就一样，写一个就行。"),
            )
        seen[key] = term
    if not 2 <= len(seen) <= MAX_TERMS:
        raise UserError(
            "terms.count",
            _("一组里有 %d 个词。") % len(seen),
            _("一组至少 2 个词，最多 %d 个。") % MAX_TERMS,
        )
