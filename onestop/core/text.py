"""Folding of text, so that 錨索, 锚索 and ＬＥＤ, led are the same to whoever compares.

`fold` keeps the length: character i of the result stands for character i of the input. That is what lets the
search mark a hit in the original text.
"""

import unicodedata
from array import array
from functools import lru_cache

from opencc import OpenCC

_CJK = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))


@lru_cache(maxsize=1)
def _table() -> "array[int]":
    """Code point -> folded code point: half width, lower case, simplified; only where one stays one.

    An array up to the last Chinese character, since a dictionary takes five times as long over what is not in it.
    """
    table = array("I", range(_CJK[-1][1] + 1))
    for code in (*range(0x20, 0x3400), *range(0xF900, 0x10000)):
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(folded) == 1:
            table[code] = ord(folded)
    traditional = [chr(code) for low, high in _CJK for code in range(low, high + 1)]
    simplified = OpenCC("t2s").convert("\n".join(traditional)).split("\n")
    for before, after in zip(traditional, simplified, strict=True):
        if len(after) == 1 and after != before:
            table[ord(before)] = ord(after)
    table[0x3000] = ord(" ")
    return table


def fold(text: str) -> str:
    """Half-width, lower-case, simplified form of the same length."""
    return text.translate(_table())


def to_half_width(text: str) -> str:
    """Full-width letters, digits and ASCII punctuation as their half-width forms; Chinese is left alone."""
    return text.translate(_HALF_WIDTH)


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def is_cjk(character: str) -> bool:
    """The commonest block first: this is asked for every character of every indexed text."""
    return "\u3400" <= character <= "\u9fff" or (
        character == "〇" or "\uf900" <= character <= "\ufaff" or "\U00020000" <= character <= "\U0002fa1f"
    )
