"""Classes of goods and services (Nice Agreement), and the similar groups that China divides them into.

A class is 1 to 45. A similar group has four digits, the first two of which are its class: 0901 lies in class 9
(Chinese classification of similar goods and services, 类似商品和服务区分表).
"""

import re

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.records.values.errors import accepts
from onestop.records.values.folding import DOTS, squeezing

LAST_CLASS = 45
_SQUEEZE = squeezing(drop=DOTS)
_CLASS = re.compile(r"(?:NICE|NCL|CLASS|IC|国际分类|商标|第)*:?(0{0,2}[0-9]{1,2})(?:类|類)?(?:号)?")
_GROUP = re.compile(
    r"(?:类似群组?:?)?([0-9]{2})([0-9]{2})(?:[(（][一二三四五六七八九十]{1,3}[)）])?(?:群组?|类似群)?"
)
_SEPARATORS = re.compile(r"[;；,，、|｜/\s]+")


def clean(text: str) -> int:
    match = _CLASS.fullmatch(text.translate(_SQUEEZE))
    if match is None:
        raise _problem("nice.format", _("“%(text)s”不是商标国际分类。"), text)
    number = int(match[1])
    if not 1 <= number <= LAST_CLASS:
        raise _problem("nice.unknown_class", _("国际分类里没有“%(text)s”。"), text)
    return number


def is_valid(text: str) -> bool:
    return accepts(clean, text)


def parse_many(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The classes in their order and a note for every other piece of text, each once."""
    classes: dict[int, None] = {}
    notes: list[str] = []
    for piece in dict.fromkeys(filter(str.strip, _SEPARATORS.split(text))):
        try:
            classes[clean(piece)] = None
        except UserError as error:
            notes.append(error.message)
    return tuple(classes), tuple(notes)


def clean_group(text: str) -> str:
    match = _GROUP.fullmatch(text.translate(_SQUEEZE))
    if match is None or not 1 <= int(match[1]) <= LAST_CLASS or match[2] == "00":
        raise UserError(
            "nice.group",
            _("“%(text)s”不是类似群号。") % {"text": text.strip()[:40]},
            _("类似群号是四位数字，前两位是国际分类，例如 0901。"),
        )
    return match[1] + match[2]


def is_group(text: str) -> bool:
    return accepts(clean_group, text)


def class_of(group: str) -> int:
    """The class that a similar group belongs to."""
    return int(group[:2])


def _problem(code: str, message: str, text: str) -> UserError:
    return UserError(code, message % {"text": text.strip()[:40]}, _("国际分类是 1 至 45，例如 9 或“第9类”。"))
