"""The one place where text becomes tokens, for the index and for queries, whatever the engine.

A text is indexed twice. As *characters* (each Chinese character, each Latin word or number): every sequence of
characters can be found, so no hit is lost to a wrong word boundary. As *pairs* of neighbouring Chinese characters:
a word of two characters, the usual length in Chinese, is then a single look-up, and ranking weighs words rather
than characters. Words are only cut out of the query, never out of the documents.

Runs of punctuation become one BREAK token, so that no sequence reaches across them.
"""

import re
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
_CHINESE = re.compile(f"[{_CJK_CLASS}]{{2,}}")
_SPACE_INSIDE = re.compile(rf"(?<=[{_CJK_CLASS}])\s+(?=[{_CJK_CLASS}])")
# Function words say nothing in a free-text query; they are dropped unless nothing else is left.
_FUNCTION_WORDS = frozenset(["的", "之", "和", "与", "及", "或", "了", "是", "在", "一种", "以及"])


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


def is_chinese(tokens: list[str]) -> bool:
    return all(is_cjk(token[0]) for token in tokens)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a free-text query, folded, each once, without punctuation and function words."""
    every = dict.fromkeys(word.strip() for word in rjieba.cut(fold(text)))
    found = [word for word in every if any(character.isalnum() for character in word)]
    return tuple(word for word in found if word not in _FUNCTION_WORDS) or tuple(found)
