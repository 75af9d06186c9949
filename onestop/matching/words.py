"""The terms by which texts are compared: words, Chinese characters one by one, and pairs of neighbours.

A term is known by its place in a space of fixed size, so that no list of terms has to be kept, however many
documents there are. Two terms in one place are rare enough not to matter.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from zlib import crc32

import numpy as np
import rjieba

from onestop.core.text import fold
from onestop.matching.arrays import Matrix, matrix

SPACE = 2**20
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f〇]+")
_CHARACTERS = "_"
"""Before characters and pairs: a word of two characters counts twice, once for being a word."""
TITLE_COUNTS = 2


def words(text: str) -> list[str]:
    """Folded, in their order, without punctuation."""
    cut = (word.strip() for word in rjieba.cut(fold(text)))
    return [word for word in cut if any(character.isalnum() for character in word)]


def terms(text: str) -> list[str]:
    found = words(text)
    for run in _CHINESE.findall(fold(text)):
        found.extend(_CHARACTERS + each for each in chain(run, map("".join, pairwise(run))))
    return found


Counts = Counter[int]
"""Place of a term -> how often it stands there."""


def counted(title: str, text: str = "") -> Counts:
    found: Counts = Counter()
    for part, times in ((title, TITLE_COUNTS), (text, 1)):
        for term in terms(part):
            found[crc32(term.encode()) % SPACE] += times
    return found


def stacked(texts: Sequence[Counts]) -> Matrix:
    """A row for each text, a column for each place."""
    lengths = np.cumsum([0, *map(len, texts)])
    places = np.fromiter(chain.from_iterable(texts), np.int32, lengths[-1])
    counts = np.fromiter(chain.from_iterable(each.values() for each in texts), np.float32, lengths[-1])
    return matrix(counts, places, lengths, SPACE)
