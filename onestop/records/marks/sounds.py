"""How characters sound: Pinyin without tones, every usual reading of a character, and what is heard as the same."""

import os
import unicodedata
from functools import lru_cache
from itertools import islice, product

from onestop.records.marks.datafiles import data_file

_TONES = {0x300, 0x301, 0x304, 0x30C}


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # words are not looked up: every reading counts
    from pypinyin.pinyin_dict import pinyin_dict

    return dict(pinyin_dict)


@lru_cache(maxsize=1 << 14)
def readings(character: str) -> tuple[str, ...]:
    """zhong, chong of 重; the commonest first. None for what is no Chinese character."""
    every = _readings().get(ord(character), "").split(",")
    plain = dict.fromkeys(filter(None, map(_toneless, every)))
    return tuple(islice(plain, data_file("sounds.yaml")["readings"]))


@lru_cache(maxsize=1 << 14)
def heard(character: str) -> frozenset[str]:
    """The readings as they are heard: near sounds are one."""
    return frozenset(map(near, readings(character)))


@lru_cache(maxsize=1 << 12)
def near(syllable: str) -> str:
    """zhang and zan are heard as zan."""
    words = data_file("sounds.yaml")
    head = next((each for each in ("zh", "ch", "sh") if syllable.startswith(each)), syllable[:1])
    head = "" if head in "aoe" else head
    tail = syllable[len(head) :]
    return f"{words['initials'].get(head, head)}{words['finals'].get(tail, tail)}"


@lru_cache(maxsize=1 << 12)
def sequences(text: str) -> tuple[tuple[str, ...], ...]:
    """The ways in which a text of Chinese characters can be read; the commonest first, bounded."""
    each = [readings(character) for character in text]
    if not each or not all(each):
        return ()
    most: int = data_file("sounds.yaml")["sequences"]
    count = 1
    for one in each:
        count *= len(one)
    if count <= most:
        return tuple(product(*each))
    first = tuple(one[0] for one in each)
    changed = (
        (*first[:place], other, *first[place + 1 :]) for place, one in enumerate(each) for other in one[1:]
    )
    return (first, *islice(changed, most - 1))


def _toneless(reading: str) -> str:
    spread = unicodedata.normalize("NFD", reading)
    bare = "".join(each for each in spread if ord(each) not in _TONES)
    return unicodedata.normalize("NFC", bare).replace("ü", "v").replace("ê", "e")
