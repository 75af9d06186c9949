"""How near two Latin words are: by spelling, and by how they are spoken."""

from functools import lru_cache

import jellyfish
from rapidfuzz.distance import DamerauLevenshtein

MIN_SPELLED = 4
"""Letters: shorter words are one letter apart from too many others."""
MIN_SPOKEN = 2
"""Consonants that a word must have for its sound to say something."""


def spelling(one: str, other: str) -> float:
    """0 to 1; 1 is the same word. A letter swapped with its neighbour is one change."""
    return float(DamerauLevenshtein.normalized_similarity(one, other))


@lru_cache(maxsize=1 << 14)
def spoken(word: str) -> str:
    """Its consonants as they are spoken in English; empty where that says too little."""
    if not word.isascii() or not word.isalpha():
        return ""
    sound: str = jellyfish.metaphone(word)
    return sound if len(sound) >= MIN_SPOKEN else ""


def shortened(word: str) -> frozenset[str]:
    """The word, and the word without any one of its letters: two words one change apart share one of these."""
    return frozenset({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})
