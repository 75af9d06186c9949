"""How long a search by a picture takes, and what it still recognises: python -m benchmarks.mark_pictures

Made pictures and random fingerprints, no database. Prints JSON.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from io import BytesIO
from time import perf_counter

import django
import numpy as np
from PIL import Image, ImageFilter, ImageOps


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--held", type=int, default=200_000)
    arguments.add_argument("--made", type=int, default=1_000)
    arguments.add_argument("--tried", type=int, default=50)
    given = arguments.parse_args()
    django.setup()
    print(
        json.dumps(
            {"speed": _speed(given.held), "recognised": _recognised(given.made, given.tried)}, indent=2
        )
    )


def _speed(held: int) -> dict[str, float]:
    from onestop.records.mark_images import Kept, _nearest
    from onestop.records.marks.pictures import COLOURS, HASHES, positions
    from onestop.records.marks.tests.made_pictures import made

    random = np.random.default_rng(1)
    hashes = random.integers(0, 2**63, (HASHES, held), dtype=np.uint64)
    kept = Kept(np.arange(held), hashes, np.zeros((held, COLOURS), np.uint8))
    list(positions(made(0)))  # loads what is loaded once
    started = perf_counter()
    turned = list(positions(made(1)))
    drawn = perf_counter()
    times = []
    for _ in range(9):
        before = perf_counter()
        _nearest(kept, turned, 30)
        times.append(perf_counter() - before)
    return {
        "held": held,
        "fingerprints_ms": round(1_000 * (drawn - started), 1),
        "comparison_ms_median": round(1_000 * float(np.median(times)), 1),
    }


def _recognised(count: int, tried: int) -> dict[str, dict[str, int]]:
    """Of pictures that were changed: how many are found first, and at all."""
    from onestop.records.mark_images import Kept, _nearest
    from onestop.records.marks.pictures import fingerprint, positions
    from onestop.records.marks.tests.made_pictures import SIDE, as_file, made

    prints = [fingerprint(made(number)) for number in range(count)]
    kept = Kept(
        np.arange(count),
        np.stack([each.hashes for each in prints], 1),
        np.stack([each.colours for each in prints]),
    )

    def places(change: Callable[[Image.Image], Image.Image]) -> Sequence[int]:
        """1: found first; 0: not found."""
        found = (
            [best.row for best in _nearest(kept, list(positions(change(made(each)))), 30)]
            for each in range(tried)
        )
        return [rows.index(number) + 1 if number in rows else 0 for number, rows in enumerate(found)]

    edge = SIDE // 10
    changes: dict[str, Callable[[Image.Image], Image.Image]] = {
        "poor JPEG": lambda image: Image.open(BytesIO(as_file(image, "JPEG", quality=30))),
        "half the size": lambda image: image.resize((SIDE // 2, SIDE // 2)),
        "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(3)),
        "light on dark": ImageOps.invert,
        "mirrored": ImageOps.mirror,
        "turned by 90": lambda image: image.rotate(90),
        "turned by 8": lambda image: image.rotate(8, fillcolor="white"),
        "a tenth cut off": lambda image: image.crop((edge, edge, SIDE - edge, SIDE - edge)),
    }
    found = {name: places(change) for name, change in changes.items()}
    return {
        name: {"tried": tried, "first": each.count(1), "found": sum(map(bool, each))}
        for name, each in found.items()
    }


if __name__ == "__main__":
    main()
