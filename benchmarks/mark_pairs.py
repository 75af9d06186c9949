"""How well near marks are told from others: python -m benchmarks.mark_pairs [--wrong]

On pairs judged by hand (`onestop/records/marks/tests/pairs.yaml`). Scores were chosen while looking at every second
pair; the others are held out.
"""

import sys

from onestop.records.marks.compare import compare
from onestop.records.marks.tests.judged import figures, found, is_shown, judged


def main() -> None:
    pairs = judged()
    for name, start in (("looked at", 0), ("held out", 1)):
        near, other = pairs[True][start::2], pairs[False][start::2]
        precision, recall = figures(near, other)
        print(f"{name:<10} pairs {len(near) + len(other):>3}  precision {precision:.3f}  recall {recall:.3f}")
    print(f"near pairs found by keys: {found(pairs[True]):.3f}")
    if "--wrong" in sys.argv:
        for is_near, each in pairs.items():
            wrong = [pair for pair in each if is_shown(pair) != is_near]
            print(*(f"{'near' if is_near else 'other'} {pair} {compare(*pair)}" for pair in wrong), sep="\n")


if __name__ == "__main__":
    main()
