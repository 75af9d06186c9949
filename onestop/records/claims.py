"""Claims as a tree: which claim refers to which (Implementing Regs. art. 25: a dependent claim names the earlier one).

Read from the wording, in Chinese and English; a claim may only refer to earlier ones, so that no circle is possible.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"\s*([0-9]{1,3})\s*[.、．,，:：]\s*")
_END_OF_PREAMBLE = re.compile(r"其特征|其中所述|characteri[sz]ed|wherein|further comprising", re.IGNORECASE)
_LONGEST_PREAMBLE = 300
_NUMBERS = r"[0-9]{1,3}(?:\s*(?:[、,，~～\-–—至到和或及与]|to|and|or|through)*\s*(?:权利要求)?\s*[0-9]{1,3})*"
_REFERENCE = re.compile(rf"(?:权利要求书?|\bclaims?)\s*(?:中的?)?\s*第?\s*({_NUMBERS})", re.IGNORECASE)
_RANGE = re.compile(r"([0-9]{1,3})\s*(?:[~～\-–—至到]|to|through)\s*(?:权利要求)?\s*([0-9]{1,3})")


@dataclass(frozen=True)
class Claim:
    number: int
    paragraphs: tuple[int, ...]
    """Places in the texts that were given."""
    refers_to: tuple[int, ...]
    """Numbers of earlier claims; it hangs under the first of them. Empty: independent."""
    children: tuple["Claim", ...]


def tree(texts: Sequence[str]) -> tuple[Claim, ...]:
    """The claims that refer to none, each with those that refer to it."""
    claims = _numbered(texts)
    refers = {number: _earlier(texts[places[0]], number, claims) for number, places in claims.items()}
    below: dict[int, list[int]] = defaultdict(list)
    for number, earlier in refers.items():
        below[earlier[0] if earlier else 0].append(number)
    made: dict[int, Claim] = {}
    for number in sorted(claims, reverse=True):  # what hangs under a claim comes after it
        children = tuple(made[each] for each in below[number])
        made[number] = Claim(number, tuple(claims[number]), refers[number], children)
    return tuple(made[each] for each in below[0])


def _numbered(texts: Sequence[str]) -> dict[int, list[int]]:
    """Number -> its paragraphs. A paragraph without the next number goes on with the claim before it; where none bears
    a number, each is a claim."""
    said = [_NUMBER.match(unicodedata.normalize("NFKC", text)) for text in texts]
    if not any(said):
        return {place + 1: [place] for place in range(len(texts))}
    found: dict[int, list[int]] = {}
    last = 0
    for place, match in enumerate(said):
        number = int(match[1]) if match else 0
        if number > last or not found:
            last = number or 1
            found[last] = []
        found[last].append(place)
    return found


def _earlier(text: str, number: int, claims: Mapping[int, object]) -> tuple[int, ...]:
    plain = unicodedata.normalize("NFKC", text[:_LONGEST_PREAMBLE])
    preamble = _END_OF_PREAMBLE.split(plain, maxsplit=1)[0]
    found = dict.fromkeys(each for match in _REFERENCE.finditer(preamble) for each in _expanded(match[1]))
    return tuple(each for each in found if each < number and each in claims)


def _expanded(text: str) -> Iterator[int]:
    """1至3、5 -> 1 2 3 5"""
    for first, last in _RANGE.findall(text):
        yield from range(int(first), int(last) + 1)
    yield from (int(each) for each in re.findall("[0-9]+", _RANGE.sub(" ", text)))
