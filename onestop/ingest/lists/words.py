"""Words of lists and what they mean: `words.yaml`."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from onestop.ingest.sources.spreadsheet.sets import key

FILE = Path(__file__).parent / "words.yaml"
Entry = dict[str, Any]


@cache
def words() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def found_in(text: str, table: str) -> Iterator[tuple[Entry, str]]:
    """The entries of which a word stands in the text, each with what stands before the word.

    What one entry took is not seen by the next.
    """
    left = key(text)
    for entry, spellings in _spellings(table):
        if word := next((each for each in spellings if each in left), ""):
            yield entry, left.partition(word)[0]
            left = left.replace(word, " " * len(word))


def first_named(texts: Iterable[str], table: str, code: str) -> tuple[Entry, str] | None:
    """By the first text that names any. None where none does, or where it names several: {示范, 优势}企业名单."""
    for text in texts:
        if found := list(found_in(text, table)):
            return found[0] if len({entry[code] for entry, _before in found}) == 1 else None
    return None


def named(text: str, table: str) -> str:
    """The code of which the whole text is a word; empty for none."""
    return _codes(table).get(key(text), "")


@cache
def keys(name: str) -> frozenset[str]:
    """A plain list of words."""
    return frozenset(map(key, words()[name]))


@cache
def _spellings(table: str) -> list[tuple[Entry, list[str]]]:
    return [(entry, sorted(map(key, entry["words"]), key=len, reverse=True)) for entry in words()[table]]


@cache
def _codes(table: str) -> dict[str, str]:
    return {key(word): code for code, spellings in words()[table].items() for word in spellings}


def nearest_level(text: str) -> str:
    """The level of which a word stands last: 江门市获评省级 -> provincial. Empty for none."""
    text = key(text)
    for word in keys("not_levels"):
        text = text.replace(word, " ")
    for word in keys("municipalities"):
        text = text.replace(word, "省")
    ends = {
        code: max(_end(text, key(word)) for word in spellings)
        for code, spellings in words()["levels"].items()
    }
    code = max(ends, key=lambda each: ends[each])
    return code if ends[code] >= 0 else ""


def _end(text: str, word: str) -> int:
    """Where the last of it ends; of two words that end together the longer one was meant (自治区, 区)."""
    place = text.rfind(word)
    return place if place < 0 else 100 * (place + len(word)) + len(word)
