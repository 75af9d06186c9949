"""How well near marks are told from others: python -m benchmarks.mark_pairs [--wrong]

On pairs judged by hand (`onestop/records/marks/tests/pairs.yaml`). Scores were chosen while looking at every second
pair; the others are held out.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

import onestop.records.marks
from onestop.records.marks.compare import compare
from onestop.records.marks.forms import form
from onestop.records.marks.keys import keys, wanted_keys

PAIRS = Path(onestop.records.marks.__file__).parent / "tests" / "pairs.yaml"
NEAR_FROM = 60
"""Of 100: the report calls what is below it remote."""
Pair = tuple[str, str]


def judged() -> dict[bool, list[Pair]]:
    table = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    return {True: list(map(tuple, table["near"])), False: list(map(tuple, table["other"]))}


def figures(near: Sequence[Pair], other: Sequence[Pair], least: int = NEAR_FROM) -> tuple[float, float]:
    """Precision and recall of saying near from a score on."""
    right = sum(compare(*pair).score >= least for pair in near)
    wrong = sum(compare(*pair).score >= least for pair in other)
    return right / (right + wrong) if right + wrong else 0.0, right / len(near)


def found(near: Sequence[Pair]) -> float:
    """The share of near pairs of which a search of the register for the one brings the other."""
    return sum(_is_found(*pair) for pair in near) / len(near)


def _is_found(one: str, other: str) -> bool:
    return bool({*wanted_keys(one)} & {*keys(other)}) or form(one).core in form(other).text


def main() -> None:
    pairs = judged()
    for name, start in (("looked at", 0), ("held out", 1)):
        near, other = pairs[True][start::2], pairs[False][start::2]
        precision, recall = figures(near, other)
        print(f"{name:<10} pairs {len(near) + len(other):>3}  precision {precision:.3f}  recall {recall:.3f}")
    print(f"found by keys: {found(pairs[True]):.3f}")
    if "--wrong" in sys.argv:
        for is_near, each in pairs.items():
            print(
                *(f"{is_near} {pair} {compare(*pair)}" for pair in each if _is_wrong(pair, is_near)), sep="\n"
            )


def _is_wrong(pair: Pair, is_near: bool) -> bool:
    return (compare(*pair).score >= NEAR_FROM) != is_near


if __name__ == "__main__":
    main()
