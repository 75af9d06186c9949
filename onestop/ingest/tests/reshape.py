"""Samples changed in their structure: still XML, JSON or a table, but not the one that stood there.

Each change says what it must leave as it was: how many rows there are, and how many of them may say something else.
So a row that is lost without a word is seen even where the reader itself does not know of it.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from onestop.ingest.tests.damage import VALUES

PART = 2


@dataclass(frozen=True, slots=True)
class Changed:
    content: bytes
    more: int | None = None
    """How many rows more than the sample; None where that can't be told."""
    touched: int | None = None
    """How many rows may say something else."""


class Form(Protocol):
    count: int
    """Records in the sample; 0 where that can't be told."""

    def changed(self, rng: random.Random) -> Changed: ...

    def parts(self) -> "Sequence[Form]":
        """The same sample with PART of its records each: read in a fraction of the time."""

    def unchanged(self) -> bytes:
        """As it is written where nothing is changed: what the others are compared with."""


def starts(count: int) -> range:
    """Where the parts begin; none where the whole is no longer than one."""
    return range(0, count if count > PART else 0, PART)


def value(rng: random.Random) -> str:
    return rng.choice(VALUES)
