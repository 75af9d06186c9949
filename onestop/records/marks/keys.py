"""Keys by which a register is searched for marks that may be near: two near marks share one of them, mostly.

A key is a short text with a letter for what it is of. All routes are then one look-up of whole values, whatever the
engine; `compare` judges what they bring.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from onestop.records.marks import latin, shapes, sounds
from onestop.records.marks.forms import Form, form

LONGEST = 12
"""Characters: of longer marks no variants are made, since these are slogans."""
MAX_VARIANTS = 1_000


@lru_cache(maxsize=1 << 12)
def keys(mark: str) -> tuple[str, ...]:
    """Of a mark in the register."""
    return tuple(dict.fromkeys(_keys(form(mark))))


def wanted_keys(mark: str) -> tuple[str, ...]:
    """Of a mark that is looked for: its own, those of its look-alikes, those of marks that it contains."""
    taken = form(mark)
    more = (f"c:{each}" for each in (*islice(_variants(taken), MAX_VARIANTS), *_pieces(taken)))
    return tuple(dict.fromkeys((*_keys(taken), *more)))


def _keys(mark: Form) -> Iterator[str]:
    if not mark.text:
        return
    yield f"t:{mark.text[:LONGEST]}"
    yield f"n:{mark.numbered[:LONGEST]}"
    for own in filter(None, {mark.core, mark.chinese, mark.latin}):
        yield f"c:{own}"
    if len(mark.chinese) <= LONGEST:
        yield from _chinese_keys(mark.chinese)
    if mark.latin:
        yield f"p:{mark.latin}"
        yield from (f"m:{each}" for each in [latin.spoken(mark.latin)] if each)
        if latin.MIN_SPELLED <= len(mark.latin) <= LONGEST * 2:
            yield from (f"d:{each}" for each in sorted(latin.shortened(mark.latin)))


def _chinese_keys(own: str) -> Iterator[str]:
    if len(own) > 1:
        yield f"o:{''.join(sorted(own))}"
    for sequence in sounds.sequences(own):
        yield f"p:{''.join(sequence)}"
        yield f"s:{''.join(map(sounds.near, sequence))}"
    if len(own) > 1:
        yield f"g:{own}"
    if len(own) > 2:
        yield from (f"g:{own[:place]}{own[place + 1 :]}" for place in range(len(own)))


def _variants(mark: Form) -> Iterator[str]:
    """With one character replaced by one that looks like it, and two characters where there are only two."""
    own = mark.chinese
    if len(own) > LONGEST:
        return
    alike = [shapes.look_alikes(each) for each in own]
    for place, others in enumerate(alike):
        yield from (own[:place] + other + own[place + 1 :] for other in others)
    if len(own) == 2:
        yield from (first + second for first in alike[0] for second in alike[1])


def _pieces(mark: Form) -> Iterator[str]:
    """What another mark can be that this one contains."""
    own = mark.chinese[:LONGEST]
    for start in range(len(own)):
        yield from (own[start:end] for end in range(start + 2, len(own) + 1))
    word = mark.latin[: LONGEST * 2]
    for start in range(len(word)):
        yield from (word[start:end] for end in range(start + latin.MIN_SPELLED, len(word) + 1))
