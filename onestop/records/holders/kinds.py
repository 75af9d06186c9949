"""What kind of holder a name speaks of: company, school, institute, hospital, public body, person."""

import re
from functools import cache, lru_cache

from onestop.core.text import fold, is_cjk
from onestop.records.holders.datafiles import data_file
from onestop.records.holders.names import name_key, parse
from onestop.records.holders.parts import head_of
from onestop.records.models import HolderKind

_LATIN_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


@lru_cache(maxsize=50_000)
def kind_of(name: str) -> HolderKind:
    """UNKNOWN where the name does not tell. A company's short name (云知声) can look like a person's."""
    text = fold(name).strip()
    if not any(map(is_cjk, text)):
        return _foreign(text)
    return _by_ending(name) or (HolderKind.PERSON if _is_person(text) else HolderKind.UNKNOWN)


def is_organisation(name: str) -> bool:
    """Whether the name says so by itself, even where it does not say of which kind."""
    if any(map(is_cjk, name)):
        return _by_ending(name) is not None
    return kind_of(name) not in (HolderKind.PERSON, HolderKind.UNKNOWN)


def _by_ending(name: str) -> HolderKind | None:
    """A part of a company is the company's, whatever it is called: 某某有限公司技术研究院."""
    parsed = parse(name)
    head = head_of(name)
    if head and head.key.endswith("公司"):
        return HolderKind.COMPANY
    whole, without_brackets = parsed.key, name_key(_LAST_BRACKETS.sub("", name))
    for kind, endings in _endings():
        if any(text.endswith(endings) and len(text) > 3 for text in (whole, without_brackets)):
            return kind
    return None


_LAST_BRACKETS = re.compile(r"[（(][^()（）]*[)）]\s*$")  # 石油大学（华东）


@cache
def _endings() -> tuple[tuple[HolderKind, tuple[str, ...]], ...]:
    return tuple(
        (HolderKind(each["kind"]), tuple(each["endings"])) for each in data_file("words.yaml")["kinds"]
    )


def _is_person(text: str) -> bool:
    """王伟, 欧阳明月; 约翰·史密斯, J·史密斯."""
    parts = text.split("·")
    if len(parts) > 1:
        return len(text) <= 40 and all(part.strip() for part in parts)
    singles, doubles = _surnames()
    if not all(map(is_cjk, text)):
        return False
    return (
        (text[0] in singles and 2 <= len(text) <= 3)
        or (text[:2] in doubles and 3 <= len(text) <= 4)
        or (len(text) == 4 and text[0] in singles and text[1] in singles)  # a married name: 林萧水银
    )


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    names = data_file("surnames.yaml")
    return frozenset(names["single"].replace(" ", "")), frozenset(names["double"].split())


def _foreign(text: str) -> HolderKind:
    """ "Siemens AG" by its form; "Smith, John" and "John A. Smith" are people; "Aibee" is unknown."""
    words = _LATIN_WORD.findall(text)
    flat = {word.replace(".", "").replace("'", "") for word in words} | {
        text.replace(".", "").rsplit(" ", 1)[-1]
    }
    for kind, marks in data_file("words.yaml")["foreign"].items():
        if flat & set(marks):
            return HolderKind(kind)
    is_name = 2 <= len(words) <= 4 and not any(map(str.isdigit, text))
    return HolderKind.PERSON if is_name else HolderKind.UNKNOWN
