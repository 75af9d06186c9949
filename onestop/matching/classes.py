"""The classes that a corpus carries, at three levels, and which of them a model can know.

IPC and CPC write the same symbols for the same places; Locarno symbols of designs look different from both.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from onestop.matching.arrays import Floats, Ints
from onestop.reference import ipc
from onestop.reference.ipc import IpcLevel

LEVELS = (IpcLevel.SUBCLASS, IpcLevel.MAIN_GROUP, IpcLevel.SUBGROUP)
MIN_DOCUMENTS = {IpcLevel.SUBCLASS: 1, IpcLevel.MAIN_GROUP: 2, IpcLevel.SUBGROUP: 3}
MAX_CLASSES = 2_500


def levels_of(symbol: str) -> tuple[str, ...]:
    """The symbol and what it lies in, the finest first: E21D20/02, E21D20/00, E21D."""
    return tuple(each for each in ipc.lineage(symbol) if len(each) >= len("E21D")) or (symbol,)


def level(symbol: str) -> IpcLevel:
    """A Locarno symbol counts as a group."""
    found = ipc.level_of(symbol)
    return found if found in LEVELS else IpcLevel.SUBGROUP


def labels_of(symbols: Iterable[str]) -> list[str]:
    """All classes of a document at all levels, each once."""
    return list(dict.fromkeys(each for symbol in symbols for each in levels_of(symbol)))


@dataclass(frozen=True)
class Classes:
    """`names[i]` was found in `documents[i]` documents of the corpus."""

    names: tuple[str, ...]
    documents: Ints

    @classmethod
    def of(cls, found: Mapping[str, int]) -> "Classes":
        """The coarser levels first, then the commoner, as many as a model may know."""
        usable = [name for name, count in found.items() if count >= MIN_DOCUMENTS[level(name)]]
        usable.sort(key=lambda name: (LEVELS.index(level(name)), -found[name], name))
        names = tuple(usable[:MAX_CLASSES])
        return cls(names, np.array([found[name] for name in names], np.int64))

    @cached_property
    def number(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def level(self) -> Ints:
        """Index into LEVELS."""
        return np.array([LEVELS.index(level(name)) for name in self.names], np.int64)

    @cached_property
    def parent(self) -> Ints:
        """The next known class above, or the class itself."""
        return np.array([self._parent(name) for name in self.names], np.int64)

    def _parent(self, name: str) -> int:
        above = (self.number[each] for each in levels_of(name)[1:] if each in self.number)
        return next(above, self.number[name])

    def labels(self, symbols: Iterable[str]) -> list[int]:
        """All known classes that a document lies in."""
        return [self.number[each] for each in labels_of(symbols) if each in self.number]

    def finest(self, symbols: Iterable[str]) -> list[int]:
        """For each symbol the finest class that is known, each once."""
        found = (next((each for each in levels_of(one) if each in self.number), "") for one in symbols)
        return [self.number[each] for each in dict.fromkeys(found) if each]

    def share(self, documents: int) -> Floats:
        return (self.documents / max(documents, 1)).astype(np.float32)


def count_labels(documents: Iterable[Collection[str]]) -> Counter[str]:
    return Counter(each for symbols in documents for each in labels_of(symbols))
