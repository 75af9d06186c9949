"""The one place where text becomes tokens, for the index and for queries, whatever the engine.

A text is indexed twice. As *characters* (each Chinese character, each Latin word or number): every sequence of
characters can be found, so no hit is lost to a wrong word boundary. As *pairs* of neighbouring Chinese characters:
a word of two characters, the usual length in Chinese, is then a single look-up, and ranking weighs words rather
than characters. Words are only cut out of the query, never out of the documents.

Runs of punctuation become one BREAK token, so that no sequence reaches across them.
"""

import re
import sys
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import rjieba

from onestop.core.text import fold, is_cjk

BREAK = "|"
END = "||"
"""Stands after each value of a field that has several: no sequence, not even one with a BREAK, reaches across."""
_CJK_CLASS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f〇"
_OTHER = rf"[^\W_{_CJK_CLASS}]+|[^\w\s]+|_+"
_TOKEN = re.compile(f"[{_CJK_CLASS}]|{_OTHER}")
_RUN = re.compile(f"[{_CJK_CLASS}]+|{_OTHER}")
_PARTS = re.compile(rf"([{_CJK_CLASS}]+)|([^\W_{_CJK_CLASS}]+)|[^\w\s]+|_+")
"""The same runs, each said to be Chinese, or a word, or neither."""
_CHINESE = re.compile(f"[{_CJK_CLASS}]{{2,}}")
_SPACE_INSIDE = re.compile(rf"(?<=[{_CJK_CLASS}])\s+(?=[{_CJK_CLASS}])")
_LETTERED = re.compile(rf"([^\W_{_CJK_CLASS}]*[^\W_{_CJK_CLASS}\x00-\x7f][^\W_{_CJK_CLASS}]*)")
"""A word with a letter that is neither Chinese nor ASCII: câble, Fördergerät, кабель, which rjieba cuts to letters."""
_SPACE = re.compile(r"\s")
_SHORT = 40
_MARK = "\0"
_UTF_32 = f"utf-32-{sys.byteorder[0]}e"
_SPACE_NUMBER = array("I", " ".encode(_UTF_32))
# Function words say nothing in a free-text query; they are dropped unless nothing else is left.
FUNCTION_WORDS = frozenset(["的", "之", "和", "与", "及", "或", "了", "是", "在", "一种", "以及"])


def characters(text: str) -> list[str]:
    """Chinese characters one by one, Latin words and numbers whole, punctuation as BREAK."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if is_cjk(run[0]):
            found.extend(run)
        else:
            found.append(_word(run))
    return found


def _word(run: str) -> str:
    return run if run[0].isalnum() or is_cjk(run[0]) else BREAK


def sequence(text: str) -> list[str]:
    """The tokens of a searched text: its characters without punctuation at the ends."""
    found = characters(text)
    while found and found[0] == BREAK:
        del found[0]
    while found and found[-1] == BREAK:
        del found[-1]
    return found


def located(text: str) -> list[tuple[str, int, int]]:
    """The same tokens, each with its start and end in the text."""
    return [(_word(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(fold(text))]


def pairs(text: str) -> list[str]:
    """Neighbouring Chinese characters, white space aside; a BREAK where anything else stands between them."""
    found: list[str] = []
    for run in _CHINESE.findall(_SPACE_INSIDE.sub("", fold(text))):
        if found:
            found.append(BREAK)
        found.extend(map("".join, pairwise(run)))
    return found


def indexed(text: str) -> tuple[str, str]:
    """The characters and the pairs of a text, each parted by spaces: what the index takes, in one go."""
    return _indexed_short(text) if len(text) <= _SHORT else _indexed(text)


@lru_cache(maxsize=20_000)
def _indexed_short(text: str) -> tuple[str, str]:
    """Names and addresses come again and again."""
    return _indexed(text)


def _indexed(text: str) -> tuple[str, str]:
    folded = fold(text)
    parts = _PARTS.findall(folded)
    tokens = [" ".join(chinese) if chinese else word or BREAK for chinese, word in parts]
    if _SPACE.search(folded):
        runs = _CHINESE.findall(_SPACE_INSIDE.sub("", folded))
    else:
        runs = [chinese for chinese, _word in parts if len(chinese) > 1]
    return " ".join(tokens), _paired(runs)


def _paired(runs: Sequence[str]) -> str:
    """`pairs` of these runs. Characters are whole numbers here, which halves the time of the whole indexing.

    Each run stands between marks; a pair with a mark is cut off again.
    """
    marked = array("I", f"{_MARK}{_MARK.join(runs)}{_MARK}".encode(_UTF_32))
    spread = _SPACE_NUMBER * (3 * len(marked) - 3)
    spread[0::3] = marked[:-1]
    spread[1::3] = marked[1:]
    pieces = spread.tobytes().decode(_UTF_32)[1:-2].split(f"{_MARK} {_MARK}")
    return f" {BREAK} ".join([piece[2:-2] for piece in pieces])


def is_chinese(tokens: list[str]) -> bool:
    return all(is_cjk(token[0]) for token in tokens)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a free-text query, folded, each once, without punctuation and function words."""
    found = dict.fromkeys(cut(text))
    return tuple(word for word in found if word not in FUNCTION_WORDS) or tuple(found)


def cut(text: str) -> list[str]:
    """Every word, folded, as they stand one after the other, without punctuation."""
    parts = enumerate(_LETTERED.split(fold(text)))
    every = (word.strip() for place, part in parts for word in ([part] if place % 2 else rjieba.cut(part)))
    return [word for word in every if any(character.isalnum() for character in word)]
