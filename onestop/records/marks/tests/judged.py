"""Pairs of marks judged by hand, and how well they are told apart."""

from collections.abc import Sequence
from pathlib import Path

import yaml

from onestop.records.marks.compare import compare
from onestop.records.marks.datafiles import data_file
from onestop.records.marks.forms import form
from onestop.records.marks.keys import keys, wanted_keys

PAIRS = Path(__file__).parent / "pairs.yaml"
Pair = tuple[str, str]


def judged() -> dict[bool, list[Pair]]:
    """Whether they are near -> pairs."""
    table = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    return {True: list(map(tuple, table["near"])), False: list(map(tuple, table["other"]))}


def figures(near: Sequence[Pair], other: Sequence[Pair]) -> tuple[float, float]:
    """Precision and recall of what the report shows."""
    right, wrong = sum(map(is_shown, near)), sum(map(is_shown, other))
    return right / (right + wrong) if right + wrong else 0.0, right / len(near)


def is_shown(pair: Pair) -> bool:
    least: int = data_file("check.yaml")["least"]
    return compare(*pair).score >= least


def found(near: Sequence[Pair]) -> float:
    """The share of near pairs of which a search of the register for the one brings the other."""
    return sum(_is_found(*pair) for pair in near) / len(near)


def _is_found(one: str, other: str) -> bool:
    return bool({*wanted_keys(one)} & {*keys(other)}) or form(one).core in form(other).text
